import type { Database } from "bun:sqlite";
import { parseJson } from "../../data-json/parse-json.ts";
import { withExtra } from "../../data-json/write.ts";
import { ENTITIES, type EntityName, type EntityTypes, FIELD_NAMES } from "../../domain/entities.ts";
import type { Json, JsonObject } from "../../domain/json.ts";
import { type Fields, fieldsOf, recordOf } from "../../domain/merge/times.ts";
import type { Cell, Row, Storage } from "../port.ts";
import { COLUMNS } from "./schema.ts";

/** How many records an export holds in memory at a time. */
const CHUNK = 512;

type RecordStore = Pick<
  Storage,
  | "get"
  | "getMany"
  | "idsByPrefix"
  | "idsFrom"
  | "idBefore"
  | "gapAt"
  | "count"
  | "put"
  | "remove"
  | "columns"
  | "toRow"
  | "fromRow"
  | "scan"
  | "insertRows"
  | "exportRows"
  | "unknown"
  | "setUnknown"
>;

const WITH_IDS = "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id";

/** Reading and writing whole records. */
export function recordStore(database: Database): RecordStore {
  return {
    get: (entity, id) => {
      const row = database.query<RawRecord, [string]>(`${select(entity)} WHERE id = ?`).get(id);
      return row === null ? null : fromRaw(entity, row);
    },
    getMany: (entity, ids) => {
      const rows = database
        .query<RawRecord, [string]>(`${select(entity)} ${WITH_IDS}`)
        .all(JSON.stringify(ids));
      return rows.map((row) => fromRaw(entity, row));
    },
    idsByPrefix: (entity, prefix, limit) =>
      database
        .query<{ id: string }, [string, string, number]>(
          `SELECT id FROM ${ENTITIES[entity].array} WHERE id >= ? AND id < ? ORDER BY id LIMIT ?`,
        )
        .all(prefix, `${prefix}g`, limit)
        .map((row) => row.id),
    idsFrom: (entity, id, limit) =>
      database
        .query<{ id: string }, [string, number]>(
          `SELECT id FROM ${ENTITIES[entity].array} WHERE id >= ? ORDER BY id LIMIT ?`,
        )
        .all(id, limit)
        .map((row) => row.id),
    idBefore: (entity, id) =>
      database
        .query<{ id: string | null }, [string]>(
          `SELECT max(id) AS id FROM ${ENTITIES[entity].array} WHERE id < ?`,
        )
        .get(id)?.id ?? null,
    gapAt: (entity, id) => {
      const table = ENTITIES[entity].array;
      const gap = database
        .query<{ left: string | null; right: string | null }, [string]>(
          `SELECT (SELECT max(id) FROM ${table} WHERE id < ?1) AS left,
                  (SELECT min(id) FROM ${table} WHERE id >= ?1) AS right`,
        )
        .get(id);
      return gap === null || gap.right === id ? null : gap;
    },
    count: (entity) =>
      database.query<{ n: number }, []>(`SELECT count(*) AS n FROM ${ENTITIES[entity].array}`).get()
        ?.n ?? 0,
    put: (entity, records) => {
      const statement = database.query(upsert(entity));
      for (const record of records) statement.run(...toRow(entity, record));
    },
    remove: (entity, ids) => {
      database
        .query(`DELETE FROM ${ENTITIES[entity].array} WHERE id IN (SELECT value FROM json_each(?))`)
        .run(JSON.stringify(ids));
    },
    columns: (entity) => COLUMNS[entity],
    toRow,
    fromRow: (entity, row) =>
      fromRaw(
        entity,
        Object.fromEntries(
          COLUMNS[entity].map((name, index) => [name, row[index] ?? null]),
        ) as RawRecord,
      ),
    scan: function* (entity, ids) {
      if (ids !== undefined) {
        const some = database.query<unknown, [string]>(`${select(entity)} ${WITH_IDS}`);
        yield* some.values(JSON.stringify(ids)) as Row[];
        return;
      }
      const page = database.query<unknown, [string]>(
        `${select(entity)} WHERE id > ? ORDER BY id LIMIT ${CHUNK}`,
      );
      for (let last = ""; ; ) {
        const rows = page.values(last) as Row[];
        yield* rows;
        if (rows.length < CHUNK) return;
        last = rows[rows.length - 1]?.[0] as string;
      }
    },
    insertRows: (entity, rows) => {
      const statement = database.prepare(insert(entity));
      withLateIndexes(database, ENTITIES[entity].array, () => {
        for (const row of rows) statement.run(...row);
      });
      statement.finalize();
    },
    exportRows: function* (entity) {
      const page = database.query<RawRecord, [string]>(
        `${select(entity)} WHERE id > ? ORDER BY id LIMIT ${CHUNK}`,
      );
      for (let last = ""; ; ) {
        const rows = page.all(last);
        const full = rows.length === CHUNK;
        last = rows.at(-1)?.id ?? "";
        yield rows.map(toExport);
        if (!full) return;
      }
    },
    unknown: () =>
      database
        .query<{ key: string; value: string }, []>("SELECT key, value FROM unknown ORDER BY key")
        .all()
        .map(({ key, value }) => [key, parseJson(value)]),
    setUnknown: (values) => {
      database.query("DELETE FROM unknown").run();
      const statement = database.query("INSERT INTO unknown VALUES (?, ?)");
      for (const [key, value] of values) statement.run(key, JSON.stringify(value));
    },
  };
}

