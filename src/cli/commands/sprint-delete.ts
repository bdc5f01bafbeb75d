import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_VERSION } from "../flags.ts";
import { count } from "../output/plural.ts";
import { restoreHint } from "../records/change.ts";
import { sprintChange } from "../records/sprint.ts";

export const command = defineCommand({
  args: { id: { summary: "the sprint: its name, its id, or active" } },
  flags: AT_VERSION,
  details: "Its items stay, and show without a sprint until it is restored.",
  examples: [["pm sprint delete 1a2b3c4d", "deletes a sprint"]],
  async run({ args, flags }, context) {
    const result = await context.execute("sprint.delete", {
      ref: args.id,
      version: flags.version,
    });
    if (!result.ok) return result;
    const { sprint, work_items } = result.value;
    const note = `${count(work_items, "item")} of it without a sprint now.`;
    return ok(
      sprintChange("Deleted", result.value, [
        ...(work_items > 0 ? [note] : []),
        restoreHint("sprint", sprint.id),
      ]),
    );
  },
});
