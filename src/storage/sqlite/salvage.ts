/**
 * Reads what can be read of a damaged database: every record that a page of the file still holds, and
 * the log of writes with all that hangs on it.
 *
 * SQLite gives up a statement at the first page that makes no sense. So a table is read from its first
 * row on until that happens, from its last row on until that happens, and what lies between row by row.
 */
import { Database, type SQLQueryBindings } from "bun:sqlite";
import { ENTITIES, ENTITY_NAMES, type EntityName } from "../../domain/entities.ts";
import type { JsonObject } from "../../domain/json.ts";
import { type RawRecord, toExport } from "./records.ts";
import { SYNCS } from "./schema.ts";

export interface Salvage {
  /** The records, each as it stands in `data.json`; none of them is checked. */
  records: Map<EntityName, JsonObject[]>;
  /** Whether each table could be read to its end. */
  whole: boolean;
  /** The logs of which something could not be read, in words. */
  lost_logs: string[];
}

type Row = { [column: string]: SQLQueryBindings };

/** Tables that are carried over as they are, the rows that others refer to first. */
const LOGS = ["writes", "changes", "journal", "syncs", "unknown"] as const;
/** What each of them is for. */
const IN_WORDS: { readonly [L in (typeof LOGS)[number]]: string } = {
  writes: "changes (pm log, pm undo)",
  changes: "changes (pm log, pm undo)",
  journal: "what lost a contest (pm sync conflicts)",
  syncs: "syncs (pm sync log)",
  unknown: "what this version does not know",
};
/** Notes that are true of the new database, too, where the log of writes is. */
const NOTES = ["shared_seq", "exported_at", "exported_by", "my_name"];

/**
 * Salvages a database.
 *
 * @param damaged its path. Nothing is written to it.
 * @param fresh the path of an empty database of ours, which takes the logs over.
 */
export function salvage(damaged: string, fresh: string): Salvage {
  const records = new Map<EntityName, JsonObject[]>();
  const from = openReadOnly(damaged);
  if (from === null) {
    const lost_logs = [IN_WORDS.writes, IN_WORDS.journal, IN_WORDS.syncs];
    return { records, whole: false, lost_logs };
  }
  const result: Salvage = { records, whole: true, lost_logs: [] };
  const into = new Database(fresh, { readwrite: true });
  try {
    for (const entity of ENTITY_NAMES) {
      const { rows, whole } = rowsOf(from, ENTITIES[entity].array);
      result.whole &&= whole;
      records.set(entity, rows.flatMap(asRecord));
    }
    result.lost_logs = carryLogs(from, into);
    result.whole &&= result.lost_logs.length === 0;
  } finally {
    from.close();
    into.close();
  }
  return result;
}

