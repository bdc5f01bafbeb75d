import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { workItemChange } from "../records/work-item.ts";

export const command = defineCommand({
  args: { id: { summary: "the item" } },
  details: "Its status becomes in_progress; if it is nobody's, it becomes mine.",
  examples: [["pm start 1a2b3c4d", "takes an item up"]],
  async run({ args }, context) {
    const found = await context.query("work_item", { ref: args.id });
    if (!found.ok) return found;
    const { id, version, assignee_id } = found.value.work_item;
    const result = await context.execute("work_item.update", {
      ref: id,
      // So that nobody's item, which somebody takes at this moment, does not become mine.
      version,
      set: { status: "in_progress", ...(assignee_id === null ? { assignee: "me" } : {}) },
    });
    return result.ok ? ok(workItemChange(context, "Started", result.value)) : result;
  },
});
