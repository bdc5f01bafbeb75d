import { Database } from "bun:sqlite";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import type { Storage } from "../port.ts";
import { sqliteJournal } from "./journal.ts";
import { sqliteReads } from "./reads.ts";
import { recordStore } from "./records.ts";
import { DATABASE_VERSION, INDEXES, TABLES } from "./schema.ts";
import { sqliteWriteLog } from "./write-log.ts";

/** How long a writer waits for another process's transaction: longer than an import of a large board. */
const BUSY_TIMEOUT_MS = 60_000;

/**
 * Opens the database, and makes it if it is not there.
 *
 * @param path a file, or `:memory:`.
 * @param name what to call it in messages.
 * @param patienceMs how long to wait for another process's transaction, each time.
 * @returns a refusal for a file that is no database of ours, or that a newer version has made.
 */
export function openStorage(
  path: string,
  name: string,
  patienceMs = BUSY_TIMEOUT_MS,
): Outcome<Storage> {
  let database: Database;
  try {
    database = new Database(path, { create: true, readwrite: true });
    database.run(`PRAGMA busy_timeout = ${patienceMs}`);
    const version = userVersion(database);
    if (version > DATABASE_VERSION) {
      database.close();
      return refuse(
        "unreadable",
        `${name} was made by a newer version of pm (database version ${version}, this one knows ${DATABASE_VERSION}).`,
        "Update pm.",
      );
    }
    // WAL: readers never wait. NORMAL: a power cut can lose the last commits, never break the file.
    database.run("PRAGMA journal_mode = WAL");
    database.run("PRAGMA synchronous = NORMAL");
    // A database can come with a repository: nothing in its schema may call what reaches further.
    database.run("PRAGMA trusted_schema = OFF");
    if (version === 0) create(database);
  } catch (error) {
    return asRefusal(error, name);
  }
  return ok(storageOf(database));
}

function userVersion(database: Database): number {
  const row = database.query<{ user_version: number }, []>("PRAGMA user_version").get();
  return row?.user_version ?? 0;
}

function create(database: Database): void {
  database
    .transaction(() => {
      // Another process may have made it while this one waited for the lock.
      if (userVersion(database) === 0) {
        database.run(TABLES + INDEXES);
        database.run(`PRAGMA user_version = ${DATABASE_VERSION}`);
      }
    })
    .immediate();
}

/** What is the user's to mend becomes a refusal; the rest is thrown on. */
function asRefusal(error: unknown, name: string): Outcome<never> {
  const code = (error as { code?: string }).code ?? "";
  if (code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT")) {
    return refuse(
      "unreadable",
      `${name} is damaged, or no database of pm.`,
      `Move it away: pm makes a new one from data.json. Changes that were never exported are only in the old file.`,
    );
  }
  if (code.startsWith("SQLITE_CANTOPEN") || code.startsWith("SQLITE_READONLY")) {
    return refuse(
      "unavailable",
      `${name} cannot be opened for writing.`,
      "Check that the folder exists and that you may write in it.",
    );
  }
  throw error;
}

function storageOf(database: Database): Storage {
  const transaction = <T>(work: () => T): T =>
    database.inTransaction ? work() : database.transaction(work).immediate();
  const note = database.query<{ value: string }, [string]>("SELECT value FROM notes WHERE key = ?");
  const setNote = database.query(
    "INSERT INTO notes VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2",
  );
  return {
    transaction,
    ...recordStore(database),
    note: (key) => note.get(key)?.value ?? null,
    setNote: (key, value) => {
      if (value === null) database.query("DELETE FROM notes WHERE key = ?").run(key);
      else setNote.run(key, value);
    },
    log: sqliteWriteLog(database),
    journal: sqliteJournal(database),
    reads: sqliteReads(database),
    stamp: () => {
      const version = database
        .query<{ data_version: number }, []>("PRAGMA data_version")
        .get()?.data_version;
      return version ?? 0;
    },
    check: () => {
      const rows = database.query<{ integrity_check: string }, []>("PRAGMA integrity_check").all();
      return rows.map((row) => row.integrity_check).filter((line) => line !== "ok");
    },
    close: () => database.close(),
  };
}
