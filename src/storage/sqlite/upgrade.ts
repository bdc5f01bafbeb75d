/**
 * Brings a database of an earlier version of pm up to date, where the version of the tables is the same: the
 * indexes, which say nothing that the tables do not say. So earlier versions work with it as before.
 */
import type { Database } from "bun:sqlite";
import { BUSY } from "./failure.ts";
import { INDEXES } from "./schema.ts";

const WANTED = INDEXES.split(";\n")
  .map((sql) => sql.trim())
  .filter((sql) => sql !== "");

/**
 * Makes the indexes that are missing or were made otherwise. Where another process is writing, nothing is
 * changed, since everything works without: the next one to open the database does it.
 */
export function upgradeIndexes(database: Database, patienceMs: number): void {
  const stale = staleIndexes(database);
  if (stale.length === 0) return;
  database.run("PRAGMA busy_timeout = 0");
  try {
    database.transaction(() => make(database, staleIndexes(database))).immediate();
  } catch (error) {
    if (!BUSY.test(String((error as { code?: unknown }).code))) throw error;
  } finally {
    database.run(`PRAGMA busy_timeout = ${patienceMs}`);
  }
}

function staleIndexes(database: Database): string[] {
  const rows = database.query<{ sql: string }, []>(
    "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
  );
  const there = new Set(rows.all().map(({ sql }) => sql));
  return WANTED.filter((sql) => !there.has(sql));
}

function make(database: Database, indexes: readonly string[]): void {
  for (const sql of indexes) {
    const [, name] = /^CREATE INDEX (\w+)/.exec(sql) ?? [];
    database.run(`DROP INDEX IF EXISTS ${name}`);
    database.run(sql);
  }
}
