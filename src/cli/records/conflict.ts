import type { JournalEntry } from "../../board/sync-operations.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Context } from "../context.ts";
import { lookUp } from "../names.ts";
import type { Screen } from "../output/screen.ts";
import { renderTable, type Table } from "../output/table.ts";
import { cut, printable } from "../output/text.ts";
import { ago } from "../output/times.ts";

/** Journal entries as a table, the names of the authors looked up. */
export async function conflictTable(
  context: Context,
  entries: readonly JournalEntry[],
  screen: Screen,
): Promise<string> {
  const names = await lookUp(
    context,
    entries.flatMap((entry) => [entry.kept_by, entry.lost_by]),
  );
  const short = (value: unknown) => cut(printable(inWords(value)), 30);
  const table: Table<JournalEntry> = {
    values: (one) => ({
      id: one.id,
      when: one.found_at,
      kind: one.kind,
      record: one.record_id,
      field: one.field,
      kept: json(one.kept),
      "kept by": names.of(one.kept_by),
      lost: json(one.lost),
      "lost by": names.of(one.lost_by),
      seen: one.seen ? "seen" : "new",
      title: one.title ?? "",
    }),
    columns: [
      { name: "id", cell: (one) => shortId(one.id) },
      { name: "when", cell: (one, { now }) => ago(one.found_at, now), yields: 4 },
      { name: "kind", yields: 5 },
      { name: "record", cell: (one) => shortId(one.record_id), yields: 3 },
      { name: "field" },
      { name: "kept", cell: (one) => short(one.kept), yields: 2 },
      { name: "kept by", yields: 6 },
      { name: "lost", cell: (one) => short(one.lost) },
      { name: "lost by", yields: 1 },
      { name: "seen", yields: 7 },
      { name: "title", elastic: true },
    ],
  };
  return renderTable(table, entries, screen);
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : json(value);
}

function json(value: unknown): string {
  return value === undefined ? "null" : JSON.stringify(value);
}
