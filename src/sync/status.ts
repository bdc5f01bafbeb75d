import { existsSync, readFileSync } from "node:fs";
import type { SyncStatus } from "../board/sync-operations.ts";
import { readBoard } from "../data-json/read.ts";
import { ENTITY_NAMES } from "../domain/entities.ts";
import { type Outcome, ok } from "../domain/refusal.ts";
import type { SyncContext } from "./context.ts";
import { countPlan, isCounted, planMerge } from "./plan-merge.ts";

/** What differs between the database and the tracked file. Writes nothing. */
export function syncStatus(context: SyncContext): Outcome<SyncStatus> {
  const { storage, dataJson, dataJsonName } = context;
  const unseen = storage.journal.unseen();
  const counted = ENTITY_NAMES.filter(isCounted);
  const here = counted.reduce((sum, entity) => sum + storage.count(entity), 0);
  const nothing = { created: 0, updated: 0, skipped: 0 };
  const status: SyncStatus = {
    tracked_file: existsSync(dataJson),
    problem: null,
    to_export: { created: here, updated: 0, skipped: 0 },
    to_import: nothing,
    unseen_conflicts: unseen,
  };
  if (!status.tracked_file) return ok(status);
  const board = readBoard(readFileSync(dataJson), dataJsonName);
  if (!board.ok) {
    return ok({ ...status, problem: board.refusal.message, to_export: nothing });
  }
  const plan = planMerge(storage, board.value);
  return ok({
    ...status,
    to_import: countPlan(plan),
    to_export: {
      created: plan.localOnly,
      updated: plan.localNewer,
      skipped: here - plan.localOnly - plan.localNewer,
    },
  });
}