/**
 * Fills a table; where it is empty, its indexes are made afterwards: that takes less than half of what
 * keeping them up at each row takes. To be called inside a transaction.
 */
function withLateIndexes(database: Database, table: string, fill: () => void): void {
  const isEmpty = database.query(`SELECT 1 FROM ${table} LIMIT 1`).get() === null;
  const indexes = database
    .query<{ name: string; sql: string }, [string]>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql NOT NULL",
    )
    .all(isEmpty ? table : "");
  for (const { name } of indexes) database.run(`DROP INDEX ${name}`);
  fill();
  for (const { sql } of indexes) database.run(sql);
}

/** A record as a statement gives it: the JSON columns still text. */
export type RawRecord = { [column: string]: Cell } & { id: string };

/** `SELECT` of all columns of an entity, in order. */
export function select(entity: EntityName): string {
  return `SELECT ${COLUMNS[entity].join(", ")} FROM ${ENTITIES[entity].array}`;
}

function insert(entity: EntityName): string {
  const marks = COLUMNS[entity].map(() => "?").join(", ");
  return `INSERT INTO ${ENTITIES[entity].array} (${COLUMNS[entity].join(", ")}) VALUES (${marks})`;
}

function upsert(entity: EntityName): string {
  const sets = COLUMNS[entity].slice(1).map((column) => `${column} = excluded.${column}`);
  return `${insert(entity)} ON CONFLICT (id) DO UPDATE SET ${sets.join(", ")}`;
}

/** The cells of a record. Equal records have equal cells. */
function toRow(entity: EntityName, record: EntityTypes[EntityName]): Row {
  const fields = fieldsOf(record);
  const names = FIELD_NAMES[entity];
  const row = new Array<Cell>(COLUMNS[entity].length);
  let at = 0;
  for (; at < names.length; at += 1) row[at] = fields[names[at] as string] as Cell;
  if (fields.labels !== undefined) {
    row[at] = fields.labels.length === 0 ? null : JSON.stringify(fields.labels);
    at += 1;
  }
  row[at] = fields.extra === null ? null : JSON.stringify(fields.extra);
  row[at + 1] = fields.field_updated_at === null ? null : JSON.stringify(fields.field_updated_at);
  return row;
}

/** A record from a statement's object, in place; further columns of the statement stay on it. */
export function fromRaw<E extends EntityName>(entity: E, raw: RawRecord): EntityTypes[E] {
  const fields = raw as unknown as Fields;
  if (ENTITIES[entity].labelled) {
    fields.labels = raw.labels === null ? [] : (JSON.parse(raw.labels as string) as string[]);
  }
  fields.extra = raw.extra === null ? null : (parseJson(raw.extra as string) as JsonObject);
  fields.field_updated_at =
    raw.field_updated_at === null ? null : JSON.parse(raw.field_updated_at as string);
  return recordOf(fields);
}

/** As {@link fromRaw}, but as `data.json` has it. `undefined` is what `JSON.stringify` leaves out. */
export function toExport(raw: RawRecord): JsonObject {
  const record = raw as { [field: string]: Json | undefined };
  if ("labels" in raw) record.labels = raw.labels === null ? undefined : parseText(raw.labels);
  const times = raw.field_updated_at === null ? undefined : parseText(raw.field_updated_at);
  if (raw.extra === null) {
    record.extra = undefined;
    record.field_updated_at = times;
    return record as JsonObject;
  }
  const extra = parseText(raw.extra) as JsonObject;
  delete record.extra;
  delete record.field_updated_at;
  return withExtra(record as JsonObject, extra, (times as JsonObject | undefined) ?? null);
}

function parseText(cell: Cell | undefined): Json {
  return parseJson(cell as string);
}
