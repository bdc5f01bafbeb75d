/**
 * Merges two boards: attributes unstamped edits, joins record by record, mends what that broke.
 *
 * The merge driver, `resolve` and the tests merge whole boards with it; an import merges a file into
 * the database with the same three steps, one differing record at a time (`sync/merge-into.ts`).
 */
import { type BoardData, emptyBoard, newerVersion, type Records } from "../board-data.ts";
import { ENTITY_NAMES, type EntityName } from "../entities.ts";
import { earlier } from "../instant.ts";
import { compareText, type Json, sameJson } from "../json.ts";
import { attributeEdits, isOfTool } from "./attribute.ts";
import { type Difference, joinRecords } from "./join.ts";
import { type Mended, mend } from "./mend.ts";
import { type Fields, fieldsOf, recordOf } from "./times.ts";
import { mergeUnknown } from "./unknown.ts";

/** Two versions of a record that differ in a field, as {@link mergeBoards} reports them. */
export interface Contest extends Difference {
  entity: EntityName;
  oursRecord: Fields;
  theirsRecord: Fields;
  /** The version that both were made on; null if there was none. */
  baseRecord: Fields | null;
  /**
   * The sides that a tool has edited which knows no field times, and whose clock was behind: by the law the
   * record is an older version than the one that it was made on.
   */
  stale: { ours: boolean; theirs: boolean };
}

export interface Joined {
  board: BoardData;
  /** Every field in which a record differed between the two, contested or not. */
  differences: Contest[];
}

export interface Merged extends Joined {
  mended: Mended[];
}

/**
 * @param base the version that both were made on, for attributing unstamped edits; null if unknown.
 */
export function mergeBoards(ours: BoardData, theirs: BoardData, base: BoardData | null): Merged {
  const joined = joinBoards(ours, theirs, base);
  return { ...joined, mended: mendBoard(joined.board.records) };
}

/**
 * Everything of a merge but the mends: each record of the result is made of the records with its id,
 * and of nothing else. So records that are the same in all versions can be left out on all sides; the
 * mends look at the whole board.
 */
export function joinBoards(ours: BoardData, theirs: BoardData, base: BoardData | null): Joined {
  const board = emptyBoard();
  const differences: Contest[] = [];
  board.exportedAt =
    ours.exportedAt !== null && theirs.exportedAt !== null
      ? earlier(ours.exportedAt, theirs.exportedAt)
      : (ours.exportedAt ?? theirs.exportedAt);
  board.exportedBy = newerVersion(ours.exportedBy, theirs.exportedBy);
  board.unknown = mergeUnknown(ours.unknown, theirs.unknown, base?.unknown ?? []);
  for (const entity of ENTITY_NAMES) {
    const joined = mergeRecords(
      entity,
      ours.records[entity].map(fieldsOf),
      theirs.records[entity].map(fieldsOf),
      base?.records[entity].map(fieldsOf) ?? [],
      differences,
    );
    (board.records as { [entity: string]: unknown[] })[entity] = joined;
  }
  return { board, differences };
}

/** Joins two lists of records, each sorted by id. */
function mergeRecords(
  entity: EntityName,
  ours: readonly Fields[],
  theirs: readonly Fields[],
  base: readonly Fields[],
  differences: Contest[],
): Fields[] {
  const bases = new Map(base.map((record) => [record.id, record]));
  const attributed = (record: Fields, other?: Fields): Fields => {
    const before = bases.get(record.id);
    if (before === undefined) return record;
    return attributeEdits(entity, record, before, other === undefined ? {} : { other });
  };
  const merged: Fields[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [a, b] = [ours[i], theirs[j]];
    if (a === undefined && b === undefined) return merged;
    const order = a === undefined ? 1 : b === undefined ? -1 : compareText(a.id, b.id);
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
    if (a === undefined || b === undefined || order !== 0) {
      merged.push(attributed((order < 0 ? a : b) as Fields));
      continue;
    }
    const [oursRecord, theirsRecord] = [attributed(a, b), attributed(b, a)];
    const found: Difference[] = [];
    merged.push(joinRecords(entity, oursRecord, theirsRecord, found));
    const baseRecord = bases.get(a.id) ?? null;
    const stale = { ours: isStale(a, baseRecord), theirs: isStale(b, baseRecord) };
    for (const difference of found) {
      differences.push({ ...difference, entity, oursRecord, theirsRecord, baseRecord, stale });
    }
  }
}

function isStale(record: Fields, base: Fields | null): boolean {
  return isOfTool(record) && (base === null || record.updated_at < base.updated_at);
}

/** Mends a board in place. */
function mendBoard(records: Records): Mended[] {
  const items = new Map(records.work_item.map((item) => [item.id, item]));
  const mended = mend({
    projects: records.project,
    lanes: records.swim_lane,
    links: records.work_item.filter(
      (item): item is typeof item & { parent_id: string } => item.parent_id !== null,
    ),
    item: (id) => items.get(id) as (typeof records.work_item)[number],
  });
  for (const { entity, after } of mended) {
    const list = records[entity] as { id: string }[];
    list[list.findIndex((record) => record.id === after.id)] = recordOf(after);
  }
  return mended;
}

/** Whether two boards hold the same. */
export function sameBoard(a: BoardData, b: BoardData): boolean {
  return sameJson(a as unknown as Json, b as unknown as Json);
}
