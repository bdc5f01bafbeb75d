/**
 * Taking a replacement or a restore back, with the backup that was made before it.
 *
 * | since then | the board | why |
 * | --- | --- | --- |
 * | nothing was exported, and nothing written that still stands | is what it was, with all its times | nobody has seen what is taken back: it is as if it had not been, and `data.json` is news again |
 * | something was | gets back what was dropped; its fields get their old values as changes of mine | others may have merged what is taken back: an older time would lose to it |
 *
 * In the second case, what the file brought as new stays (others may have it, and only a deletion would
 * take it away from them), a field that was written again since is left alone, and where the file was
 * `data.json` itself the newest write of each field decides: it holds what others wrote.
 *
 * An undo of one is taken back in the same way, and is a replacement or a restore again: of the backup from
 * before the undo.
 */

import type { UndoSync } from "../board/commands/undo.ts";
import type { Commands } from "../board/commands.ts";
import { ok, refuse } from "../domain/refusal.ts";
import type { FieldChange, Storage, StoredSync } from "../storage/port.ts";
import { mendNow } from "./apply.ts";
import { backUp, readBackup } from "./backups.ts";
import { SHARED_SEQ } from "./contests-here.ts";
import type { SyncContext } from "./context.ts";
import { mergeBoard } from "./merge-into.ts";
import { idsOf, planMerge } from "./plan-merge.ts";
import { replaceWith } from "./replace.ts";
import { setToBefore } from "./set-back.ts";
import { logSync, writeSince } from "./sync-log.ts";
import { forgetSeen } from "./tracked-file.ts";

/** Takes syncs back; see the head of this file. To be called inside a transaction. */
export function undoSyncIn(context: SyncContext): UndoSync {
  return (sync, work) => {
    const { storage } = context;
    const backup = readBackup(context, sync.backup ?? "");
    if (!backup.ok) {
      const gone = `What was here before ${sync.file} is in no backup any more: ${sync.backup}.`;
      return backup.refusal.kind === "not_found"
        ? refuse("refused", gone, "`pm sync backups` lists those that are there.")
        : backup;
    }
    const { board } = backup.value;
    const again = sync.kind === "undo";
    const after_seq = storage.log.lastSeq();
    const file = `${context.backupsName}/${backup.value.name}`;
    if (isUnseen(storage, sync)) {
      const kind = again ? "replace" : "undo";
      const report = replaceWith(context, board, { kind, file, dryRun: false });
      if (!again) forgetSeen(storage);
      finish(storage, sync);
      const { created, updated, removed, backup: saved, take_back } = report;
      const records = created + updated + removed;
      const replacement = { exact: true, stayed: 0, left: 0, backup: saved };
      return undone(sync, { records, take_back, replacement });
    }
    const saved = backUp(context);
    const { updates } = planMerge(storage, board);
    const merged = mergeBoard(context, board, "import");
    const changes = changesOf(storage, sync);
    const isTeams = sync.kind === "replace" && sync.file === context.dataJsonName;
    const back = isTeams ? { changed: [], left: 0 } : setToBefore(work, changes);
    work.log(again ? "sync.restore" : "undo");
    mendNow(storage, work.now);
    finish(storage, sync);
    const { created, conflicts } = merged;
    const updated = new Set([...idsOf(updates), ...back.changed]).size;
    const kind = again ? "restore" : "undo";
    const told = { kind, file, after_seq, created, updated, conflicts } as const;
    logSync(context, { ...told, backup: saved });
    const path = `${context.backupsName}/${saved}`;
    const stayed = stayedOf(storage, sync, changes);
    const take_back = writeSince(storage, after_seq);
    const replacement = { exact: false, stayed, left: back.left, backup: path };
    return undone(sync, { records: created + updated, take_back, replacement });
  };
}

type Told = Omit<Commands["undo"]["result"]["undone"], "seq" | "action" | "at">;

function undone({ last_seq: seq, kind, at }: StoredSync, told: Told) {
  return ok({ undone: { seq, action: `sync.${kind}`, at, ...told } });
}

/** Whether what the sync has made of the board has not left this database, and nothing came on top. */
function isUnseen(storage: Storage, sync: StoredSync): boolean {
  const shared = Number(storage.note(SHARED_SEQ) ?? 0);
  return shared < sync.last_seq && !storage.log.standsSince(sync.last_seq);
}

/** Its writes are taken back, too: those that a restore made in my name among them. */
function finish(storage: Storage, sync: StoredSync): void {
  const by = storage.log.lastSeq();
  for (let seq = sync.after_seq + 1; seq <= sync.last_seq; seq += 1) {
    storage.log.markUndone(seq, by);
  }
  storage.syncs.markUndone(sync.number);
}

function changesOf(storage: Storage, sync: StoredSync): FieldChange[] {
  const changes: FieldChange[] = [];
  for (let seq = sync.after_seq + 1; seq <= sync.last_seq; seq += 1) {
    for (const change of storage.log.changesOf(seq)) changes.push(change);
  }
  return changes;
}

/** How many of the records that the sync brought as new are there. */
function stayedOf(storage: Storage, sync: StoredSync, changes: readonly FieldChange[]): number {
  const made = changes.filter(({ field }) => field === null);
  // Very many are not named in the log.
  if (made.length === 0) return sync.created;
  return made.filter(({ entity, record_id }) => {
    const record = storage.get(entity, record_id) as { deleted_at?: string | null } | null;
    return record !== null && (record.deleted_at ?? null) === null;
  }).length;
}
