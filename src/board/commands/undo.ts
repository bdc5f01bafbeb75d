import { type AnyRecord, ENTITIES, type EntityName } from "../../domain/entities.ts";
import { sameJson } from "../../domain/json.ts";
import { fieldsOf } from "../../domain/merge/times.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Values } from "../../domain/stamp.ts";
import type { FieldChange, LoggedWrite, StoredSync } from "../../storage/port.ts";
import type { CommandHandlers } from "../command-handlers.ts";
import type { Commands } from "../commands.ts";
import { nameOf } from "../target.ts";
import type { UnitOfWork } from "../unit-of-work.ts";

/**
 * Takes a write back by writing the values from before it, as a change of its own: a record that it
 * made is deleted, one that it changed gets its old values. It travels like any other change.
 *
 * An undo can be taken back by its number, too. The log calls that `redo`, and it is a change of mine like
 * any other: the next undo takes it back.
 */
export const undoCommands: CommandHandlers<"undo"> = {
  undo: (work, params) => undoLast(work, params),
};

/** Takes a sync back with the backup from before it, inside the transaction of the undo. */
export type UndoSync = (sync: StoredSync, work: UnitOfWork) => Undone;

type Undone = Outcome<Commands["undo"]["result"]>;

/**
 * Takes my last change back; with `skip`, the last one that can be taken back; with `write`, that one.
 *
 * @param undoSync what takes back a replacement of the board; left out, none is looked for.
 */
export function undoLast(
  work: UnitOfWork,
  { skip = false, write: number }: Commands["undo"]["params"],
  undoSync?: UndoSync,
): Undone {
  if (number !== undefined) return undoNumber(work, number, undoSync);
  const { log, syncs } = work.storage;
  let refused: Undone | null = null;
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const sync = undoSync === undefined ? null : syncs.lastUndoable(before);
    const write = log.lastUndoable(work.actor.id, before);
    const isSync = sync !== null && (write === null || write.seq <= sync.last_seq);
    let outcome: Undone;
    if (isSync && undoSync !== undefined) outcome = undoSync(sync, work);
    else if (write !== null) outcome = undoWrite(work, write);
    else return refused ?? refuse("refused", "There is no change of yours to take back.");
    if (outcome.ok) return outcome;
    refused ??= outcome;
    before = isSync ? sync.after_seq + 1 : (write?.seq ?? 0);
    if (!skip)
      return log.lastUndoable(work.actor.id, before) === null ? refused : skippable(refused);
  }
}

/** Takes back one write of mine, whatever I did since, or the sync that made it. */
function undoNumber(work: UnitOfWork, number: number, undoSync?: UndoSync): Undone {
  const write = standing(work, number);
  if (!write.ok) return write;
  const sync = undoSync === undefined ? null : work.storage.syncs.ofWrite(write.value.seq);
  if (sync !== null && undoSync !== undefined) return undoSync(sync, work);
  if (write.value.by === work.actor.id) return undoWrite(work, write.value);
  const [whose, hint] =
    write.value.by === null
      ? ["an import, of what others wrote", "`pm sync log` tells what it brought."]
      : ["somebody else's", "Change it back by hand; `pm log` shows the values."];
  return refuse("refused", `Write ${number} is ${whose}: it is not yours to take back.`, hint);
}

/** The write of this number, or the one by which it stands again: whose undo was taken back by a redo. */
function standing({ storage: { log } }: UnitOfWork, number: number): Outcome<LoggedWrite> {
  let seq = number;
  for (;;) {
    const write = log.get(seq);
    if (write === null) {
      return refuse("not_found", `There is no write ${seq}.`, "`pm log` shows their numbers.");
    }
    if (write.undone_by === null) return ok(write);
    const undo = log.get(write.undone_by);
    if (undo === null || undo.undone_by === null) {
      const by = write.undone_by;
      const again = `\`pm undo ${by}\` takes that back.`;
      return refuse("refused", `Write ${number} is taken back already, by write ${by}.`, again);
    }
    seq = undo.undone_by;
  }
}

