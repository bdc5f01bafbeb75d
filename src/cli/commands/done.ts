import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { count } from "../output/plural.ts";
import { workItemChange } from "../records/work-item.ts";

export const command = defineCommand({
  args: { id: { summary: "the item" } },
  examples: [["pm done 1a2b3c4d", "sets the status of an item to done"]],
  async run({ args }, context) {
    const found = await context.query("work_item", { ref: args.id });
    if (!found.ok) return found;
    const result = await context.execute("work_item.update", {
      ref: found.value.work_item.id,
      set: { status: "done" },
    });
    if (!result.ok) return result;
    const open = found.value.children.filter((child) => child.status !== "done").length;
    const below = `${count(open, "item")} below it ${open === 1 ? "is" : "are"} not done.`;
    return ok(workItemChange(context, "Done:", result.value, open > 0 ? [below] : []));
  },
});
