import { Database } from "bun:sqlite";
import { lstatSync, statSync } from "node:fs";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import type { Storage } from "../port.ts";
import { databaseFailure } from "./failure.ts";
import { sqliteJournal } from "./journal.ts";
import { logBelongs, stampCycle } from "./log-cycle.ts";
import { sqliteReads } from "./reads.ts";
import { recordStore } from "./records.ts";
import { DATABASE_VERSION, INDEXES, TABLES } from "./schema.ts";
import { sqliteSyncLog } from "./sync-log.ts";
import { upgradeIndexes } from "./upgrade.ts";
import { sqliteWriteLog } from "./write-log.ts";

/** How long a writer waits for another process's transaction: longer than an import of a large board. */
const BUSY_TIMEOUT_MS = 60_000;

/** Up to this size, in bytes, the write-ahead log is left to the next process: some six commands. */
const LOG_TO_LEAVE = 1 << 18;

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
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) {
    // It can come with a repository, and lead to any database of this machine.
    return refuse(
      "unreadable",
      `${name} is a symbolic link: pm does not follow it.`,
      "Move it away: pm makes a new one from data.json.",
    );
  }
  if (path !== ":memory:" && !logBelongs(path)) {
    return refuse(
      "unreadable",
      `${name} is not the database that the log beside it, ${name}-wal, was written for: somebody has put a copy back, or git has.`,
      "`pm doctor --fix` puts the log aside and goes on with the database. Nothing was changed.",
    );
  }
  let database: Database;
  try {
    database = new Database(path, { create: true, readwrite: true });
    // FULL: what is committed is on the disk before anybody is told of it. And a database can come with a
    // repository: nothing in its schema may call what reaches further.
    database.run(
      `PRAGMA busy_timeout = ${patienceMs}; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF`,
    );
    const version = userVersion(database);
    if (version > DATABASE_VERSION) {
      database.close();
      return refuse(
        "unreadable",
        `${name} was made by a newer version of pm (database version ${version}, this one knows ${DATABASE_VERSION}).`,
        "Update pm.",
      );
    }
    if (version === 0) create(database, patienceMs);
    else upgradeIndexes(database, patienceMs);
    return ok(storageOf(database));
  } catch (error) {
    const refusal = databaseFailure(error, name);
    if (refusal === null) throw error;
    return { ok: false, refusal };
  }
}

/**
 * Keeps the last connection that closes from bringing the write-ahead log into the database, which
 * waits for the disk twice, some 10 ms. What is committed is as safe in the log, where the next process
 * reads it. A connection that only reads cannot do it; the runtime closes this one when the process ends
 * (as it would the first, which is why that cannot simply be left open). It tries all the same, and `OFF` keeps it
 * from waiting for the disk before it finds that it cannot: it writes nothing that could be lost.
 */
function leaveLog(path: string): void {
  const reader = new Database(path, { readonly: true });
  reader.run("PRAGMA synchronous = OFF");
  userVersion(reader);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function userVersion(database: Database): number {
  const row = database.query<{ user_version: number }, []>("PRAGMA user_version").get();
  return row?.user_version ?? 0;
}

/**
 * Turns the write-ahead log on. Where several processes do that to one new file, each holds a lock that another
 * wants, so SQLite answers "busy" without the wait that `busy_timeout` asks for
 * (https://sqlite.org/c3ref/busy_handler.html). Here is that wait.
 */
function turnLogOn(database: Database, patienceMs: number): void {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      database.run("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      const busy = (error as { code?: string }).code?.startsWith("SQLITE_BUSY");
      if (!busy || performance.now() >= end) throw error;
      Bun.sleepSync(5);
    }
  }
}

function create(database: Database, patienceMs: number): void {
  // Readers never wait. The file itself says so from now on.
  turnLogOn(database, patienceMs);
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

function storageOf(database: Database): Storage {
  // Whatever may be written by itself goes through here, too: it may be what begins a cycle of the log.
  const transaction = <T>(work: () => T): T =>
    database.inTransaction
      ? work()
      : database
          .transaction(() => {
            stampCycle(database);
            return work();
          })
          .immediate();
  const journal = sqliteJournal(database);
  const note = database.query<{ value: string }, [string]>("SELECT value FROM notes WHERE key = ?");
  const setNote = database.query(
    "INSERT INTO notes VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2",
  );
  return {
    transaction,
    ...recordStore(database),
    note: (key) => note.get(key)?.value ?? null,
    setNote: (key, value) => {
      transaction(() => {
        if (value === null) database.query("DELETE FROM notes WHERE key = ?").run(key);
        else setNote.run(key, value);
      });
    },
    log: sqliteWriteLog(database),
    journal: { ...journal, markSeen: (ids) => transaction(() => journal.markSeen(ids)) },
    syncs: sqliteSyncLog(database),
    reads: sqliteReads(database),
    stamp: () => {
      const version = database
        .query<{ data_version: number }, []>("PRAGMA data_version")
        .get()?.data_version;
      return version ?? 0;
    },
    close: () => database.close(),
    leave: () => {
      const path = database.filename;
      const log = sizeOf(`${path}-wal`);
      // Not while most of the board is in the log alone: somebody may copy data.db and nothing else. Who puts
      // such a copy back is told (log-cycle.ts).
      if (log > 0 && log <= LOG_TO_LEAVE && log <= sizeOf(path)) leaveLog(path);
      database.close();
    },
  };
}
