/** What is the matter with a database file. For `pm doctor`: it reads the whole file. */
import { Database } from "bun:sqlite";
import { lstatSync } from "node:fs";
import { logBelongs } from "./log-cycle.ts";
import { DATABASE_VERSION, TABLES } from "./schema.ts";

export interface Diagnosis {
  /**
   * `link`: a symbolic link; `newer`: of a newer version of pm; `busy`: another process holds it;
   * `closed`: it cannot be opened, or not for writing; `mixed`: the log beside it was written for another one.
   */
  state: "whole" | "mixed" | "link" | "damaged" | "newer" | "busy" | "closed";
  /** What says so; empty where it is whole. */
  how: string;
}

/** How long to wait for another process's transaction, in milliseconds. */
const PATIENCE_MS = 3_000;

/** Examines the file of this path, which must be there. Changes nothing. */
export function diagnose(path: string): Diagnosis {
  if (lstatSync(path).isSymbolicLink()) return { state: "link", how: "it is a symbolic link" };
  if (!logBelongs(path)) return { state: "mixed", how: "its log is of another database" };
  let database: Database | null = null;
  try {
    database = new Database(path, { readwrite: true });
    database.run(`PRAGMA busy_timeout = ${PATIENCE_MS}; PRAGMA trusted_schema = OFF`);
    const version = number(database, "PRAGMA user_version");
    if (version > DATABASE_VERSION) {
      return {
        state: "newer",
        how: `its version is ${version}, this one knows ${DATABASE_VERSION}`,
      };
    }
    const faults = [...integrity(database), ...(isEmpty(database) ? [] : missing(database))];
    if (faults.length > 0) return { state: "damaged", how: faults.slice(0, 3).join("; ") };
    database.run("BEGIN IMMEDIATE");
    database.run("ROLLBACK");
    return { state: "whole", how: "" };
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    return { state: stateOf(String(code)), how: message };
  } finally {
    database?.close();
  }
}

function stateOf(code: string): Diagnosis["state"] {
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return "damaged";
  return code.startsWith("SQLITE_BUSY") ? "busy" : "closed";
}

function integrity(database: Database): string[] {
  return database
    .query<{ integrity_check: string }, []>("PRAGMA integrity_check(20)")
    .all()
    .flatMap((row) => row.integrity_check.split("\n"))
    .filter((line) => line !== "ok" && line.trim() !== "");
}

/** A file that nothing was ever written to is no damage: the next command fills it. */
function isEmpty(database: Database): boolean {
  return number(database, "SELECT count(*) FROM sqlite_schema") === 0;
}

/** Tables and columns that a board needs, its logs among them: another program's database has none of them. */
function missing(database: Database): string[] {
  const whole = new Database(":memory:");
  try {
    whole.run(TABLES);
    const tables = whole.query<{ name: string }, []>(OURS).all();
    return tables.flatMap(({ name: table }) => {
      const there = new Set(columnsOf(database, table));
      if (there.size === 0) return [`there is no table ${table}`];
      const lacking = columnsOf(whole, table).filter((name) => !there.has(name));
      return lacking.length === 0 ? [] : [`${table} has no ${lacking.join(", ")}`];
    });
  } finally {
    whole.close();
  }
}

/** The tables, without those that SQLite keeps for itself and for the full-text indexes. */
const OURS = `SELECT name FROM pragma_table_list
  WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'`;

function columnsOf(database: Database, table: string): string[] {
  return database
    .query<{ name: string }, []>(`PRAGMA table_info(${table})`)
    .all()
    .map(({ name }) => name);
}

function number(database: Database, sql: string): number {
  return Number(Object.values(database.query<Record<string, number>, []>(sql).get() ?? {})[0] ?? 0);
}
