import type { Queries } from "../../board/queries.ts";
import { type Outcome, ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { PAGE } from "../flags.ts";
import { listNotes } from "../paging.ts";
import { activityTable } from "../records/activity.ts";
import { syncInWords, syncTable } from "../records/sync.ts";
import type { Report } from "../report.ts";

export const command = defineCommand({
  args: {
    sync: { summary: "the number of one of them, or latest: record by record", optional: true },
  },
  flags: { ...PAGE },
  details:
    "What each export, import, merge, restore and undo of one has done here, by hand or by a hook; the newest first. What changed nothing is not kept.",
  examples: [
    ["pm sync log", "shows what was brought in and out"],
    ["pm sync log latest", "shows each field that the last sync changed"],
    ["pm sync log 12 --json", "the same of number 12, for a program"],
  ],
  async run({ args, flags }, context) {
    const page = { limit: flags.limit, cursor: flags.cursor };
    if (args.sync !== undefined) return one(args.sync, page, context);
    const result = await context.query("syncs", page);
    if (!result.ok) return result;
    const { syncs, next_cursor } = result.value;
    return ok({
      json: result.value,
      text: (screen) => syncTable(syncs, screen),
      notes: listNotes(syncs.length, next_cursor, "Nothing has been brought in or out yet."),
    });
  },
});

async function one(
  ref: string,
  page: Omit<Queries["sync"]["params"], "ref">,
  context: Context,
): Promise<Outcome<Report>> {
  const result = await context.query("sync", { ref, ...page });
  if (!result.ok) return result;
  const { sync, changes, next_cursor } = result.value;
  if (context.screen.terminal) context.note(syncInWords(sync, context.screen));
  return ok({
    json: result.value,
    text: (screen) => activityTable(context, changes, screen),
    notes: listNotes(changes.length, next_cursor, "It tells of no single record."),
  });
}
