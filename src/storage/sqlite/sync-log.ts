import type { Database } from "bun:sqlite";
import type { StoredSync, SyncChange, SyncLog } from "../port.ts";
import { SYNCS } from "./schema.ts";

type RawSync = Omit<StoredSync, "changes" | "undone" | "branch"> & {
  changes: string | null;
  undone: number;
  /** Not in a table that was made before there was the column. */
  branch?: string | null;
};

/** The log of syncs, in the table `syncs`, which is made by the first entry. */
export function sqliteSyncLog(database: Database): SyncLog {
  const isThere = (): boolean =>
    database.query("SELECT 1 FROM sqlite_schema WHERE name = 'syncs'").get() !== null;
  const hasBranches = (): boolean =>
    database.query("SELECT 1 FROM pragma_table_info('syncs') WHERE name = 'branch'").get() !== null;
  const read = (end: string, ...values: (string | number)[]): StoredSync[] => {
    if (!isThere()) return [];
    const query = database.query<RawSync, (string | number)[]>(`SELECT * FROM syncs ${end}`);
    return query.all(...values).map(toSync);
  };
  return {
    append: (entry) => {
      database.run(SYNCS);
      if (!hasBranches()) database.run("ALTER TABLE syncs ADD COLUMN branch TEXT");
      const { lastInsertRowid } = database
        .query(
          `INSERT INTO syncs (at, kind, via, file, after_seq, last_seq, created, updated, removed,
             conflicts, changes, backup, branch)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          entry.at,
          entry.kind,
          entry.via,
          entry.file,
          entry.after_seq,
          entry.last_seq,
          entry.created,
          entry.updated,
          entry.removed,
          entry.conflicts,
          entry.changes.length === 0 ? null : JSON.stringify(entry.changes),
          entry.backup,
          entry.branch,
        );
      return Number(lastInsertRowid);
    },
    list: ({ limit, after }) => {
      const [last] = after ?? [Number.MAX_SAFE_INTEGER];
      return read("WHERE number < ? ORDER BY number DESC LIMIT ?", last as number, limit);
    },
    get: (number) => read("WHERE number = ?", number)[0] ?? null,
    withBranch: (first, last) =>
      hasBranches()
        ? read("WHERE branch IS NOT NULL AND last_seq >= ? AND after_seq < ?", first, last)
        : [],
    lastUndoable: (before) =>
      read(
        `WHERE last_seq < ? AND backup IS NOT NULL AND undone = 0 AND kind IN ('replace', 'restore')
         ORDER BY number DESC LIMIT 1`,
        before,
      )[0] ?? null,
    ofWrite: (seq) =>
      read(
        "WHERE after_seq < ? AND last_seq >= ? AND backup IS NOT NULL ORDER BY number DESC LIMIT 1",
        seq,
        seq,
      )[0] ?? null,
    markUndone: (number) => {
      database.query("UPDATE syncs SET undone = 1 WHERE number = ?").run(number);
    },
    ofBackups: (names) =>
      read("WHERE backup IN (SELECT value FROM json_each(?))", JSON.stringify(names)),
  };
}

function toSync(row: RawSync): StoredSync {
  const changes = row.changes === null ? [] : (JSON.parse(row.changes) as SyncChange[]);
  return { ...row, branch: row.branch ?? null, changes, undone: row.undone === 1 };
}
