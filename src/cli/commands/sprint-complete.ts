import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_VERSION } from "../flags.ts";
import { count } from "../output/plural.ts";
import { sprintChange } from "../records/sprint.ts";

export const command = defineCommand({
  args: { id: { summary: "the sprint: its name, its id, or active" } },
  flags: {
    "move-to": {
      type: "text",
      value: "ID",
      clearable: true,
      summary: "the sprint that takes what is not done; no sprint if left out",
    },
    ...AT_VERSION,
  },
  examples: [
    ["pm sprint complete 1a2b3c4d", "completes it; what is not done goes back to the backlog"],
    ["pm sprint complete 1a2b3c4d --move-to 5e6f7a8b", "what is not done goes to the next one"],
  ],
  async run({ args, flags }, context) {
    const result = await context.execute("sprint.complete", {
      ref: args.id,
      version: flags.version,
      move_to: flags["move-to"],
    });
    if (!result.ok) return result;
    const moved = result.value.moved_work_items;
    const where = flags["move-to"] ? "the other sprint" : "no sprint";
    const note = `${count(moved, "item")} not done: in ${where} now.`;
    return ok(sprintChange("Completed", result.value, moved > 0 ? [note] : []));
  },
});
