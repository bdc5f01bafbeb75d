import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_TIME } from "../flags.ts";
import { timeEntryChange } from "../records/time-entry.ts";

export const command = defineCommand({
  args: { id: { summary: "the deleted time entry" } },
  flags: AT_TIME,
  examples: [
    ["pm time-entry restore 1a2b3c4d", "brings a time entry back"],
    ["pm time-entry list --deleted", "shows which there are"],
  ],
  async run({ args, flags }, context) {
    const result = await context.execute("time_entry.restore", {
      ref: args.id,
      if_updated_at: flags["if-updated-at"],
    });
    return result.ok ? ok(await timeEntryChange(context, "Restored", result.value)) : result;
  },
});
