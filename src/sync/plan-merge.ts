/**
 * What merging a board into the database would do, worked out without writing anything.
 *
 * The records of both are walked in the order of their ids. Where a row is the same on both sides,
 * which is nearly always, it costs a comparison; the merge law is asked about the others only.
 */
import type { BoardData } from "../domain/board-data.ts";
import { type AnyRecord, ENTITY_NAMES, type EntityName } from "../domain/entities.ts";
import { attributeImport, type IsWrite, isOfTool, isUnstamped } from "../domain/merge/attribute.ts";
import { type Difference, joinRecords } from "../domain/merge/join.ts";
import { fieldsOf, recordOf } from "../domain/merge/times.ts";
import type { Row, Storage } from "../storage/port.ts";
import { wasWritten } from "./field-history.ts";

export interface MergePlan {
  /** Records that are not in the database. */
  inserts: Map<EntityName, AnyRecord[]>;
  updates: Update[];
  /** Records of the file that are older in all that differs: nothing of them is taken. */
  outdated: Update[];
  /** Records of the file that change nothing; `users` are not counted anywhere. */
  skipped: number;
  /** Records that the file has not, and records that the file has older. */
  localOnly: number;
  localNewer: number;
}

export interface Update {
  entity: EntityName;
  before: AnyRecord;
  /** The file's record, unstamped edits attributed. */
  theirs: AnyRecord;
  after: AnyRecord;
  differences: Difference[];
  /** The fields that are taken from the file where it says nothing of their times: edited in it. */
  edited: string[];
  /** Whether a tool that knows no field times has edited the file's record. */
  ofTool: boolean;
}

/**
 * Plans a merge of `board` into the database.
 *
 * @param part the board holds some records of a larger one: what only the database has says nothing.
 */
export function planMerge(storage: Storage, board: BoardData, part = false): MergePlan {
  const rows = (entity: EntityName): Iterable<Row> =>
    part
      ? storage.scan(
          entity,
          board.records[entity].map(({ id }) => id),
        )
      : storage.scan(entity);
  return plan(storage, board, rows, (entity, local, theirs) => {
    const differences: Difference[] = [];
    const file = fieldsOf(theirs);
    const isWrite: IsWrite = (field, value, at) =>
      wasWritten(storage.log.historyOf(local.id), field, value, at);
    const sides = attributeImport(entity, fieldsOf(local), file, isWrite);
    const after = recordOf(joinRecords(entity, sides.local, sides.file, differences));
    const edited = differences
      .filter(({ kept, field }) => kept === "theirs" && isUnstamped(file, sides.file, field))
      .map(({ field }) => field);
    const [tool, attributed] = [isOfTool(file), recordOf(sides.file)];
    return { entity, before: local, theirs: attributed, after, differences, edited, ofTool: tool };
  });
}

/** Plans a replacement: every record as the file has it. */
export function planReplace(storage: Storage, board: BoardData): MergePlan {
  const rows = (entity: EntityName): Iterable<Row> => storage.scan(entity);
  return plan(storage, board, rows, (entity, before, theirs) => ({
    entity,
    before,
    theirs,
    after: theirs,
    differences: [],
    edited: [],
    ofTool: false,
  }));
}

function plan(
  storage: Storage,
  board: BoardData,
  rows: (entity: EntityName) => Iterable<Row>,
  merge: (entity: EntityName, local: AnyRecord, theirs: AnyRecord) => Update,
): MergePlan {
  const result: MergePlan = {
    inserts: new Map(),
    updates: [],
    outdated: [],
    skipped: 0,
    localOnly: 0,
    localNewer: 0,
  };
  for (const entity of ENTITY_NAMES) {
    const counts = isCounted(entity) ? 1 : 0;
    const records: AnyRecord[] = board.records[entity];
    const inserts: AnyRecord[] = [];
    let at = 0;
    for (const row of rows(entity)) {
      const id = row[0] as string;
      for (; at < records.length && (records[at] as AnyRecord).id < id; at += 1) {
        inserts.push(records[at] as AnyRecord);
      }
      const theirs = records[at];
      if (theirs === undefined || theirs.id !== id) {
        result.localOnly += counts;
        continue;
      }
      at += 1;
      const theirRow = storage.toRow(entity, theirs);
      if (sameRow(row, theirRow)) {
        result.skipped += counts;
        continue;
      }
      const update = merge(entity, storage.fromRow(entity, row), theirs);
      file(result, update, row, theirRow, storage.toRow(entity, update.after));
    }
    for (; at < records.length; at += 1) inserts.push(records[at] as AnyRecord);
    if (inserts.length > 0) result.inserts.set(entity, inserts);
  }
  return result;
}

/** Puts a record that differs where it belongs. */
function file(result: MergePlan, update: Update, ours: Row, theirs: Row, after: Row): void {
  const counts = isCounted(update.entity) ? 1 : 0;
  if (!sameRow(after, theirs)) result.localNewer += counts;
  const isOutdated = sameRow(after, ours);
  if (isOutdated) result.skipped += counts;
  (isOutdated ? result.outdated : result.updates).push(update);
}

function sameRow(a: Row, b: Row): boolean {
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

/** The ids of the records that are counted. */
export function idsOf(updates: readonly Update[]): string[] {
  return updates.filter(({ entity }) => isCounted(entity)).map(({ before }) => before.id);
}

/** Whether a report of an import counts these records: people are not what an import is about. */
export function isCounted(entity: EntityName): boolean {
  return entity !== "user";
}

/** How many records of a plan are new, and how many change. */
export function countPlan(plan: MergePlan): { created: number; updated: number; skipped: number } {
  let created = 0;
  for (const [entity, records] of plan.inserts) if (isCounted(entity)) created += records.length;
  const updated = plan.updates.filter(({ entity }) => isCounted(entity)).length;
  return { created, updated, skipped: plan.skipped };
}
