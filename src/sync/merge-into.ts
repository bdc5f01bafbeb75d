/** Merging a board into the database, and what the database knows of the file's head. */
import type { ImportReport } from "../board/sync-operations.ts";
import { type BoardData, newerVersion } from "../domain/board-data.ts";
import { EPOCH, earlier, fromMilliseconds, type Instant, parseInstant } from "../domain/instant.ts";
import { mergeUnknown } from "../domain/merge/unknown.ts";
import type { Storage } from "../storage/port.ts";
import { applyPlan } from "./apply.ts";
import type { SyncContext } from "./context.ts";
import { countPlan, planMerge } from "./plan-merge.ts";

/**
 * Merges a board into the database by the merge law. To be called inside a transaction.
 *
 * @param source where the board comes from, for the journal.
 */
export function mergeBoard(
  context: SyncContext,
  board: BoardData,
  source: "import" | "export",
): ImportReport {
  const { storage } = context;
  const plan = planMerge(storage, board);
  const now = fromMilliseconds(context.now()) ?? EPOCH;
  const conflicts = applyPlan(storage, plan, now, source);
  const unknown = storage.unknown();
  if (board.unknown.length > 0) {
    storage.setUnknown(mergeUnknown(unknown, board.unknown, unknown));
  }
  mergeHead(storage, board);
  return { ...countPlan(plan), removed: 0, conflicts, backup: null };
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
