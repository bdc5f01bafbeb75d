import type { Database } from "bun:sqlite";
import type { Journal, StoredConflict } from "../port.ts";

type RawConflict = Omit<StoredConflict, "kept" | "lost" | "seen" | "taken_back"> & {
  kept: string;
  lost: string;
  seen: number;
  taken_back: number;
};

/** The conflict journal, in the table `journal`. */
export function sqliteJournal(database: Database): Journal {
  return {
    add: (entries) => {
      const insert = database.query(
        `INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING`,
      );
      for (const entry of entries) {
        insert.run(
          entry.id,
          entry.found_at,
          entry.source,
          entry.kind,
          entry.entity,
          entry.record_id,
          entry.field,
          JSON.stringify(entry.kept),
          entry.kept_at,
          entry.kept_by,
          JSON.stringify(entry.lost),
          entry.lost_at,
          entry.lost_by,
          entry.seen ? 1 : 0,
          entry.taken_back ? 1 : 0,
        );
      }
    },
    list: ({ all }, { limit, after }) => {
      const conditions = [
        ...(all ? [] : ["seen = 0"]),
        ...(after === null ? [] : ["(found_at < ?1 OR (found_at = ?1 AND id > ?2))"]),
      ];
      const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
      return database
        .query<RawConflict, (string | number)[]>(
          `SELECT * FROM journal ${where} ORDER BY found_at DESC, id LIMIT ${limit}`,
        )
        .all(...(after ?? []))
        .map(toConflict);
    },
    find: (prefix) =>
      database
        .query<RawConflict, [string, string]>(
          "SELECT * FROM journal WHERE id >= ? AND id < ? ORDER BY id LIMIT 5",
        )
        .all(prefix, `${prefix}g`)
        .map(toConflict),
    unseen: () =>
      database.query<{ n: number }, []>("SELECT count(*) AS n FROM journal WHERE seen = 0").get()
        ?.n ?? 0,
    markSeen: (ids) =>
      ids.length === 0
        ? database.query("UPDATE journal SET seen = 1 WHERE seen = 0").run().changes
        : database
            .query(
              `UPDATE journal SET seen = 1
               WHERE seen = 0 AND id IN (SELECT value FROM json_each(?))`,
            )
            .run(JSON.stringify(ids)).changes,
    markTakenBack: (id) => {
      database.query("UPDATE journal SET seen = 1, taken_back = 1 WHERE id = ?").run(id);
    },
  };
}

function toConflict(row: RawConflict): StoredConflict {
  return {
    ...row,
    kept: JSON.parse(row.kept),
    lost: JSON.parse(row.lost),
    seen: row.seen === 1,
    taken_back: row.taken_back === 1,
  };
}
