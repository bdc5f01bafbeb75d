/**
 * `pm sync export`: brings the tracked file up to date with the database.
 *
 * All of it happens under the database's write lock: reading the file, replacing it, recording its
 * hash. Two exports, or an export and an import, cannot interleave; a process that is killed leaves
 * either the old file or the new one, and the next export finds out by the hash.
 */
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { ImportCounts, PublishReport } from "../board/sync-operations.ts";
import { readBoard } from "../data-json/read.ts";
import { pieceBytes } from "../data-json/slices/merge-slices.ts";
import type { Head } from "../data-json/write.ts";
import { type BoardData, newerVersion } from "../domain/board-data.ts";
import { ENTITY_NAMES } from "../domain/entities.ts";
import { EPOCH, fromMilliseconds, type Instant, parseInstant } from "../domain/instant.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { sizeOfContent, wholeHash, writtenHash } from "./content-hash.ts";
import { SHARED_SEQ } from "./contests-here.ts";
import type { SyncContext } from "./context.ts";
import { countBoard, databaseText } from "./database-bytes.ts";
import { holdOn, openReader, sameBytes } from "./file-reader.ts";
import { mergeTracked, noteHead, readHead } from "./merge-into.ts";
import { spliceChanges } from "./splice-changes.ts";
import { logSync } from "./sync-log.ts";
import {
  isStill,
  lookAt,
  PUBLISHED_SEQ,
  remember,
  statOfRenamed,
  type TrackedFile,
} from "./tracked-file.ts";
import { syncFolder, writeBytesSynced, writeSynced } from "./write-synced.ts";

/** Publishes the board; see the head of this file. */
export function publish(context: SyncContext): Outcome<PublishReport> {
  return context.storage.transaction(() => publishLocked(context));
}

/** How often an export begins anew because git has just put another file there. */
const ATTEMPTS = 5;

function publishLocked(context: SyncContext, attempts = ATTEMPTS): Outcome<PublishReport> {
  const { storage, dataJson, dataJsonName } = context;
  const looked = lookAt(storage, dataJson, dataJsonName);
  if (!looked.ok) return looked;
  const file = looked.value;
  const elsewhere = file.state === "absent" ? context.leftOut() : null;
  if (elsewhere !== null) return elsewhere;
  let merged: ImportCounts | null = null;
  const after_seq = storage.log.lastSeq();
  if (file.state === "changed") {
    const report = mergeTracked(context, file, "export");
    if (!report.ok) return report;
    const { created, updated, conflicts } = report.value;
    merged = created + updated > 0 ? report.value : null;
    if (merged !== null || conflicts > 0) {
      const told = { kind: "merge", file: dataJsonName, after_seq } as const;
      logSync(context, { ...told, created, updated, conflicts });
    }
  } else if (file.state === "seen") {
    if (storage.note(PUBLISHED_SEQ) === String(storage.log.lastSeq())) {
      remember(storage, file);
      return ok({ counts: countBoard(storage), written: false, merged_first: null });
    }
    const kept = checkNotEmptied(context, file.take);
    if (!kept.ok) return kept;
  }
  const written = replaceFile(context, file);
  if (written === "moved on") {
    return attempts > 1
      ? publishLocked(context, attempts - 1)
      : refuse("unavailable", `${dataJsonName} does not stop changing.`, "Try again later.");
  }
  if (written) logExport(context);
  const seq = String(storage.log.lastSeq());
  storage.setNote(PUBLISHED_SEQ, seq);
  storage.setNote(SHARED_SEQ, seq);
  return ok({ counts: countBoard(storage), written, merged_first: merged });
}

/** What was written here since the last export is what this one has carried. */
function logExport(context: SyncContext): void {
  const { storage, dataJsonName } = context;
  const after_seq = Number(storage.note(SHARED_SEQ) ?? 0);
  const { created, updated } = storage.log.countHereSince(after_seq);
  logSync(context, { kind: "export", file: dataJsonName, after_seq, created, updated });
}

/** An empty database never replaces a board that has records. */
function checkNotEmptied(context: SyncContext, take: () => Uint8Array): Outcome<null> {
  const { storage, dataJsonName } = context;
  const empty = ENTITY_NAMES.every((entity) => entity === "user" || storage.count(entity) === 0);
  if (!empty) return ok(null);
  const board = readBoard(take(), dataJsonName);
  if (!board.ok) return board;
  const records = recordCount(board.value);
  if (records === 0) return ok(null);
  return refuse(
    "refused",
    `The database here is empty, and ${dataJsonName} has ${records} records: it was not replaced.`,
    "`pm sync import` brings them into the database.",
  );
}

function recordCount(board: BoardData): number {
  return ENTITY_NAMES.reduce(
    (sum, entity) => sum + (entity === "user" ? 0 : board.records[entity].length),
    0,
  );
}

