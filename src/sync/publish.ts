/**
 * `pm sync export`: brings the tracked file up to date with the database.
 *
 * All of it happens under the database's write lock: reading the file, replacing it, recording its
 * hash. Two exports, or an export and an import, cannot interleave; a process that is killed leaves
 * either the old file or the new one, and the next export finds out by the hash.
 */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { ImportCounts, PublishReport } from "../board/sync-operations.ts";
import { readBoard } from "../data-json/read.ts";
import type { Head } from "../data-json/write.ts";
import { type BoardData, newerVersion } from "../domain/board-data.ts";
import { ENTITY_NAMES } from "../domain/entities.ts";
import { EPOCH, fromMilliseconds, type Instant, parseInstant } from "../domain/instant.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { SHARED_SEQ } from "./apply.ts";
import type { SyncContext } from "./context.ts";
import { boardBytes, countBoard } from "./database-bytes.ts";
import { mergeBoard, noteHead, readHead } from "./merge-into.ts";
import { hashOf, lookAt, rememberSeen, rememberStat } from "./tracked-file.ts";

/** The log's number when database and file were last equal, byte for byte. */
const PUBLISHED_SEQ = "published_seq";

/** Publishes the board; see the head of this file. */
export function publish(context: SyncContext): Outcome<PublishReport> {
  return context.storage.transaction(() => publishLocked(context));
}

function publishLocked(context: SyncContext): Outcome<PublishReport> {
  const { storage, dataJson, dataJsonName } = context;
  const file = lookAt(storage, dataJson);
  let merged: ImportCounts | null = null;
  if (file.state === "changed") {
    const board = readBoard(file.bytes, dataJsonName);
    if (!board.ok) return board;
    const report = mergeBoard(context, board.value, "export");
    merged = report.created + report.updated > 0 ? report : null;
  } else if (file.state === "seen") {
    if (storage.note(PUBLISHED_SEQ) === String(storage.log.lastSeq())) {
      rememberStat(storage, dataJson, context.now());
      return ok({ counts: countBoard(storage), written: false, merged_first: null });
    }
    const kept = checkNotEmptied(context, file.read);
    if (!kept.ok) return kept;
  }
  const written = replaceFile(context, file.state === "absent" ? null : readFileSync(dataJson));
  const seq = String(storage.log.lastSeq());
  storage.setNote(PUBLISHED_SEQ, seq);
  storage.setNote(SHARED_SEQ, seq);
  return ok({ counts: countBoard(storage), written, merged_first: merged });
}

/** An empty database never replaces a board that has records. */
function checkNotEmptied(context: SyncContext, read: () => Uint8Array): Outcome<null> {
  const { storage, dataJsonName } = context;
  const empty = ENTITY_NAMES.every((entity) => entity === "user" || storage.count(entity) === 0);
  if (!empty) return ok(null);
  const board = readBoard(read(), dataJsonName);
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
 * @param current the file's bytes; null if there is none.
 */
function replaceFile(context: SyncContext, current: Uint8Array | null): boolean {
  const { storage, dataJson, program } = context;
  const noted = readHead(storage);
  const head: Head = {
    exportedAt: noted.exportedAt ?? instantOf(context.now()),
    exportedBy: newerVersion(noted.exportedBy, program) ?? program,
  };
  const temporary = `${dataJson}.${process.pid}.${context.newId().slice(0, 8)}.tmp`;
  try {
    const written = writeSynced(temporary, boardBytes(storage, head));
    const unchanged = current !== null && sameContent(current, written, noted, head);
    if (unchanged) {
      rmSync(temporary);
      rememberSeen(storage, dataJson, hashOf(current), context.now());
    } else {
      renameSync(temporary, dataJson);
      syncFolder(dirname(dataJson));
      noteHead(storage, { exportedAt: head.exportedAt as Instant, exportedBy: head.exportedBy });
      rememberSeen(storage, dataJson, written.hash, context.now());
    }
    return !unchanged;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

interface Written {
  hash: string;
  /** Of everything after the head. */
  bodyHash: string;
}

function writeSynced(path: string, chunks: Iterable<Uint8Array>): Written {
  const [all, body] = [new Bun.CryptoHasher("sha256"), new Bun.CryptoHasher("sha256")];
  const file = openSync(path, "wx", 0o644);
  try {
    let head = true;
    for (const chunk of chunks) {
      for (let done = 0; done < chunk.length; ) done += writeSync(file, chunk, done);
      all.update(chunk);
      if (!head) body.update(chunk);
      head = false;
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return { hash: all.digest("hex"), bodyHash: body.digest("hex") };
}

/** The rename itself must survive a power cut. Not every system lets a folder be synced. */
function syncFolder(folder: string): void {
  try {
    const file = openSync(folder, "r");
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // Windows, and some network file systems.
  }
}

/**
 * Whether the file is what would be written. A newer version of the program alone is no reason to
 * write: `exported_by` changes only together with other content.
 */
function sameContent(
  current: Uint8Array,
  written: Written,
  noted: { exportedAt: string | null },
  head: Head,
): boolean {
  if (hashOf(current) === written.hash) return true;
  if (noted.exportedAt !== head.exportedAt) return false;
  const start = new TextDecoder().decode(current.subarray(0, 4096));
  const [match, exportedAt] = HEAD.exec(start) ?? [];
  if (match === undefined || parseInstant(exportedAt ?? "") !== head.exportedAt) return false;
  const body = current.subarray(new TextEncoder().encode(match).length);
  return hashOf(body) === written.bodyHash;
}

const HEAD =
  /^\{\n {2}"schema_version": 1,\n {2}"exported_at": "([^"\n]*)",\n {2}"exported_by": "(?:[^"\\\n]|\\.)*"/;

function instantOf(milliseconds: number): Instant {
  return fromMilliseconds(milliseconds) ?? EPOCH;
}
