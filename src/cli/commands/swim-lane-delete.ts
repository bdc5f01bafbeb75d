import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_TIME } from "../flags.ts";
import { restoreHint } from "../records/change.ts";
import { swimLaneChange } from "../records/swim-lane.ts";

export const command = defineCommand({
  args: { id: { summary: "the column" } },
  flags: AT_TIME,
  examples: [["pm swim-lane delete 1a2b3c4d", "deletes a column"]],
  async run({ args, flags }, context) {
    const result = await context.execute("swim_lane.delete", {
      ref: args.id,
      if_updated_at: flags["if-updated-at"],
    });
    if (!result.ok) return result;
    const notes = [restoreHint("swim-lane", result.value.swim_lane.id)];
    return ok(swimLaneChange("Deleted", result.value, notes));
  },
});
