import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { DELETED, PAGE } from "../flags.ts";
import { fetchList, listNotes } from "../paging.ts";
import { timeEntryTable } from "../records/time-entry.ts";

export const command = defineCommand({
  args: { item: { summary: "only on this item", optional: true } },
  flags: {
    user: { type: "text", value: "WHO", summary: "only of this person; me, a name or an id" },
    running: { type: "switch", summary: "only timers that run" },
    deleted: DELETED,
    ...PAGE,
  },
  examples: [
    ["pm time-entry list 1a2b3c4d", "lists the time spent on an item"],
    ["pm time-entry list --user me --running", "shows my timer"],
  ],
  async run({ args, flags }, context) {
    const result = await fetchList(context, flags, "time_entries", (page) =>
      context.query("time_entries", {
        ...page,
        work_item: args.item,
        user: flags.user,
        running: flags.running || undefined,
        deleted: flags.deleted,
      }),
    );
    if (!result.ok) return result;
    const { time_entries, next_cursor } = result.value;
    return ok({
      json: result.value,
      text: (screen) => timeEntryTable(context, time_entries, screen),
      notes: listNotes(time_entries.length, next_cursor, "No time entries here."),
    });
  },
});
