/** Carries out a planned merge or replacement: records, mends, journal, log. */

import { changeOf } from "../board/unit-of-work.ts";
import type { BoardData } from "../domain/board-data.ts";
import { type AnyRecord, type EntityName, FIELD_NAMES } from "../domain/entities.ts";
import type { Instant } from "../domain/instant.ts";
import { type Json, sameJson } from "../domain/json.ts";
import { type Mended, mend } from "../domain/merge/mend.ts";
import { type Fields, fieldsOf, labelOfField, recordOf, timeOf } from "../domain/merge/times.ts";
import type { FieldChange, Storage, StoredConflict } from "../storage/port.ts";
import { contestEntry, mendEntry } from "./journal-entry.ts";
import type { MergePlan, Update } from "./plan-merge.ts";

/** A write of more records than this is told to open boards as “read anew”. */
const MANY = 500;

/** Where the last export ended in the log: what was written here later is not shared yet. */
export const SHARED_SEQ = "shared_seq";

/**
 * Writes what the plan says, mends what it broke, keeps what lost in the journal.
 *
 * @param source where the records come from, for the journal: `import` or `export`.
 * @returns how many entries went into the journal.
 */
export function applyPlan(
  storage: Storage,
  plan: MergePlan,
  now: Instant,
  source: "import" | "export",
): number {
  const contests = contestsOf(storage, plan.updates, now, source);
  for (const [entity, records] of plan.inserts) {
    storage.insertRows(entity, rowsOf(storage, entity, records));
  }
  for (const [entity, updates] of Map.groupBy(plan.updates, (update) => update.entity)) {
    storage.put(
      entity,
      updates.map((update) => update.after),
    );
  }
  const mended = touchesRules(plan) ? mendDatabase(storage) : [];
  const conflicts = [...contests, ...mended.map((one) => mendEntry(one, now, source))];
  storage.journal.add(conflicts);
  logImport(storage, plan, mended, now);
  return conflicts.length;
}

function* rowsOf(storage: Storage, entity: EntityName, records: readonly AnyRecord[]) {
  for (const record of records) yield storage.toRow(entity, record);
}

/** What somebody wrote here, had not shared yet, and has now lost. */
function contestsOf(
  storage: Storage,
  updates: readonly Update[],
  now: Instant,
  source: string,
): StoredConflict[] {
  const lost = updates.filter(({ differences }) =>
    differences.some(({ kept }) => kept === "theirs"),
  );
  if (lost.length === 0) return [];
  const shared = Number(storage.note(SHARED_SEQ) ?? 0);
  const mine = Map.groupBy(storage.log.changesHereSince(shared), (change) => change.record_id);
  return lost.flatMap(({ entity, before, theirs, differences }) =>
    differences
      .filter(({ kept, field }) => kept === "theirs" && wrote(mine.get(before.id) ?? [], field))
      .map((difference) =>
        contestEntry({ entity, difference, ours: before, theirs, found_at: now, source }),
      ),
  );
}

function wrote(changes: readonly FieldChange[], field: string): boolean {
  const label = labelOfField(field);
  return changes.some((change) => {
    if (change.field === null || change.field === field) return true;
    if (label === null || change.field !== "labels") return false;
    const [before, after] = [change.before, change.after] as string[][];
    return before?.includes(label) !== after?.includes(label);
  });
}

/** Whether the plan touches anything that {@link mend} looks at. */
function touchesRules(plan: MergePlan): boolean {
  if (plan.inserts.has("project") || plan.inserts.has("swim_lane")) return true;
  const inserted = plan.inserts.get("work_item") ?? [];
  if (inserted.some((record) => fieldsOf(record).parent_id !== null)) return true;
  return plan.updates.some(({ entity, before, after }) => {
    if (entity === "project" || entity === "swim_lane") return true;
    return entity === "work_item" && fieldsOf(before).parent_id !== fieldsOf(after).parent_id;
  });
}

function mendDatabase(storage: Storage): Mended[] {
  const all = <E extends "project" | "swim_lane">(entity: E) =>
    [...storage.scan(entity)].map((row) => storage.fromRow(entity, row));
  const mended = mend({
    projects: all("project"),
    lanes: all("swim_lane"),
    links: storage.reads.parentLinks(),
    item: (id) =>
      storage.get("work_item", id) as NonNullable<ReturnType<typeof storage.get<"work_item">>>,
  });
  for (const { entity, after } of mended) storage.put(entity, [recordOf(after)]);
  return mended;
}

/**
 * One write in the log. Records that are new here are not spelled out field by field: what they were
 * made with is in them. Changes carry the author and the time that came with them.
 */
function logImport(
  storage: Storage,
  plan: MergePlan,
  mended: readonly Mended[],
  now: Instant,
): void {
  const records: { entity: EntityName; id: string }[] = [];
  let count = plan.updates.length + mended.length;
  for (const list of plan.inserts.values()) count += list.length;
  if (count === 0) return;
  if (count <= MANY) {
    for (const [entity, list] of plan.inserts) {
      for (const { id } of list) records.push({ entity, id });
    }
    for (const { entity, after } of [...plan.updates, ...mended]) {
      records.push({ entity, id: after.id });
    }
  }
  const changes = [
    ...plan.updates.flatMap((update) => changesOf(update)),
    ...mended.flatMap(({ entity, before, after }) =>
      changesOf({ entity, before: recordOf(before), after: recordOf(after) }),
    ),
  ];
  const named = count <= MANY ? records : null;
  storage.log.append({ at: now, by: null, action: "import", records: named, changes });
}

/** Fields that every change moves along: they say nothing of their own. */
const STAMPS = new Set(["updated_at", "updated_by", "version"]);

function changesOf({
  entity,
  before,
  after,
}: Pick<Update, "entity" | "before" | "after">): FieldChange[] {
  if (entity === "user") return [];
  const [old, fields] = [fieldsOf(before), fieldsOf(after)];
  const by = authorOf(fields);
  const changes: FieldChange[] = [];
  for (const field of [...FIELD_NAMES[entity], "labels"]) {
    const [a, b] = [old[field] ?? null, fields[field] ?? null] as [Json, Json];
    if (STAMPS.has(field) || sameJson(a, b)) continue;
    const at = field === "labels" ? fields.updated_at : timeOf(fields, field);
    changes.push({ ...changeOf(entity, after, field, a, b), at, by });
  }
  return changes;
}

function authorOf(fields: Fields): string | null {
  return typeof fields.updated_by === "string" ? fields.updated_by : null;
}

/** Whether a board has no record at all, people apart. */
export function isEmptyBoard(board: BoardData): boolean {
  return Object.entries(board.records).every(
    ([entity, records]) => entity === "user" || records.length === 0,
  );
}
