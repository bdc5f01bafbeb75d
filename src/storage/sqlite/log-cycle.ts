/**
 * Whether `data.db` and the write-ahead log beside it (`data.db-wal`) belong together. SQLite does not ask: a copy of
 * the database that is put back, by hand or by git, while a log lies there is mixed with the log, and damaged.
 *
 * So each cycle of the log is stamped by its first transaction: a new random number goes into the database's header
 * (`PRAGMA application_id`, bytes 68 to 71), and the one before it into a note, both in the log. A checkpoint, also one that
 * was killed, leaves either of the two in the file. Any other number there is of another state of the database.
 * A log without a stamp, of an earlier version or of another program, is taken for the right one.
 */
import { Database } from "bun:sqlite";
import { closeSync, linkSync, openSync, readSync, rmSync, statSync } from "node:fs";

/** The note that has the number of the cycle before. */
const BEFORE = "log_before";

/** The header of page 1, https://sqlite.org/fileformat2.html#database_header */
const HEADER = { length: 100, magic: "SQLite format 3\0", applicationId: 68 };

/**
 * Stamps the log's cycle, if this is the first transaction in it: as long as the file has what the
 * database says, nothing of the log is newer.
 *
 * @param database in a transaction that may write.
 */
export function stampCycle(database: Database): void {
  const path = database.filename;
  if (path === "" || path === ":memory:") return;
  const before = numberInFile(path);
  if (before === null || numberOf(database) !== before) return;
  const next = crypto.getRandomValues(new Int32Array(1))[0] || 1;
  database.run(`PRAGMA application_id = ${next}`);
  database
    .query("INSERT INTO notes VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")
    .run(BEFORE, String(before));
}

/** Whether the log beside a database was written for it. Changes nothing. */
export function logBelongs(path: string): boolean {
  if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return true;
  let database: Database | null = null;
  try {
    // One that only reads cannot bring the log into the database when it closes.
    database = new Database(path, { readonly: true });
    const reader = database;
    // Twice: another process may just have brought the log in, and begun the next one.
    return fits(reader, path) || fits(reader, path);
  } catch {
    // What is the matter is told by who opens it to write.
    return true;
  } finally {
    database?.close();
  }
}

/**
 * Whether any connection has this file open: each holds a shared lock on it as long as it lives, and its end may
 * bring a log that was moved away into the file all the same. Asked under a second name of the file, which has no
 * log beside it, so that nothing is read of the one that lies there. Changes nothing.
 */
export function isHeld(path: string): boolean {
  const alias = `${path}.held-${process.pid}.tmp`;
  let database: Database | null = null;
  try {
    linkSync(path, alias);
    database = new Database(alias, { readwrite: true });
    // In this mode SQLite asks for the file's exclusive lock before it reads (https://sqlite.org/wal.html#noshm).
    database.run("PRAGMA locking_mode = EXCLUSIVE");
    database.query("SELECT count(*) FROM sqlite_schema").get();
    return false;
  } catch {
    return true;
  } finally {
    database?.close();
    for (const end of ["", "-wal", "-shm"]) rmSync(alias + end, { force: true });
  }
}

function fits(database: Database, path: string): boolean {
  const inFile = numberInFile(path);
  // Whatever that is, it is no state of a database.
  if (inFile === null) return true;
  return database.transaction(() => {
    const before = database
      .query<{ value: string }, [string]>("SELECT value FROM notes WHERE key = ?")
      .get(BEFORE)?.value;
    return before === undefined || inFile === numberOf(database) || inFile === Number(before);
  })();
}

function numberOf(database: Database): number {
  const row = database.query<{ application_id: number }, []>("PRAGMA application_id").get();
  return row?.application_id ?? 0;
}

/** The number in the file itself, without the log; null where it is no database. */
function numberInFile(path: string): number | null {
  const file = openSync(path, "r");
  try {
    const header = Buffer.alloc(HEADER.length);
    readSync(file, header, 0, HEADER.length, 0);
    return header.toString("latin1", 0, HEADER.magic.length) === HEADER.magic
      ? header.readInt32BE(HEADER.applicationId)
      : null;
  } finally {
    closeSync(file);
  }
}
