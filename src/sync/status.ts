import { existsSync } from "node:fs";
import type { SyncStatus } from "../board/sync-operations.ts";
import { readBoard } from "../data-json/read.ts";
import { ENTITY_NAMES } from "../domain/entities.ts";
import { type Outcome, ok } from "../domain/refusal.ts";
import type { SyncContext } from "./context.ts";
import { countPlan, isCounted, planMerge } from "./plan-merge.ts";
import { readTracked } from "./tracked-file.ts";

/** What differs between the database and the tracked file. Writes nothing. */
export function syncStatus(
  context: SyncContext,
  integration: SyncStatus["integration"],
): Outcome<SyncStatus> {
  const { storage, dataJson, dataJsonName } = context;
  const unseen = storage.journal.unseen();
  const counted = ENTITY_NAMES.filter(isCounted);
  const here = counted.reduce((sum, entity) => sum + storage.count(entity), 0);
  const nothing = { created: 0, updated: 0, skipped: 0 };
  const status: SyncStatus = {
    tracked_file: existsSync(dataJson),
    problem: null,
    problem_hint: null,
    to_export: { created: here, updated: 0, skipped: 0 },
    to_import: nothing,
    unseen_conflicts: unseen,
    integration,
  };
  if (!status.tracked_file) {
    const elsewhere = context.leftOut();
    if (elsewhere === null || elsewhere.ok) return ok(status);
    const { message, hint = null } = elsewhere.refusal;
    return ok({ ...status, problem: message, problem_hint: hint, to_export: nothing });
  }
  const bytes = readTracked(dataJson, dataJsonName);
  const board = bytes.ok ? readBoard(bytes.value, dataJsonName) : bytes;
  if (!board.ok) {
    const { message, hint = null } = board.refusal;
    return ok({ ...status, problem: message, problem_hint: hint, to_export: nothing });
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
