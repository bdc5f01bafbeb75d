/**
 * `pm sync restore`: what a backup holds is on the board again, for everybody.
 *
 * It is a write, and not a step back in time. Records that are gone come back as they were. Where a
 * field holds something else, it gets the backup's value: by its own time if that is the newer one, else
 * as a change of mine, since an older time would lose to what others have. Records that the backup does
 * not know stay. The board as it is goes into a backup first.
 */
import type { RestoreReport } from "../board/sync-operations.ts";
import { startUnitOfWork } from "../board/unit-of-work.ts";
import { EPOCH, fromMilliseconds } from "../domain/instant.ts";
import { type Outcome, ok } from "../domain/refusal.ts";
import { mendNow } from "./apply.ts";
import { backUp, readBackup } from "./backups.ts";
import type { SyncContext } from "./context.ts";
import { mergeBoard } from "./merge-into.ts";
import { idsOf, planMerge } from "./plan-merge.ts";
import { rolledBack } from "./rolled-back.ts";
import { setToOther } from "./set-back.ts";
import { logSync, writeSince } from "./sync-log.ts";

/** Restores a backup; see the head of this file. */
export function restoreBackup(
  context: SyncContext,
  ref: string,
  options: { dry_run?: boolean | undefined },
): Outcome<RestoreReport> {
  const { storage } = context;
  const actor = context.actor();
  if (!actor.ok) return actor;
  const run = (): Outcome<RestoreReport> => {
    const backup = readBackup(context, ref);
    if (!backup.ok) return backup;
    const { name, board } = backup.value;
    const after_seq = storage.log.lastSeq();
    const before = planMerge(storage, board);
    const differs = before.inserts.size + before.updates.length + before.outdated.length > 0;
    if (!differs) {
      const nothing = { created: 0, updated: 0, backup: null, take_back: null };
      return ok({ restored: name, stayed: before.localOnly, ...nothing });
    }
    const saved = options.dry_run ? null : backUp(context);
    const merged = mergeBoard(context, board, "import");
    const now = fromMilliseconds(context.now()) ?? EPOCH;
    const work = startUnitOfWork(storage, actor.value, now, context.newId);
    const set = setToOther(work, planMerge(storage, board).outdated);
    const updated = new Set([...idsOf(before.updates), ...set]).size;
    work.log("sync.restore");
    mendNow(storage, now);
    const { created, conflicts } = merged;
    const file = `${context.backupsName}/${name}`;
    const told = { kind: "restore", file, after_seq, created, updated, conflicts } as const;
    logSync(context, { ...told, backup: saved });
    const path = saved === null ? null : `${context.backupsName}/${saved}`;
    const take_back = path === null ? null : writeSince(storage, after_seq);
    const stayed = before.localOnly;
    return ok({ restored: name, created, updated, stayed, backup: path, take_back });
  };
  return options.dry_run ? rolledBack(storage, run) : storage.transaction(run);
}
