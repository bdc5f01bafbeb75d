/** Merging a board into the database, and what the database knows of the file's head. */

import type { ImportReport } from "../board/sync-operations.ts";
import { readBoard } from "../data-json/read.ts";
import type { News } from "../data-json/slices/runs.ts";
import { type BoardData, newerVersion } from "../domain/board-data.ts";
import { ENTITY_NAMES } from "../domain/entities.ts";
import { EPOCH, earlier, fromMilliseconds, type Instant, parseInstant } from "../domain/instant.ts";
import { mergeUnknown } from "../domain/merge/unknown.ts";
import { type Outcome, ok } from "../domain/refusal.ts";
import type { Storage } from "../storage/port.ts";
import { applyPlan } from "./apply.ts";
import type { SyncContext } from "./context.ts";
import { withOwnEdits } from "./own-edits.ts";
import { countPlan, isCounted, type MergePlan, planMerge } from "./plan-merge.ts";
import { PUBLISHED_SEQ, type TrackedFile } from "./tracked-file.ts";

/** Merges the tracked file, or what of it is news. To be called inside a transaction. */
export function mergeTracked(
  context: SyncContext,
  file: TrackedFile & { state: "seen" | "changed" },
  source: "import" | "export",
): Outcome<ImportReport> {
  const { news } = file;
  if (news !== null)
    return ok(mergeBoard(context, news.board, source, { seen: news.seen, tracked: true }));
  const board = readBoard(file.take(), context.dataJsonName);
  if (!board.ok) return board;
  // The file's bytes are not needed any more: of a large board, time to be rid of them.
  if (board.value.records.work_item.length > MANY) Bun.gc(true);
  return ok(mergeBoard(context, board.value, source, { tracked: true }));
}

/** From how many work items on a board is worth a garbage collection, which takes some 30 ms. */
export const MANY = 20_000;

/**
 * Merges a board into the database by the merge law. To be called inside a transaction.
 *
 * @param source where the board comes from, for the journal.
 * @param from.seen where the board holds some records of a larger one, how many others that one has, all of
 *   them merged before.
 * @param from.tracked the board is that of the tracked file: what was edited in it here is a write of who
 *   works here.
 */
export function mergeBoard(
  context: SyncContext,
  board: BoardData,
  source: "import" | "export",
  { seen = null, tracked = false }: { seen?: News["seen"] | null; tracked?: boolean } = {},
): ImportReport {
  const { storage } = context;
  // Not all that a board brings is in the log: what this version does not know is not.
  storage.setNote(PUBLISHED_SEQ, null);
  const plan = planMerge(storage, board, seen !== null);
  for (const entity of ENTITY_NAMES.filter(isCounted)) plan.skipped += seen?.[entity] ?? 0;
  const now = fromMilliseconds(context.now()) ?? EPOCH;
  if (tracked && hasEdits(plan)) plan.updates = withOwnEdits(plan.updates, context.fileOfOthers());
  const editor = tracked && hasEdits(plan) ? context.actor() : null;
  const conflicts = applyPlan(storage, plan, now, source, {
    file: { inHistory: context.inHistory, isEdited: () => tracked && context.isEdited() },
    editor: editor?.ok ? editor.value.id : null,
  });
  const unknown = storage.unknown();
  if (board.unknown.length > 0) {
    storage.setUnknown(mergeUnknown(unknown, board.unknown, unknown));
  }
  mergeHead(storage, board);
  return {
    ...countPlan(plan),
    removed: 0,
    conflicts,
    endless: board.endless ?? [],
    backup: null,
    take_back: null,
  };
}

function hasEdits({ updates }: MergePlan): boolean {
  return updates.some(({ edited }) => edited.length > 0);
}

/** The head of the tracked file: when the board was first exported, and by which version last. */
export interface KnownHead {
  exportedAt: Instant | null;
  exportedBy: string | null;
}

export function readHead(storage: Storage): KnownHead {
  const exportedAt = storage.note("exported_at");
  return {
    exportedAt: exportedAt === null ? null : parseInstant(exportedAt),
    exportedBy: storage.note("exported_by"),
  };
}

export function noteHead(storage: Storage, head: KnownHead): void {
  storage.setNote("exported_at", head.exportedAt);
  storage.setNote("exported_by", head.exportedBy);
}

/** Of two heads the earlier time, and the newer version. */
function mergeHead(storage: Storage, board: BoardData): void {
  const known = readHead(storage);
  const exportedAt =
    known.exportedAt !== null && board.exportedAt !== null
      ? earlier(known.exportedAt, board.exportedAt)
      : (known.exportedAt ?? board.exportedAt);
  noteHead(storage, { exportedAt, exportedBy: newerVersion(known.exportedBy, board.exportedBy) });
}
