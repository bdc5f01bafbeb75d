import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { textOrNull } from "../fields.ts";
import { timeEntryChange } from "../records/time-entry.ts";
import { spanOf } from "../time-span.ts";

export const command = defineCommand({
  args: { item: { summary: "the item" } },
  flags: {
    "started-at": {
      type: "text",
      value: "TIME",
      summary: "when it began, as 2026-03-02T09:00:00+01:00",
    },
    "ended-at": { type: "text", value: "TIME", summary: "when it ended, now if left out" },
    duration: {
      type: "text",
      value: "LENGTH",
      summary: "how long it took, as 1h30m, instead of one of the two",
    },
    user: { type: "text", value: "WHO", summary: "who did it, me if left out" },
    description: { type: "text", value: "TEXT", stdin: true, summary: "doing what" },
  },
  examples: [
    ["pm time-entry create 1a2b3c4d --duration 45m", "enters the last 45 minutes"],
    [
      "pm time-entry create 1a2b --started-at 2026-03-02T09:00:00Z --duration 2h",
      "enters two hours of that morning",
    ],
  ],
  async run({ args, flags }, context) {
    const span = spanOf(
      { start: flags["started-at"], end: flags["ended-at"], length: flags.duration },
      context.screen.now,
    );
    if (!span.ok) return span;
    const result = await context.execute("time_entry.create", {
      work_item: args.item,
      started_at: span.value.start,
      ended_at: span.value.end,
      description: textOrNull(flags.description),
      user: flags.user,
    });
    return result.ok ? ok(await timeEntryChange(context, "Created", result.value)) : result;
  },
});
