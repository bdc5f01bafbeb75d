import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { timeEntryChange } from "../records/time-entry.ts";

export const command = defineCommand({
  args: { id: { summary: "this time entry, not the one of mine that runs", optional: true } },
  examples: [["pm time-entry stop", "stops my timer"]],
  async run({ args }, context) {
    const result = await context.execute("time_entry.stop", { ref: args.id });
    return result.ok ? ok(await timeEntryChange(context, "Stopped", result.value)) : result;
  },
});
