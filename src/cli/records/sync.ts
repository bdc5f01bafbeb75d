import type { SyncView } from "../../board/queries.ts";
import { count } from "../output/plural.ts";
import type { Screen } from "../output/screen.ts";
import { renderTable, type Table } from "../output/table.ts";
import { ago } from "../output/times.ts";

/** Syncs as a table, a line each. */
export function syncTable(syncs: readonly SyncView[], screen: Screen): string {
  const table: Table<SyncView> = {
    values: (one) => ({
      number: String(one.number),
      when: one.at,
      what: one.kind,
      by: one.via,
      new: String(one.created),
      changed: String(one.updated),
      removed: String(one.removed),
      lost: String(one.conflicts),
      undone: one.undone ? "undone" : "",
      backup: one.backup ?? "",
      file: one.file,
    }),
    columns: [
      { name: "number" },
      { name: "when", cell: (one, { now }) => ago(one.at, now) },
      { name: "what", cell: (one) => (one.undone ? `${one.kind} (undone)` : one.kind) },
      { name: "by", yields: 2 },
      { name: "new" },
      { name: "changed" },
      { name: "removed", yields: 1 },
      { name: "lost", yields: 3 },
      { name: "file", elastic: true },
    ],
  };
  return renderTable(table, syncs, screen);
}

/** What a sync did, as one sentence. */
export function syncInWords(sync: SyncView, { now }: Pick<Screen, "now">): string {
  const { kind, via, branch, file, at, created, updated, removed, conflicts, backup } = sync;
  const what = [`${created} new`, `${updated} changed`];
  if (removed > 0) what.push(`${removed} removed`);
  if (conflicts > 0) what.push(`${count(conflicts, "value")} lost a contest`);
  const from = backup === null ? "" : `; before it: ${backup}`;
  const which = branch === null ? kind : `${kind} of branch ${branch}`;
  return `${which} (${via}), ${file}, ${ago(at, now)}: ${what.join(", ")}${from}`;
}
