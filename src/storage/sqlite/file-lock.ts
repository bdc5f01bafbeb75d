/**
 * A lock that belongs to a process and goes with it, however it ends.
 *
 * SQLite holds it: an exclusive transaction on an empty database is a lock of the operating system
 * on the file, on every system that SQLite runs on. So there is no process number in the file that
 * could be out of date.
 */
import { Database } from "bun:sqlite";
import { lstatSync, truncateSync, unlinkSync } from "node:fs";

export interface Lock {
  release(): void;
}

/** Held from here too: a connection that nothing refers to is closed by the garbage collector. */
const held = new Set<Database>();

/**
 * Takes the lock, or says at once that another process has it.
 *
 * The file stays where it is when the lock is given back: removing it would let two processes lock
 * two files of one name. While the lock is held, nothing else in this process may open the file
 * (closing it would give back a POSIX lock).
 *
 * @returns the lock, or null if another process holds it.
 */
export function acquireFileLock(path: string): Lock | null {
  // A link, which a repository can bring, would make us write to where it points.
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(path);
  try {
    return hold(path);
  } catch (error) {
    if ((error as { code?: unknown }).code !== "SQLITE_NOTADB") throw error;
    // Left by another tool. Emptied and not replaced, so that two processes that both find it
    // still meet at one file.
    truncateSync(path);
    return hold(path);
  }
}

function hold(path: string): Lock | null {
  const database = new Database(path);
  try {
    // Nothing is ever written, so a journal file would only lie about.
    database.run("PRAGMA journal_mode = MEMORY");
    database.run("BEGIN EXCLUSIVE");
    held.add(database);
    return {
      release() {
        held.delete(database);
        database.close();
      },
    };
  } catch (error) {
    database.close();
    if ((error as { code?: unknown }).code === "SQLITE_BUSY") return null;
    throw error;
  }
}
