import type { SyncOperations } from "../../board/sync-operations.ts";
import { type Outcome, ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { PAGE } from "../flags.ts";
import { count } from "../output/plural.ts";
import { fetchList, listNotes } from "../paging.ts";
import { conflictTable } from "../records/conflict.ts";
import type { Report } from "../report.ts";

export const command = defineCommand({
  flags: {
    ...PAGE,
    all: { type: "switch", summary: "those that I have seen, too" },
    seen: { type: "switch", summary: "mark all of them as seen" },
    "take-back": {
      type: "text",
      value: "ID",
      summary: "put the value that lost back in its field",
    },
  },
  details:
    "Where two people have written the same field, the newer write stands. What lost is kept here, and so is what a merge had to mend.",
  examples: [
    ["pm sync conflicts", "shows what lost a contest and has not been seen"],
    ["pm sync conflicts --take-back 1a2b3c4d", "writes the value that lost, as a change of mine"],
    ["pm sync conflicts --seen", "marks all as seen"],
  ],
  async run({ flags }, context) {
    const sync = await context.sync();
    if (!sync.ok) return sync;
    if (flags["take-back"] !== undefined) return takeBack(sync.value, flags["take-back"]);
    if (flags.seen) return acknowledge(sync.value);
    return list(sync.value, flags, context);
  },
});

async function list(
  sync: SyncOperations,
  flags: { all: boolean; limit: number | undefined; cursor: string | undefined },
  context: Context,
): Promise<Outcome<Report>> {
  const { all } = flags;
  const result = await fetchList(context, flags, "conflicts", (page) =>
    sync.conflicts({ all, ...page }),
  );
  if (!result.ok) return result;
  const { conflicts, next_cursor } = result.value;
  const none = all ? "No conflicts." : "No conflicts that you have not seen.";
  return ok({
    json: result.value,
    text: (screen) => conflictTable(context, conflicts, screen),
    notes: [
      ...(conflicts.length > 0
        ? ["--take-back ID puts a value back; --seen marks all as seen."]
        : []),
      ...listNotes(conflicts.length, next_cursor, none),
    ],
  });
}

async function acknowledge(sync: SyncOperations): Promise<Outcome<Report>> {
  const result = await sync.acknowledge([]);
  if (!result.ok) return result;
  return ok({
    json: result.value,
    text: "",
    notes: [`Marked as seen: ${count(result.value.seen, "conflict")}.`],
  });
}

async function takeBack(sync: SyncOperations, id: string): Promise<Outcome<Report>> {
  const result = await sync.takeBack(id);
  if (!result.ok) return result;
  const { field, title } = result.value.conflict;
  return ok({
    json: result.value,
    text: "",
    notes: [`Put back: ${field} of ${title ?? result.value.conflict.record_id}`],
  });
}