/** Null for a file that SQLite does not take for a database. */
function openReadOnly(path: string): Database | null {
  try {
    const database = new Database(path, { readonly: true });
    database.run("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
    database.query("SELECT count(*) FROM sqlite_schema").get();
    return database;
  } catch {
    return null;
  }
}

function asRecord(row: Row): JsonObject[] {
  if (typeof row.id !== "string") return [];
  try {
    return [toExport(row as RawRecord)];
  } catch {
    // Text that is no JSON any more.
    return [];
  }
}

const ROW_ID = "salvaged_rowid";
/** How many rows between two unreadable places are asked for one by one. */
const MOST_SINGLE = 2_000_000;

function rowsOf(database: Database, table: string): { rows: Row[]; whole: boolean } {
  const select = `SELECT rowid AS ${ROW_ID}, * FROM ${table} NOT INDEXED`;
  const ascending = readUntilDamage(database, `${select} ORDER BY rowid`);
  if (ascending.whole) return ascending;
  const descending = readUntilDamage(database, `${select} ORDER BY rowid DESC`);
  const first = ascending.last + 1;
  const end = descending.rows.length > 0 ? descending.last : first;
  const between: Row[] = [];
  for (let id = first; id < Math.min(end, first + MOST_SINGLE); id += 1) {
    try {
      const row = database.query<Row, [number]>(`${select} WHERE rowid = ?`).get(id);
      if (row !== null) between.push(withoutRowId(row));
    } catch {
      // On a damaged page.
    }
  }
  const after = descending.rows.filter((_, index) => (descending.ids[index] as number) >= first);
  return { rows: [...ascending.rows, ...between, ...after.reverse()], whole: false };
}

function readUntilDamage(
  database: Database,
  sql: string,
): { rows: Row[]; ids: number[]; last: number; whole: boolean } {
  const rows: Row[] = [];
  const ids: number[] = [];
  let last = 0;
  let whole = true;
  try {
    for (const row of database.query<Row, []>(sql).iterate()) {
      last = row[ROW_ID] as number;
      ids.push(last);
      rows.push(withoutRowId(row));
    }
  } catch {
    whole = false;
  }
  return { rows, ids, last, whole };
}

function withoutRowId(row: Row): Row {
  delete row[ROW_ID];
  return row;
}

/** Copies the logs, and the notes that go with them. @returns which could not be read whole, in words. */
function carryLogs(from: Database, into: Database): string[] {
  into.run(SYNCS);
  return into.transaction(() => {
    const lost = LOGS.filter((table) => !copyTable(table, from, into));
    if (lost.includes("writes")) startWritesAnew(into);
    const newest = into
      .query<{ seq: number }, []>("SELECT coalesce(max(seq), 0) AS seq FROM writes")
      .get();
    carryNotes(from, into, newest?.seq ?? 0);
    return [...new Set(lost.map((table) => IN_WORDS[table]))];
  })();
}

/**
 * Numbers that something refers to are not given again, and a sync whose writes may be gone is not taken back
 * any more: what was done since then cannot be told.
 */
function startWritesAnew(into: Database): void {
  into.run("UPDATE syncs SET undone = 1");
  const used = `SELECT max(n) FROM (SELECT max(seq) AS n FROM writes UNION ALL
    SELECT max(seq) FROM changes UNION ALL SELECT max(last_seq) FROM syncs)`;
  into.run("DELETE FROM sqlite_sequence WHERE name = 'writes'");
  into.run(`INSERT INTO sqlite_sequence VALUES ('writes', coalesce((${used}), 0))`);
}

function copyTable(table: string, from: Database, into: Database): boolean {
  // The log of syncs is made with its first entry; the others are always there.
  if (columnsOf(from, table).length === 0) return table === "syncs";
  const known = new Set(columnsOf(into, table));
  const read = rowsOf(from, table);
  let { whole } = read;
  for (const row of read.rows) {
    const names = Object.keys(row).filter((name) => known.has(name));
    const marks = names.map(() => "?").join(", ");
    try {
      into
        .query(`INSERT OR IGNORE INTO ${table} (${names.join(", ")}) VALUES (${marks})`)
        .run(...names.map((name) => row[name] ?? null));
    } catch {
      // A row that breaks the rules of the table: its cells are not what they were.
      whole = false;
    }
  }
  return whole;
}

/** @param newest the last write that was carried over: what is said of later ones is no longer true. */
function carryNotes(from: Database, into: Database, newest: number): void {
  const notes = columnsOf(from, "notes").length === 0 ? [] : rowsOf(from, "notes").rows;
  for (const { key, value } of notes) {
    if (typeof key !== "string" || typeof value !== "string" || !NOTES.includes(key)) continue;
    if (key === "shared_seq" && !(Number(value) <= newest)) continue;
    into.query("INSERT OR REPLACE INTO notes VALUES (?, ?)").run(key, value);
  }
}

function columnsOf(database: Database, table: string): string[] {
  try {
    return database
      .query<{ name: string }, []>(`PRAGMA table_info(${table})`)
      .all()
      .map(({ name }) => name);
  } catch {
    return [];
  }
}
