/** Carries out a planned merge or replacement: records, mends, journal, log. */

import { changeOf } from "../board/unit-of-work.ts";
import type { BoardData } from "../domain/board-data.ts";
import { type AnyRecord, type EntityName, FIELD_NAMES } from "../domain/entities.ts";
import type { Instant } from "../domain/instant.ts";
import { type Json, sameJson } from "../domain/json.ts";
import { type Mended, mend } from "../domain/merge/mend.ts";
import { type Fields, fieldsOf, labelOfField, recordOf, timeOf } from "../domain/merge/times.ts";
import type { FieldChange, Storage } from "../storage/port.ts";
import { contestsHere, type FileHistory } from "./contests-here.ts";
import { mendEntry } from "./journal-entry.ts";
import { mendable } from "./mendable.ts";
import type { MergePlan, Update } from "./plan-merge.ts";

/** A write of more records than this is told to open boards as “read anew”. */
const MANY = 500;
/**
 * Up to this many changed and new records, each new one is named in the log. When a board is built from
 * a file, {@link MANY}: all of it is new.
 */
const NAMED = 10_000;

const NO_HISTORY: FileHistory = { inHistory: () => null, isEdited: () => false };

/**
 * Writes what the plan says, mends what it broke, keeps what lost in the journal.
 *
 * @param source where the records come from, for the journal: `import` or `export`.
 * @param options.action what the log calls the write; `import` if left out.
 * @param options.file what git knows of the writes in the file; left out, what was exported is shared.
 * @param options.editor who has edited the file here; null or left out, the edits came with it.
 * @returns how many new entries went into the journal.
 */
export function applyPlan(
  storage: Storage,
  plan: MergePlan,
  now: Instant,
  source: "import" | "export",
  options: {
    action?: "import" | "undo";
    file?: FileHistory;
    editor?: string | null;
  } = {},
): number {
  const { action = "import", file = NO_HISTORY, editor = null } = options;
  const differing = [...plan.updates, ...plan.outdated];
  const contests = contestsHere(storage, differing, now, source, file);
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
  const found = [...contests, ...mended.map((one) => mendEntry(one, now, source))];
  const conflicts = found.filter(({ id }) => storage.journal.find(id).length === 0);
  storage.journal.add(conflicts);
  logImport(storage, plan, mended, now, action, editor);
  return conflicts.length;
}

/** Mends what writes past the rules of commands (of an undo, a restore) have broken. */
export function mendNow(storage: Storage, now: Instant): void {
  const mended = mendDatabase(storage);
  storage.journal.add(mended.map((one) => mendEntry(one, now, "import")));
  const nothing = { inserts: new Map(), updates: [], outdated: [], skipped: 0 };
  logImport(storage, { ...nothing, localOnly: 0, localNewer: 0 }, mended, now, "import", null);
}

function* rowsOf(storage: Storage, entity: EntityName, records: readonly AnyRecord[]) {
  for (const record of records) yield storage.toRow(entity, record);
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
  const mended = mend(mendable(storage));
  for (const { entity, after } of mended) storage.put(entity, [recordOf(after)]);
  return mended;
}

/**
 * One write in the log, and a second one in the name of who has edited the file here: that is no less a
 * write of theirs than a command is. Records that are new here are not spelled out field by field: what they were
 * made with is in them, and each is named once, unless they are too many to read. Changes carry the
 * author and the time that came with them.
 */
function logImport(
  storage: Storage,
  plan: MergePlan,
  mended: readonly Mended[],
  now: Instant,
  action: "import" | "undo",
  editor: string | null,
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
  const named = storage.log.lastSeq() === 0 ? MANY : NAMED;
  const [edits, brought] = editsIn(plan.updates, editor);
  const changes = [
    ...(count <= named
      ? [...plan.inserts].flatMap(([entity, list]) => makingsOf(entity, list))
      : []),
    ...brought,
    ...mended.flatMap(({ entity, before, after }) =>
      changesOf({ entity, before: recordOf(before), after: recordOf(after) }),
    ),
  ];
  const told = count <= MANY ? records : null;
  storage.log.append({ at: now, by: null, action, records: told, changes });
  if (edits.length === 0) return;
  storage.log.append({ at: now, by: editor, action, records: told, changes: edits });
}

/** The changes that somebody has made in the file here, in their name, and all others. */
function editsIn(
  updates: readonly Update[],
  editor: string | null,
): [edits: FieldChange[], brought: FieldChange[]] {
  const [edits, brought]: [FieldChange[], FieldChange[]] = [[], []];
  for (const update of updates) {
    const edited = new Set(
      update.edited.map((field) => (labelOfField(field) === null ? field : "labels")),
    );
    for (const change of changesOf(update)) {
      const isEdit = editor !== null && edited.has(change.field ?? "");
      if (isEdit) edits.push({ ...change, by: editor });
      else brought.push(change);
    }
  }
  return [edits, brought];
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

/** That records were made. People are not, nor is what came deleted. */
function makingsOf(entity: EntityName, records: readonly AnyRecord[]): FieldChange[] {
  if (entity === "user") return [];
  return records.flatMap((record) => {
    const { created_at, created_by, deleted_at } = fieldsOf(record);
    if (deleted_at !== null) return [];
    const by = typeof created_by === "string" ? created_by : null;
    return [{ ...changeOf(entity, record, null, null, null), at: created_at as Instant, by }];
  });
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
