import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_TIME } from "../flags.ts";
import { swimLaneChange } from "../records/swim-lane.ts";

export const command = defineCommand({
  args: { id: { summary: "the deleted column" } },
  flags: AT_TIME,
  examples: [["pm swim-lane restore 1a2b3c4d", "brings a column back"]],
  async run({ args, flags }, context) {
    const result = await context.execute("swim_lane.restore", {
      ref: args.id,
      if_updated_at: flags["if-updated-at"],
    });
    return result.ok ? ok(swimLaneChange("Restored", result.value)) : result;
  },
});
