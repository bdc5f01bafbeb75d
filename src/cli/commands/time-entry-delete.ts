import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_TIME } from "../flags.ts";
import { restoreHint } from "../records/change.ts";
import { timeEntryChange } from "../records/time-entry.ts";

export const command = defineCommand({
  args: { id: { summary: "the time entry" } },
  flags: AT_TIME,
  examples: [["pm time-entry delete 1a2b3c4d", "deletes a time entry"]],
  async run({ args, flags }, context) {
    const result = await context.execute("time_entry.delete", {
      ref: args.id,
      if_updated_at: flags["if-updated-at"],
    });
    if (!result.ok) return result;
    const notes = [restoreHint("time-entry", result.value.time_entry.id)];
    return ok(await timeEntryChange(context, "Deleted", result.value, notes));
  },
});
