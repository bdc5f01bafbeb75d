import type { Database } from "bun:sqlite";
import type { EntityName } from "../../domain/entities.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Json } from "../../domain/json.ts";
import type { FieldChange, LoggedWrite, PastChange, WriteLog } from "../port.ts";

interface RawWrite {
  seq: number;
  at: string;
  by: string | null;
  action: string;
  records: string | null;
}

interface RawChange {
  before: string;
  after: string;
}

const CHANGE = `SELECT entity, record_id, work_item_id, project_id, field, before, after, at, by
  FROM changes`;

const HISTORY = `SELECT seq, entity, record_id, work_item_id, project_id, field, before, after,
  coalesce(changes.at, writes.at) AS at, coalesce(changes.by, writes.by) AS by,
  writes.by IS NOT NULL AS here, writes.action = 'import' AS imported
  FROM changes JOIN writes USING (seq) WHERE record_id = ? ORDER BY row`;

const HERE_SINCE = `SELECT coalesce(sum(made), 0) AS created, count(*) - coalesce(sum(made), 0) AS updated
  FROM (SELECT max(field IS NULL) AS made FROM changes
    WHERE seq > ? AND seq IN (SELECT seq FROM writes WHERE by IS NOT NULL)
    GROUP BY entity, record_id)`;

const WRITE = "SELECT seq, at, by, action, records FROM writes";

/** The log of writes, in the tables `writes` and `changes`. */
export function sqliteWriteLog(database: Database): WriteLog {
  return {
    append: (entry) => {
      const records = entry.records?.map(({ entity, id }) => [entity, id]) ?? null;
      const { lastInsertRowid } = database
        .query("INSERT INTO writes (at, by, action, records) VALUES (?, ?, ?, ?)")
        .run(entry.at, entry.by, entry.action, records === null ? null : JSON.stringify(records));
      const seq = Number(lastInsertRowid);
      const insert = database.query(
        `INSERT INTO changes
           (seq, entity, record_id, work_item_id, project_id, field, before, after, at, by)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      );
      for (const change of entry.changes) {
        insert.run(
          seq,
          change.entity,
          change.record_id,
          change.work_item_id,
          change.project_id,
          change.field,
          JSON.stringify(change.before),
          JSON.stringify(change.after),
          change.at ?? null,
          change.by ?? null,
        );
      }
      return seq;
    },
    lastSeq: () =>
      database.query<{ seq: number }, []>("SELECT coalesce(max(seq), 0) AS seq FROM writes").get()
        ?.seq ?? 0,
    since: (seq, limit) =>
      database
        .query<RawWrite, [number, number]>(`${WRITE} WHERE seq > ? ORDER BY seq LIMIT ?`)
        .all(seq, limit)
        .map(toWrite),
    lastUndoable: (by, before) => {
      const row = database
        .query<RawWrite, [string, number]>(
          `${WRITE} WHERE by = ? AND seq < ? AND undone_by IS NULL AND action NOT IN ('undo', 'import')
           ORDER BY seq DESC LIMIT 1`,
        )
        .get(by, before);
      return row === null ? null : toWrite(row);
    },
    get: (seq) => {
      const row = database
        .query<RawWrite & { undone_by: number | null }, [number]>(
          "SELECT seq, at, by, action, records, undone_by FROM writes WHERE seq = ?",
        )
        .get(seq);
      return row === null ? null : { ...toWrite(row), undone_by: row.undone_by };
    },
    changesOf: (seq) =>
      database
        .query<RawChange, [number]>(`${CHANGE} WHERE seq = ? ORDER BY row`)
        .all(seq)
        .map(toChange),
    markUndone: (seq, by) => {
      database.query("UPDATE writes SET undone_by = ? WHERE seq = ?").run(by, seq);
    },
    changesHereSince: (seq) =>
      database
        .query<RawChange, [number]>(
          `${CHANGE} WHERE seq > ? AND seq IN (SELECT seq FROM writes WHERE by IS NOT NULL)
           ORDER BY row`,
        )
        .all(seq)
        .map(toChange),
    countHereSince: (seq) =>
      database.query<{ created: number; updated: number }, [number]>(HERE_SINCE).get(seq) as {
        created: number;
        updated: number;
      },
    standsSince: (seq) =>
      database
        .query(
          "SELECT 1 FROM writes WHERE seq > ? AND undone_by IS NULL AND action != 'undo' LIMIT 1",
        )
        .get(seq) !== null,
    historyOf: (recordId) =>
      database
        .query<RawChange & { here: number; imported: number }, [string]>(HISTORY)
        .all(recordId)
        .map(
          (row) =>
            ({
              ...toChange(row),
              here: row.here === 1,
              imported: row.imported === 1,
            }) as PastChange,
        ),
  };
}

function toWrite(row: RawWrite): LoggedWrite {
  const records = row.records === null ? null : (JSON.parse(row.records) as [EntityName, string][]);
  return {
    ...row,
    at: row.at as Instant,
    records: records?.map(([entity, id]) => ({ entity, id })) ?? null,
  };
}

function toChange(row: RawChange): FieldChange {
  const [before, after] = [JSON.parse(row.before) as Json, JSON.parse(row.after) as Json];
  return { ...row, before, after } as FieldChange;
}
