/**
 * The tracked `data.json` as this database last saw it.
 *
 * Kept in the database's notes: what identifies the file's content when the two were last brought
 * together, and what `stat` said of the file then. As git does for its index, an unchanged `stat` is
 * believed, so that a hook need not read the file; but not one that was taken so soon after the file
 * was written that a second write could look the same. It is always the `stat` from before the file
 * was read: what is written to it later, while an import works, then shows the next time.
 *
 * And the marks of the file's runs (`data-json/slices/runs.ts`), so that of the next version only what is
 * new is parsed and merged. A run that was taken in once needs no second look, whatever has happened
 * since: what is here is the join of it with other writes, and joining it again changes nothing (L3). Only
 * a replacement of the board takes out what was taken in; it forgets the marks.
 */
import { type BigIntStats, futimesSync, readFileSync, statSync } from "node:fs";
import { MAX_BYTES } from "../data-json/read.ts";
import { MARK_LENGTH, type News, readRuns } from "../data-json/slices/runs.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import type { Storage } from "../storage/port.ts";
import { contentHash, readerOf, sizeOfContent } from "./content-hash.ts";
import { openReader } from "./file-reader.ts";

const HASH = "synced_hash";
const STAT = "synced_stat";
const MARKS = "synced_marks";
/** The log's number when database and file were last equal, byte for byte. */
export const PUBLISHED_SEQ = "published_seq";

/** How long two writes to a file may have one time: the clock of a file system ticks. */
const TICK_MS = 20;
/** The same where the file system keeps whole seconds, or every second one. */
const COARSE_TICK_MS = 2000;

export type TrackedFile =
  | { state: "absent" }
  | {
      /** `seen`: as this database last saw it. */
      state: "seen" | "changed";
      stat: FileStat;
      /** What identifies its content, see `content-hash.ts`. */
      hash: string;
      /** The marks of its runs; null where they are not known. */
      marks: readonly string[] | null;
      /** What of it has to be merged, where not all of it has. */
      news: News | null;
      /** Gives the bytes, and keeps no hold on them: of a large board they are much. */
      take(): Uint8Array;
    };

/** What identifies a state of the file. */
export interface FileStat {
  /** Inode, size, and both of its times in nanoseconds. */
  identity: string;
  /** Whether no later state can look the same. */
  settled: boolean;
}

/**
 * Looks at the file. To be called under the database's lock if anything is made of the answer.
 *
 * @param options.whole the bytes will be taken, not the news.
 * @returns a refusal if the file cannot be read.
 */
export function lookAt(
  storage: Storage,
  path: string,
  name: string,
  options: { whole: boolean } = { whole: false },
): Outcome<TrackedFile> {
  const stat = statOf(path);
  if (stat === null) return ok({ state: "absent" });
  const noted = storage.note(HASH);
  if (noted !== null && stat.settled && storage.note(STAT) === stat.identity) {
    const take = () => readFileSync(path);
    return ok({ state: "seen", stat, hash: noted, marks: null, news: null, take });
  }
  const content = contentOf(storage, path, name, noted, options.whole);
  if (!content.ok) return content;
  const { hash, marks, news } = content.value;
  let { bytes } = content.value;
  const take = (): Uint8Array => {
    const taken = bytes ?? readFileSync(path);
    bytes = null;
    return taken;
  };
  return ok({ state: hash === noted ? "seen" : "changed", stat, hash, marks, news, take });
}

interface Content {
  hash: string;
  marks: readonly string[] | null;
  news: News | null;
  /** Null where there is news, or the content is that which was noted. */
  bytes: Uint8Array | null;
}

function contentOf(
  storage: Storage,
  path: string,
  name: string,
  noted: string | null,
  whole: boolean,
): Outcome<Content> {
  const known = knownMarks(storage);
  const size = sizeOfContent(noted);
  const reader = whole || known === null ? null : openReader(path);
  try {
    if (reader !== null && reader.size !== size && reader.size <= MAX_BYTES) {
      const runs = readRuns(reader.read, known);
      const hash = runs === null ? null : contentHash(runs);
      if (runs !== null && hash !== null && (runs.news !== null || hash === noted)) {
        return ok({ hash, marks: runs.marks, news: runs.news, bytes: null });
      }
    }
  } finally {
    reader?.close();
  }
  const read = readTracked(path, name);
  if (!read.ok) return read;
  const bytes = read.value;
  if (bytes.length === size && contentHash(bytes) === noted) {
    return ok({ hash: noted, marks: null, news: null, bytes });
  }
  const runs = bytes.length > MAX_BYTES ? null : readRuns(readerOf(bytes), whole ? null : known);
  if (runs === null) return ok({ hash: contentHash(bytes), marks: null, news: null, bytes });
  return ok({ hash: contentHash(runs), marks: runs.marks, news: runs.news, bytes });
}

