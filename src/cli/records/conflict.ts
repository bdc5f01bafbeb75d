import type { JournalEntry } from "../../board/sync-operations.ts";
import type { Context } from "../context.ts";
import { lookUp } from "../names.ts";
import { shortId } from "../output/ids.ts";
import type { Screen } from "../output/screen.ts";
import { type Column, table } from "../output/table.ts";
import { cut, printable } from "../output/text.ts";
import { ago } from "../output/times.ts";

/** Journal entries as a table, the names of the authors looked up. */
export async function conflictTable(
  context: Context,
  entries: readonly JournalEntry[],
  screen: Screen,
): Promise<string> {
  const names = await lookUp(context, {
    people: entries.flatMap((entry) => [entry.kept_by, entry.lost_by]),
  });
  const short = (value: unknown) => cut(printable(inWords(value)), 30);
  const columns: Column<JournalEntry>[] = [
    { title: "ID", cell: (one) => shortId(one.id), exact: (one) => one.id },
    {
      title: "WHEN",
      cell: (one, { now }) => ago(one.found_at, now),
      exact: (one) => one.found_at,
      yields: 4,
    },
    { title: "KIND", cell: (one) => one.kind, yields: 5 },
    {
      title: "RECORD",
      cell: (one) => shortId(one.record_id),
      exact: (one) => one.record_id,
      yields: 3,
    },
    { title: "FIELD", cell: (one) => one.field },
    { title: "KEPT", cell: (one) => short(one.kept), exact: (one) => json(one.kept), yields: 2 },
    { title: "BY", cell: (one) => names.of(one.kept_by), yields: 6 },
    { title: "LOST", cell: (one) => short(one.lost), exact: (one) => json(one.lost) },
    { title: "BY", cell: (one) => names.of(one.lost_by), yields: 1 },
    { title: "SEEN", cell: (one) => (one.seen ? "seen" : "new"), yields: 7 },
    { title: "TITLE", cell: (one) => one.title ?? "", elastic: true },
  ];
  return table(columns, entries, screen);
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : json(value);
}

function json(value: unknown): string {
  return value === undefined ? "null" : JSON.stringify(value);
}
