import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { given, nothingToChange } from "../fields.ts";
import { AT_TIME } from "../flags.ts";
import { swimLaneChange } from "../records/swim-lane.ts";

const FIELDS = {
  name: { type: "text", value: "N", summary: "a new name" },
  position: { type: "number", value: "N", summary: "another place, from left to right" },
} as const;

export const command = defineCommand({
  args: { id: { summary: "the column, as pm swim-lane list shows it" } },
  flags: { ...FIELDS, ...AT_TIME },
  examples: [['pm swim-lane update 1a2b3c4d --name "In the works"', "renames a column"]],
  async run({ args, flags }, context) {
    const set = given({ name: flags.name, position: flags.position });
    if (Object.keys(set).length === 0) return nothingToChange(FIELDS);
    const result = await context.execute("swim_lane.update", {
      ref: args.id,
      if_updated_at: flags["if-updated-at"],
      set,
    });
    return result.ok ? ok(swimLaneChange("Updated", result.value)) : result;
  },
});
