/**
 * `pm sync import`: brings a file into the database, by the merge law or as a replacement.
 *
 * The file is checked whole before anything is written, and everything is written in one transaction.
 */
import { existsSync } from "node:fs";
import type { ImportOptions, ImportReport, ImportSource } from "../board/sync-operations.ts";
import { readBoard } from "../data-json/read.ts";
import type { BoardData } from "../domain/board-data.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { BUILT, isBuilt } from "./built.ts";
import type { SyncContext } from "./context.ts";
import { MANY, mergeBoard, mergeTracked } from "./merge-into.ts";
import { replaceWith } from "./replace.ts";
import { rolledBack } from "./rolled-back.ts";
import { logSync } from "./sync-log.ts";
import { lookAt, PUBLISHED_SEQ, remember } from "./tracked-file.ts";

/**
 * How many records the file had that was last imported, for saying that all were skipped. None where
 * another file has taken the board's place since: what this one has is not here any more.
 */
const SEEN_RECORDS = "seen_records";

interface HowToImport extends ImportOptions {
  /**
   * Leave the tracked file alone where it is as it was seen last: for git's hooks. Who asks for an import
   * gets what is in the file.
   */
  onlyNews?: boolean;
}

/** Imports a file; see the head of this file. */
export function importBoard(
  context: SyncContext,
  source: ImportSource,
  options: HowToImport,
): Outcome<ImportReport> {
  const { storage } = context;
  const run = (): Outcome<ImportReport> =>
    source.tracked
      ? importTracked(context, options)
      : importRead(context, readOther(source.bytes, source.name), source.name, options);
  if (options.dry_run) return rolledBack(storage, run);
  return storage.transaction(() => {
    const report = run();
    if (report.ok) storage.setNote(BUILT, "1");
    return report;
  });
}

/** Reads a file that is not the tracked one, which alone `pm sync resolve` mends. */
function readOther(bytes: Uint8Array, name: string): Outcome<BoardData> {
  const board = readBoard(bytes, name);
  if (board.ok || !board.refusal.hint?.includes("pm sync resolve")) return board;
  const { kind, message } = board.refusal;
  return refuse(
    kind,
    message,
    "`pm sync resolve` mends .pm/data.json alone: mend this one by hand.",
  );
}

/**
 * Builds a database that was never used from the tracked file, if there is one. Two processes that
 * open a fresh clone at once build it once.
 */
export function buildFromTrackedFile(context: SyncContext): Outcome<null> {
  const { storage, dataJson } = context;
  if (isBuilt(context)) return ok(null);
  return storage.transaction(() => {
    if (isBuilt(context)) return ok(null);
    if (existsSync(dataJson)) {
      const built = importBoard(context, { tracked: true }, { mode: "replace" });
      if (!built.ok) return built;
    }
    storage.setNote(BUILT, "1");
    return ok(null);
  });
}

function importTracked(context: SyncContext, options: HowToImport): Outcome<ImportReport> {
  const { storage, dataJson, dataJsonName } = context;
  const looked = lookAt(storage, dataJson, dataJsonName, { whole: options.mode === "replace" });
  if (!looked.ok) return looked;
  const file = looked.value;
  const seen = storage.note(SEEN_RECORDS);
  const isKnown = file.state === "seen" && (seen !== null || options.onlyNews === true);
  if (isKnown && options.mode === "merge") {
    remember(storage, file);
    const skipped = Number(seen ?? 0);
    const nothing = { created: 0, updated: 0, removed: 0, conflicts: 0, endless: [] };
    return ok({ ...nothing, skipped, backup: null, take_back: null });
  }
  if (file.state === "absent") {
    return context.leftOut() ?? refuse("unreadable", `File not found: ${dataJsonName}`);
  }
  const report =
    options.mode === "merge"
      ? logged(context, dataJsonName, () => mergeTracked(context, file, "import"))
      : importRead(context, readBoard(file.take(), dataJsonName), dataJsonName, options);
  if (report.ok) {
    remember(storage, file);
    const { created, updated, skipped } = report.value;
    storage.setNote(SEEN_RECORDS, String(created + updated + skipped));
  }
  return report;
}

function importRead(
  context: SyncContext,
  board: Outcome<BoardData>,
  file: string,
  options: ImportOptions,
): Outcome<ImportReport> {
  if (!board.ok) return board;
  // The file's bytes are not needed any more: of a large board, time to be rid of them.
  if (board.value.records.work_item.length > MANY) Bun.gc(true);
  if (options.mode === "merge") {
    return logged(context, file, () => ok(mergeBoard(context, board.value, "import")));
  }
  context.storage.setNote(PUBLISHED_SEQ, null);
  context.storage.setNote(SEEN_RECORDS, null);
  const dryRun = options.dry_run === true;
  return ok(replaceWith(context, board.value, { kind: "replace", file, dryRun }));
}

/** Merges, and tells the log of syncs. */
function logged(
  context: SyncContext,
  file: string,
  merge: () => Outcome<ImportReport>,
): Outcome<ImportReport> {
  const after_seq = context.storage.log.lastSeq();
  const report = merge();
  if (!report.ok) return report;
  const { created, updated, conflicts } = report.value;
  if (created + updated + conflicts > 0) {
    logSync(context, { kind: "merge", file, after_seq, created, updated, conflicts });
  }
  return report;
}
