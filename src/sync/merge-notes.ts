/**
 * What the merge driver and `resolve` have taken from the other side, for the log of syncs: files
 * `NAME.merge` in `.pm/logs/`, until a command that opens the database takes them in.
 *
 * A note tells of the fields in which a record differed and the other side's write was the newer one.
 * What only the other side has is not among them; the import that follows tells of it.
 */
import { changeOf } from "../board/unit-of-work.ts";
import { ENTITIES, type EntityName } from "../domain/entities.ts";
import { type Instant, parseInstant } from "../domain/instant.ts";
import type { Merged } from "../domain/merge/merge-boards.ts";
import { recordOf } from "../domain/merge/times.ts";
import type { Storage, SyncChange } from "../storage/port.ts";
import { layout } from "../workspace/layout.ts";
import { BOARD_PATH } from "./git.ts";
import { leaveFile, takeInFiles } from "./left-files.ts";

/** Of how many fields a note tells. */
const MOST_CHANGES = 1_000;

interface Note {
  via: "driver" | "resolve";
  at: Instant;
  /** How many records got something of the other side. */
  updated: number;
  conflicts: number;
  changes: SyncChange[];
}

/** Leaves a note of a merge, unless nothing of the other side was taken. */
export function leaveMergeNote(
  pmDir: string,
  { via, at, conflicts }: Pick<Note, "via" | "at" | "conflicts">,
  merges: readonly Merged[],
): void {
  const changes = merges.flatMap(({ differences }) => differences).flatMap(changeIn);
  if (changes.length === 0) return;
  const updated = new Set(changes.map((change) => change.record_id)).size;
  const note: Note = { via, at, updated, conflicts, changes: changes.slice(0, MOST_CHANGES) };
  leaveFile(pmDir, layout(pmDir).logs, `${crypto.randomUUID()}.merge`, JSON.stringify(note));
}

function changeIn({
  entity,
  field,
  kept,
  ours,
  theirs,
  theirsAt,
  theirsRecord,
}: Merged["differences"][number]): SyncChange[] {
  if (kept === "ours" || entity === "user") return [];
  const { work_item_id } = changeOf(entity, recordOf(theirsRecord), field, null, null);
  const { title, name, content, updated_by: by } = theirsRecord;
  const text = title ?? name ?? content;
  return [
    {
      action: "merge",
      at: theirsAt,
      by: typeof by === "string" ? by : null,
      entity,
      record_id: theirsRecord.id,
      work_item_id,
      title: typeof text === "string" ? text.slice(0, 200) : null,
      field,
      before: ours,
      after: theirs,
    },
  ];
}

/** A merge that git makes twice (a rebase that is begun anew) is told once. */
const LOOKED_BACK = 50;

/** Takes the notes into the log of syncs. */
export function takeInMergeNotes(pmDir: string, storage: Storage): void {
  takeInFiles(layout(pmDir).logs, ".merge", readNote, (note) => keep(storage, note));
}

function keep(storage: Storage, { via, at, updated, conflicts, changes }: Note): void {
  storage.transaction(() => {
    const told = JSON.stringify(changes);
    const known = storage.syncs
      .list({ limit: LOOKED_BACK, after: null })
      .some((one) => one.kind === "git merge" && JSON.stringify(one.changes) === told);
    if (known) return;
    const seq = storage.log.lastSeq();
    storage.syncs.append({
      ...{
        at,
        kind: "git merge",
        via,
        branch: null,
        file: BOARD_PATH,
        after_seq: seq,
        last_seq: seq,
      },
      ...{ created: 0, updated, removed: 0, conflicts, changes, backup: null },
    });
  });
}

function readNote(value: unknown): Note | null {
  const { via, at, updated, conflicts, changes } = (value ?? {}) as Partial<Note>;
  const instant = parseInstant(String(at));
  if ((via !== "driver" && via !== "resolve") || instant === null) return null;
  if (!Number.isInteger(updated) || !Number.isInteger(conflicts)) return null;
  if (!Array.isArray(changes) || !changes.every(isChange)) return null;
  const counts = { updated: updated as number, conflicts: conflicts as number };
  return { via, at: instant, ...counts, changes: changes.map(plain) };
}

/** Nothing but what belongs into a change. */
function plain({
  at,
  by,
  entity,
  record_id,
  work_item_id,
  title,
  field,
  before,
  after,
}: SyncChange) {
  const told = { action: "merge" as const, at, by, entity, record_id, work_item_id };
  return { ...told, title, field, before: before ?? null, after: after ?? null };
}

const TEXTS_OR_NULL = ["by", "work_item_id", "title", "field"] as const;

function isChange(value: unknown): value is SyncChange {
  if (typeof value !== "object" || value === null) return false;
  const change = value as Partial<SyncChange>;
  return (
    typeof change.record_id === "string" &&
    parseInstant(String(change.at)) !== null &&
    Object.hasOwn(ENTITIES, change.entity as EntityName) &&
    TEXTS_OR_NULL.every((key) => change[key] === null || typeof change[key] === "string")
  );
}
