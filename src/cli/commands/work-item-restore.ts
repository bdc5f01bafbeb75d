import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_VERSION } from "../flags.ts";
import { count } from "../output/plural.ts";
import { workItemChange } from "../records/work-item.ts";

export const command = defineCommand({
  args: { id: { summary: "the deleted item" } },
  flags: AT_VERSION,
  examples: [
    ["pm work-item restore 1a2b3c4d", "brings it back, with what was deleted together with it"],
    ["pm list --deleted", "shows which there are"],
  ],
  async run({ args, flags }, context) {
    const result = await context.execute("work_item.restore", {
      ref: args.id,
      version: flags.version,
    });
    if (!result.ok) return result;
    const below = result.value.restored_descendants;
    const notes = below > 0 ? [`With it came ${count(below, "item")} below it.`] : [];
    return ok(workItemChange(context, "Restored", result.value, notes));
  },
});
