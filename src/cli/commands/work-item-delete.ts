import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_VERSION } from "../flags.ts";
import { count } from "../output/plural.ts";
import { restoreHint } from "../records/change.ts";
import { workItemChange } from "../records/work-item.ts";

export const command = defineCommand({
  args: { id: { summary: "the item" } },
  flags: AT_VERSION,
  details: "Everything below it is deleted, too. pm work-item restore brings all of it back.",
  examples: [["pm work-item delete 1a2b3c4d", "deletes an item and what is below it"]],
  async run({ args, flags }, context) {
    const result = await context.execute("work_item.delete", {
      ref: args.id,
      version: flags.version,
    });
    if (!result.ok) return result;
    const { work_item, deleted_descendants } = result.value;
    const below = `With it, ${count(deleted_descendants, "item")} below it ${deleted_descendants === 1 ? "was" : "were"} deleted.`;
    return ok(
      workItemChange(context, "Deleted", result.value, [
        ...(deleted_descendants > 0 ? [below] : []),
        restoreHint("work-item", work_item.id),
      ]),
    );
  },
});