/** The refusal, with the way to what is before the change that stays. */
function skippable(refused: Outcome<never>): Outcome<never> {
  if (refused.ok) return refused;
  const { kind, message, hint } = refused.refusal;
  const way = "`pm undo --skip` leaves it as it is, and takes back what I did before it.";
  return refuse(kind, message, hint === undefined ? way : `${hint} ${way}`);
}

function undoWrite(work: UnitOfWork, write: LoggedWrite): Undone {
  const reverted = new Map<string, { entity: EntityName; record: AnyRecord; values: Values }>();
  const changes = work.storage.log.changesOf(write.seq);
  const last = new Map(changes.map((change) => [keyOf(change), change]));
  for (const change of changes) {
    const record = work.storage.get(change.entity, change.record_id);
    if (record === null) return gone(change);
    const free = checkUntouched(last.get(keyOf(change)) ?? change, record);
    if (!free.ok) return free;
    const entry = reverted.get(record.id) ?? { entity: change.entity, record, values: {} };
    if (change.field === null) entry.values.deleted_at = work.now;
    else if (!(change.field in entry.values)) entry.values[change.field] = change.before;
    reverted.set(record.id, entry);
  }
  const free = checkKeysAreFree(work, reverted.values());
  if (!free.ok) return free;
  revert(work, reverted.values());
  const seq = work.log(write.action === "undo" ? "redo" : "undo");
  if (seq !== null) work.storage.log.markUndone(write.seq, seq);
  const { action, at } = write;
  const undone = { seq: write.seq, action, at, records: reverted.size, take_back: seq };
  return ok({ undone: { ...undone, replacement: null } });
}

/** An import has replaced the board, and no backup knows the record any more. */
function gone({ entity, record_id }: FieldChange): Outcome<never> {
  const { noun } = ENTITIES[entity];
  const id = shortId(record_id);
  return refuse("refused", `The ${noun} ${id} is not on this board any more: its change stays.`);
}

function revert(
  work: UnitOfWork,
  records: Iterable<{ entity: EntityName; record: AnyRecord; values: Values }>,
): void {
  for (const { entity, record, values } of records) {
    // A record that is taken back by deletion keeps its values: `restore` has something to restore.
    const made = "deleted_at" in values && values.deleted_at === work.now;
    work.edit(entity, record as never, made ? { deleted_at: work.now } : values);
  }
}

/** Meanwhile another project may have taken the key that one would have again. */
function checkKeysAreFree(
  work: UnitOfWork,
  records: Iterable<{ entity: EntityName; record: AnyRecord; values: Values }>,
): Outcome<null> {
  for (const { entity, record, values } of records) {
    const back = { ...fieldsOf(record), ...values };
    if (entity !== "project" || typeof back.key !== "string" || back.deleted_at !== null) continue;
    const [other] = work.storage.reads
      .projectsWithKey(back.key)
      .filter(({ id, deleted_at }) => id !== record.id && deleted_at === null);
    if (other === undefined) continue;
    return refuse(
      "refused",
      `The key ${back.key} belongs to the project “${other.title}” now.`,
      `\`pm project restore ${record.id.slice(0, 8)}\` brings a deleted project back with another key.`,
    );
  }
  return ok(null);
}

/** One write can write a field more than once; what it left is the last. */
function keyOf({ record_id, field }: FieldChange): string {
  return `${record_id} ${field}`;
}

/** Nobody's later edit is undone along with mine. */
function checkUntouched(change: FieldChange, record: AnyRecord): Outcome<null> {
  if (change.field === null) return ok(null);
  const current = fieldsOf(record)[change.field] ?? null;
  if (sameJson(current, change.after)) return ok(null);
  const { noun } = ENTITIES[change.entity];
  return refuse(
    "refused",
    `The ${noun} ${nameOf(change.entity, record)} has changed since: its ${change.field} was written again.`,
    "Change it back by hand; `pm log` shows the values.",
  );
}
