/** Making the database what a file is. What that drops or overwrites is in a backup first. */
import type { ImportReport } from "../board/sync-operations.ts";
import { changeOf } from "../board/unit-of-work.ts";
import type { BoardData } from "../domain/board-data.ts";
import { ENTITY_NAMES, type EntityName } from "../domain/entities.ts";
import { EPOCH, fromMilliseconds, type Instant } from "../domain/instant.ts";
import { fieldsOf } from "../domain/merge/times.ts";
import type { Storage, SyncChange } from "../storage/port.ts";
import { applyPlan } from "./apply.ts";
import { backUp } from "./backups.ts";
import type { SyncContext } from "./context.ts";
import { noteHead } from "./merge-into.ts";
import { countPlan, isCounted, planReplace } from "./plan-merge.ts";
import { logSync, writeSince } from "./sync-log.ts";
import { forgetMarks } from "./tracked-file.ts";

/** Of how many dropped records the log of syncs tells the names; all of them are in the backup. */
const NAMED = 500;

export interface ReplaceHow {
  kind: "replace" | "undo";
  /** What the board comes from, as messages call it. */
  file: string;
  dryRun: boolean;
}

/** Replaces the board. To be called inside a transaction. */
export function replaceWith(
  context: SyncContext,
  board: BoardData,
  { kind, file, dryRun }: ReplaceHow,
): ImportReport {
  const { storage } = context;
  const now = fromMilliseconds(context.now()) ?? EPOCH;
  const after_seq = storage.log.lastSeq();
  const plan = planReplace(storage, board);
  const removals = ENTITY_NAMES.map((entity) => {
    if (storage.count(entity) === 0) return { entity, ids: [] };
    const kept = new Set(board.records[entity].map((record) => record.id));
    const ids = [...storage.scan(entity)].map((row) => row[0] as string);
    return { entity, ids: ids.filter((id) => !kept.has(id)) };
  });
  const isEmpty = ENTITY_NAMES.every((entity) => storage.count(entity) === 0);
  const changes = plan.updates.length + plan.inserts.size > 0 || removals.some(hasIds);
  const backup = changes && !isEmpty && !dryRun ? backUp(context) : null;
  const dropped = removals.filter(({ entity }) => isCounted(entity));
  const named = namesOf(storage, dropped, now);
  for (const { entity, ids } of removals) if (ids.length > 0) storage.remove(entity, ids);
  const action = kind === "undo" ? "undo" : "import";
  const conflicts = applyPlan(storage, plan, now, "import", { action });
  const removed = dropped.reduce((sum, { ids }) => sum + ids.length, 0);
  if (removals.some(hasIds)) {
    storage.log.append({ at: now, by: null, action, records: null, changes: [] });
  }
  storage.setUnknown(board.unknown);
  noteHead(storage, board);
  forgetMarks(storage);
  const counts = countPlan(plan);
  if (changes) {
    const { created, updated } = counts;
    const told = {
      kind: isEmpty ? ("build" as const) : kind,
      file,
      after_seq,
      created,
      updated,
      removed,
      conflicts,
      backup,
    };
    logSync(context, { ...told, changes: named });
  }
  const path = backup === null ? null : `${context.backupsName}/${backup}`;
  const take_back = path === null ? null : writeSince(storage, after_seq);
  return { ...counts, removed, conflicts, endless: board.endless ?? [], backup: path, take_back };
}

interface Removal {
  entity: EntityName;
  ids: string[];
}

function hasIds({ ids }: Removal): boolean {
  return ids.length > 0;
}

/** The dropped records, as the log of syncs tells them. */
function namesOf(storage: Storage, removals: readonly Removal[], now: Instant): SyncChange[] {
  let room = NAMED;
  return removals.flatMap(({ entity, ids }) => {
    const some = ids.slice(0, room);
    room -= some.length;
    return storage.getMany(entity, some).map((record) => {
      const { work_item_id } = changeOf(entity, record, null, null, null);
      const { title, name, content } = fieldsOf(record);
      const text = title ?? name ?? content;
      return {
        action: "remove" as const,
        at: now,
        by: null,
        entity,
        record_id: record.id,
        work_item_id,
        title: typeof text === "string" ? text.slice(0, 200) : null,
        field: null,
        before: null,
        after: null,
      };
    });
  });
}
