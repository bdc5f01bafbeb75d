import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { workItemPage } from "../records/work-item-page.ts";

export const command = defineCommand({
  args: { id: { summary: "the item: its id, or 4 characters or more of its beginning" } },
  details: "Its fields and description, what is above and below it, what blocks it, and comments.",
  examples: [
    ["pm work-item get 1a2b3c4d", "shows an item"],
    ["pm show 1a2b --json", "gives all of it to a script"],
  ],
  async run({ args }, context) {
    const result = await context.query("work_item", { ref: args.id });
    if (!result.ok) return result;
    return ok({
      json: result.value,
      text: (screen) => workItemPage(context, result.value, screen),
    });
  },
});
