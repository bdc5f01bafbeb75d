/**
 * The merge driver of `data.json`: git calls it with three versions of the file, and it merges them
 * by the law. It opens no database, so it works in a clone that has none and beside one that is busy.
 *
 * Canonical files are merged by their bytes (`data-json/slices/merge-slices.ts`), others as whole boards;
 * the result is the same.
 */
import { lstatSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { MAX_BYTES } from "../data-json/read.ts";
import { mergeSlices, pieceBytes } from "../data-json/slices/merge-slices.ts";
import type { Instant } from "../domain/instant.ts";
import { type Merged, mergeBoards } from "../domain/merge/merge-boards.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { boardBytes } from "./board-bytes.ts";
import { contestsOf } from "./contests.ts";
import { openReader } from "./file-reader.ts";
import { leaveInJournal } from "./journal-files.ts";
import { leaveMergeNote } from "./merge-notes.ts";
import { type ReadTwice, readTwice } from "./read-twice.ts";
import { replaceFile } from "./replace-file.ts";

/** What git gives a merge driver, by its placeholders. */
export interface DriverFiles {
  /** `%O`, the common ancestor; empty where both sides added the file. */
  base: string;
  /** `%A`, our version, which the result replaces. */
  ours: string;
  /** `%B`, their version. */
  theirs: string;
  /** `%P`, where the file lies in the work tree, from `directory`. */
  path: string;
  /** The folder that relative paths are relative to. */
  directory: string;
}

export interface FilesMerged {
  /** How many contests and mends there were. */
  conflicts: number;
  /** Whether they are in the journal. */
  journaled: boolean;
}

/**
 * Merges the two sides into the file `ours`. A result that is what `ours` says already is not
 * written. It is git's own temporary file, which git reads next: nothing waits for the disk.
 *
 * What lost is in the journal before anything is written: once it is, nothing can fail any more.
 *
 * @returns `unreadable`, in one line and with nothing changed, if a side is no board.
 */
export function mergeFiles(files: DriverFiles, now: Instant): Outcome<FilesMerged> {
  const folder = dirname(resolve(files.directory, files.path));
  const tell = (merges: readonly Merged[]): FilesMerged => {
    const contests = merges.flatMap((one) => contestsOf(one, now));
    const conflicts = contests.length;
    if (basename(folder) !== ".pm") return { conflicts, journaled: true };
    leaveMergeNote(folder, { via: "driver", at: now, conflicts }, merges);
    return { conflicts, journaled: leaveInJournal(folder, contests) };
  };
  return mergeBySlices(files, tell) ?? mergeWhole(files, tell);
}

type Tell = (merges: readonly Merged[]) => FilesMerged;

/** Null where the boards have to be merged as a whole; nothing is written then. */
function mergeBySlices(files: DriverFiles, tell: Tell): Outcome<FilesMerged> | null {
  const [ours, theirs, base] = [files.ours, files.theirs, files.base].map((file) =>
    openReader(resolve(files.directory, file)),
  );
  try {
    if (!ours || !theirs || !base) return null;
    if (Math.max(ours.size, theirs.size, base.size) > MAX_BYTES) return null;
    const merge = mergeSlices(ours.read, theirs.read, base.size === 0 ? null : base.read);
    if (merge === null) return null;
    const told = tell([{ ...merge.joined, mended: [] }]);
    if (!merge.isOurs) replaceOurs(files, pieceBytes(merge.pieces, ours.read));
    return ok(told);
  } finally {
    for (const file of [ours, theirs, base]) file?.close();
  }
}

function mergeWhole(files: DriverFiles, tell: Tell): Outcome<FilesMerged> {
  const ours = readSide(resolve(files.directory, files.ours), `our version of ${files.path}`);
  if (!ours.ok) return ours;
  const theirs = readSide(resolve(files.directory, files.theirs), `their version of ${files.path}`);
  if (!theirs.ok) return theirs;
  // The ancestor only tells what unstamped edits were made on: one that cannot be read (empty, or
  // with the conflict markers of a merge of several ancestors) is as good as none.
  const base = readSide(resolve(files.directory, files.base), `the ancestor of ${files.path}`);

  const merged = mergeBoards(
    ours.value.board,
    theirs.value.board,
    base.ok ? base.value.board : null,
  );
  const told = tell([...ours.value.merges, ...theirs.value.merges, merged]);
  const bytes = boardBytes(merged.board);
  if (!bytes.equals(ours.value.bytes)) replaceOurs(files, bytes);
  return ok(told);
}

/**
 * The new version is made in `.pm`, where git ignores it, and not beside git's file, which lies at the
 * top of the work tree: a driver that is killed leaves nothing that `git add` would take.
 */
function replaceOurs(files: DriverFiles, content: Uint8Array | Iterable<Uint8Array>): void {
  const path = resolve(files.directory, files.ours);
  const folder = dirname(resolve(files.directory, files.path));
  const name = `data.json.${crypto.randomUUID()}.tmp`;
  const isNear = basename(folder) === ".pm" && deviceOf(folder) === deviceOf(dirname(path));
  replaceFile(path, content, {
    synced: false,
    ...(isNear ? { temporary: join(folder, name) } : {}),
  });
}

/** The file system of a folder; null where there is no folder, but a link. */
function deviceOf(folder: string): number | null {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  return stat?.isDirectory() ? stat.dev : null;
}

interface Side extends ReadTwice {
  bytes: Buffer;
}

function readSide(path: string, name: string): Outcome<Side> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return refuse("unreadable", `Failed to read ${name}: ${(error as Error).message}`);
  }
  const read = readTwice(bytes, name);
  return read.ok ? ok({ bytes, ...read.value }) : refuse("unreadable", read.refusal.message);
}