/**
 * Writes the file, unless it would have the same content.
 *
 * @param current the file that is there.
 * @returns whether it was written; `moved on`: it is another one by now, and was left alone.
 */
function replaceFile(context: SyncContext, current: TrackedFile): boolean | "moved on" {
  const { storage, dataJson, program } = context;
  const noted = readHead(storage);
  const head: Head = {
    exportedAt: noted.exportedAt ?? instantOf(context.now()),
    exportedBy: newerVersion(noted.exportedBy, program) ?? program,
  };
  removeLeftovers(dirname(dataJson));
  const temporary = `${dataJson}.${process.pid}.${context.newId().slice(0, 8)}.tmp`;
  try {
    const written = writeFile(context, current, head, temporary);
    if (written === null) {
      if (current.state !== "absent") remember(storage, current);
      return false;
    }
    const { hash } = written;
    if (!isStill(dataJson, current)) return "moved on";
    const isThere = current.state !== "absent";
    if (
      isThere &&
      written.isWhole &&
      (sameContent(current, hash, temporary, dataJson) || sameButForHead(dataJson, temporary))
    ) {
      remember(storage, current);
      return false;
    }
    const letGo = holdOn(dataJson);
    try {
      renameSync(temporary, dataJson);
    } finally {
      letGo();
    }
    syncFolder(dirname(dataJson));
    noteHead(storage, { exportedAt: head.exportedAt as Instant, exportedBy: head.exportedBy });
    remember(storage, { hash, stat: statOfRenamed(dataJson, written.stat) });
    return true;
  } finally {
    if (existsSync(temporary)) rmSync(temporary);
  }
}

/**
 * Writes the new file: from the one that is there where it was published from here, and few records have
 * changed since; else from the database.
 *
 * @returns null if there is nothing to write.
 */
function writeFile(context: SyncContext, current: TrackedFile, head: Head, temporary: string) {
  const { storage, dataJson } = context;
  const published = storage.note(PUBLISHED_SEQ);
  const file = current.state === "seen" && published !== null ? openReader(dataJson) : null;
  try {
    const isOpen = file !== null && isStill(dataJson, current);
    const pieces = isOpen ? spliceChanges(storage, file, Number(published), head) : null;
    if (file !== null && pieces !== null) {
      if (pieces.length === 1) return null;
      const stat = writeBytesSynced(temporary, pieceBytes(pieces, file.read));
      return { stat, hash: writtenHash(context.newId()), isWhole: false };
    }
  } finally {
    file?.close();
  }
  const { hash, stat } = writeSynced(temporary, databaseText(storage, head));
  return { stat, hash: wholeHash(Number(stat.size), hash), isWhole: true };
}

/** What exports that were killed have left: under the lock no other one is at work. */
function removeLeftovers(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    // A folder of such a name is none of ours.
    if (entry.isFile() && /^data\.json\.\d+\.[0-9a-f]{8}\.tmp$/.test(entry.name))
      rmSync(join(folder, entry.name), { force: true });
  }
}

/** Whether the file that is there has the content of the one that was written. */
function sameContent(
  current: TrackedFile & { state: "seen" | "changed" },
  hash: string,
  written: string,
  path: string,
): boolean {
  if (sizeOfContent(current.hash) !== null) return current.hash === hash;
  return sizeOfContent(hash) === statSync(path).size && sameBytes(path, written);
}

/**
 * Whether two files differ in nothing but their heads. A newer version of the program alone is no
 * reason to write: `exported_by` changes only together with other content.
 */
function sameButForHead(path: string, written: string): boolean {
  const [there, ours] = [headOf(path), headOf(written)];
  if (there === null || ours === null || there.text === ours.text) return false;
  if (there.exportedAt !== ours.exportedAt) return false;
  return bodyOf(path, there.text).equals(bodyOf(written, ours.text));
}

const HEAD =
  /^\{\n {2}"schema_version": 1,\n {2}"exported_at": "([^"\n]*)",\n {2}"exported_by": "(?:[^"\\\n]|\\.)*"/;
const HEAD_MAX = 4096;

function headOf(path: string): { text: string; exportedAt: Instant | null } | null {
  const start = Buffer.alloc(HEAD_MAX);
  const file = openSync(path, "r");
  try {
    readSync(file, start);
  } finally {
    closeSync(file);
  }
  const [text, exportedAt] = HEAD.exec(start.toString()) ?? [];
  return text === undefined ? null : { text, exportedAt: parseInstant(exportedAt ?? "") };
}

function bodyOf(path: string, head: string): Buffer {
  return readFileSync(path).subarray(Buffer.byteLength(head));
}

function instantOf(milliseconds: number): Instant {
  return fromMilliseconds(milliseconds) ?? EPOCH;
}