function knownMarks(storage: Storage): ReadonlySet<string> | null {
  const noted = storage.note(MARKS);
  return noted === null ? null : new Set(noted.match(new RegExp(`.{${MARK_LENGTH}}`, "g")));
}

/** Reads the file. A link in its place can come with a repository: one to a device has no end. */
export function readTracked(path: string, name: string): Outcome<Uint8Array> {
  try {
    if (statSync(path).isFile()) return ok(readFileSync(path));
    return refuse("unreadable", `Failed to read ${name}: it is no file, but a folder or a device`);
  } catch (error) {
    return refuse("unreadable", `Failed to read ${name}: ${(error as Error).message}`);
  }
}

/** Whether the file still is what was looked at: git takes no lock of ours when it writes one. */
export function isStill(path: string, file: TrackedFile): boolean {
  const stat = statOf(path);
  if (stat === null || file.state === "absent") return stat === null && file.state === "absent";
  return (
    stat.identity === file.stat.identity || contentHash(readFileSync(path), file.hash) === file.hash
  );
}

/** Remembers that database and file have been brought together. */
export function remember(
  storage: Storage,
  file: { hash: string; stat: FileStat; marks?: readonly string[] | null },
): void {
  const { identity, settled } = file.stat;
  const stat = settled ? identity : null;
  if (storage.note(HASH) !== file.hash) storage.setNote(HASH, file.hash);
  if (storage.note(STAT) !== stat) storage.setNote(STAT, stat);
  if (!file.marks) return;
  const marks = file.marks.join("");
  if (storage.note(MARKS) !== marks) storage.setNote(MARKS, marks);
}

/** To be called where something is taken out of the board that a file has brought. */
export function forgetMarks(storage: Storage): void {
  storage.setNote(MARKS, null);
}

/**
 * Counts the file as news again: the database was put back to before it had taken the file in. That a
 * file was brought together with it once stays known.
 */
export function forgetSeen(storage: Storage): void {
  storage.setNote(HASH, "");
  storage.setNote(STAT, null);
  storage.setNote(PUBLISHED_SEQ, null);
  forgetMarks(storage);
}

/** Whether the notes speak of writes that the log has not: it was lost, or is another one. */
export function claimsBeyondLog(storage: Storage): boolean {
  return Number(storage.note(PUBLISHED_SEQ) ?? 0) > storage.log.lastSeq();
}

/** Whether a file was ever brought together with this database. */
export function everSynced(storage: Storage): boolean {
  return storage.note(HASH) !== null;
}

/**
 * Dates a file that we have written back by a tick, so that whatever is written to it later shows at
 * once.
 */
export function backdate(file: number): void {
  const past = new Date(Date.now() - 2 * TICK_MS);
  futimesSync(file, past, past);
}

/**
 * The state of a file that we have written and then renamed to `path`; never settled if another one
 * has come into its place since.
 *
 * @param written what `fstat` said before the rename, which touches no more than the second time.
 */
export function statOfRenamed(path: string, written: BigIntStats): FileStat {
  const { ino, size, mtimeNs } = written;
  const stat = statOf(path) ?? { identity: "", settled: false };
  const settled = stat.settled && stat.identity.startsWith(`${ino} ${size} ${mtimeNs} `);
  return { ...stat, settled };
}

function statOf(path: string): FileStat | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return null;
  const { ino, size, mtimeNs, ctimeNs } = stat;
  const tick = mtimeNs % 1_000_000_000n === 0n ? COARSE_TICK_MS : TICK_MS;
  return {
    identity: `${ino} ${size} ${mtimeNs} ${ctimeNs}`,
    settled: Number(mtimeNs / 1_000_000n) < Date.now() - tick,
  };
}
