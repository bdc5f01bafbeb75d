import { ok } from "../../domain/refusal.ts";
import { shortId } from "../../domain/short-id.ts";
import { defineCommand } from "../command.ts";
import { textOrNull } from "../fields.ts";
import { timeEntryChange } from "../records/time-entry.ts";

export const command = defineCommand({
  args: { item: { summary: "the item" } },
  flags: { description: { type: "text", value: "TEXT", stdin: true, summary: "doing what" } },
  details: "A timer of mine that runs elsewhere is stopped.",
  examples: [
    ["pm time-entry start 1a2b3c4d", "starts my timer on an item"],
    ["pm time-entry stop", "stops it"],
  ],
  async run({ args, flags }, context) {
    const result = await context.execute("time_entry.start", {
      work_item: args.item,
      description: textOrNull(flags.description),
    });
    if (!result.ok) return result;
    const { stopped } = result.value;
    const notes = stopped ? [`Stopped the timer ${shortId(stopped.id)} that was running.`] : [];
    return ok(await timeEntryChange(context, "Started", result.value, notes));
  },
});
