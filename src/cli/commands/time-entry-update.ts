import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { given, nothingToChange, textOrNull } from "../fields.ts";
import { AT_TIME } from "../flags.ts";
import { timeEntryChange } from "../records/time-entry.ts";

const FIELDS = {
  "started-at": { type: "text", value: "TIME", summary: "another beginning (RFC 3339)" },
  "ended-at": { type: "text", value: "TIME", summary: "another end (RFC 3339)" },
  description: { type: "text", value: "TEXT", stdin: true, summary: "another description" },
} as const;

export const command = defineCommand({
  args: { id: { summary: "the time entry" } },
  flags: { ...FIELDS, ...AT_TIME },
  examples: [
    ["pm time-entry update 1a2b3c4d --ended-at 2026-03-02T17:00:00Z", "gives it another end"],
  ],
  async run({ args, flags }, context) {
    const set = given({
      started_at: flags["started-at"],
      ended_at: flags["ended-at"],
      description: textOrNull(flags.description),
    });
    if (Object.keys(set).length === 0) return nothingToChange(FIELDS);
    const result = await context.execute("time_entry.update", {
      ref: args.id,
      if_updated_at: flags["if-updated-at"],
      set,
    });
    return result.ok ? ok(await timeEntryChange(context, "Updated", result.value)) : result;
  },
});
