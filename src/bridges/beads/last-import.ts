/**
 * Tells edits made in Beads from edits made here.
 *
 * A line of the file has one time for all its fields. Taken as it is, a newer line would take back
 * what somebody has changed here in any other field. So the records of the last import are kept, and
 * a line counts as a write of the fields in which it differs from those.
 */
import type { BoardData } from "../../domain/board-data.ts";
import { ENTITY_NAMES, type EntityName } from "../../domain/entities.ts";
import { type Instant, justAfter, later } from "../../domain/instant.ts";
import { compareText, sameJson } from "../../domain/json.ts";
import { attributeEdits } from "../../domain/merge/attribute.ts";
import { joinRecords } from "../../domain/merge/join.ts";
import {
  compactTimes,
  expandTimes,
  type Fields,
  fieldsOf,
  unknownKey,
} from "../../domain/merge/times.ts";
import { writeFields } from "../../domain/stamp.ts";
import { linkTypeOf } from "./vocabulary.ts";

export interface LastImport {
  /** The records as they were brought in, with the times of their fields. */
  board: BoardData;
  /** `updated_at` of a record as the file had it, where the record here has a later one. */
  timesInFile: { [id: string]: Instant };
}

export interface Since {
  /** The converted board, its edits attributed; to be merged into the board here. */
  board: BoardData;
  /** What to keep for the next time. */
  next: LastImport;
  /** Dependencies that are gone from a line that has changed: deleted now. */
  removedLinks: number;
}

/** Attributes the edits of a converted board. Without a last import it is taken as it is. */
export function sinceLastImport(board: BoardData, last: LastImport | null): Since {
  if (last === null) return { board, next: { board, timesInFile: {} }, removedLinks: 0 };
  const timesInFile = { ...last.timesInFile };
  const attributed: BoardData = { ...board, records: { ...board.records } };
  const next: BoardData = { ...board, records: { ...board.records } };
  const newerItems = new Set<string>();
  let removedLinks = 0;
  for (const entity of ENTITY_NAMES) {
    const before = new Map(last.board.records[entity].map((one) => [one.id, fieldsOf(one)]));
    const now = new Map<string, Fields>();
    for (const record of board.records[entity].map(fieldsOf)) {
      const known = before.get(record.id);
      if (known === undefined) {
        now.set(record.id, record);
        continue;
      }
      const seen = timesInFile[record.id] ?? known.updated_at;
      if (entity === "work_item" && record.updated_at > seen) newerItems.add(record.id);
      const result = attribute(entity, record, known, seen);
      now.set(record.id, result);
      timesInFile[record.id] = later(record.updated_at, seen);
      if (timesInFile[record.id] === result.updated_at) delete timesInFile[record.id];
    }
    if (entity === "dependency") {
      const gone = removed([...before.values()], now, board, newerItems);
      for (const link of gone) now.set(link.id, link);
      removedLinks = gone.length;
    }
    put(attributed, entity, now.values());
    put(next, entity, joined(entity, before, now));
  }
  return { board: attributed, next: { board: next, timesInFile }, removedLinks };
}

/** What is known now: what was known, and what has come. Absence is no deletion. */
function joined(
  entity: EntityName,
  before: ReadonlyMap<string, Fields>,
  now: ReadonlyMap<string, Fields>,
): Iterable<Fields> {
  const all = new Map(before);
  for (const [id, record] of now) {
    const known = before.get(id);
    const isNew = known === undefined || known === record;
    all.set(id, isNew ? record : joinRecords(entity, known, record));
  }
  return all.values();
}

/**
 * A record with the times that its fields deserve.
 *
 * Beads does not move `updated_at` for every change (labels, links and some more). A record that has
 * the time of last time and another content is therefore no older one: it counts as written just after.
 */
function attribute(entity: EntityName, record: Fields, before: Fields, seen: Instant): Fields {
  if (sameJson(record, before)) return before;
  const isOlder = record.updated_at < seen;
  const unstamped: Fields = { ...record, field_updated_at: null };
  if (!isOlder) unstamped.updated_at = later(record.updated_at, before.updated_at);
  if (before.version !== undefined) unstamped.version = before.version;
  const attributed = attributeEdits(entity, unstamped, before);
  if (isOlder) return attributed;
  const result = withoutGone(entity, attributed, before);
  if (result.version === undefined || sameJson(result, before)) return result;
  return { ...result, version: result.version + 1 };
}

/** Marks the unknown fields as taken away that the line does not have any more. */
function withoutGone(entity: EntityName, record: Fields, before: Fields): Fields {
  const here = record.extra ?? {};
  const missing = Object.keys(before.extra ?? {}).filter((name) => !Object.hasOwn(here, name));
  if (missing.length === 0) return record;
  const { times, gone } = expandTimes(entity, record);
  const known = expandTimes(entity, before).times;
  let updatedAt = record.updated_at;
  for (const name of missing) {
    const key = unknownKey(entity, name);
    const at = later(record.updated_at, justAfter(known.get(key) ?? record.updated_at));
    gone.set(key, at);
    updatedAt = later(updatedAt, at);
  }
  const fieldTimes = compactTimes(entity, times, gone, record.created_at, updatedAt);
  return { ...record, updated_at: updatedAt, field_updated_at: fieldTimes };
}

/**
 * The dependencies that no line has any more, as deleted ones. Not while that says nothing: a link
 * whose lines are not in the file, or are as old as last time, stays.
 */
function removed(
  before: readonly Fields[],
  now: ReadonlyMap<string, Fields>,
  board: BoardData,
  newerItems: ReadonlySet<string>,
): Fields[] {
  const items = new Map(board.records.work_item.map((item) => [item.id, item.updated_at]));
  return before
    .filter((link) => !now.has(link.id) && link.deleted_at === null)
    .flatMap((link) => {
      const tellers = tellersOf(link);
      if (!tellers.every((id) => items.has(id))) return [];
      const times = tellers
        .filter((id) => newerItems.has(id))
        .map((id) => items.get(id) as Instant);
      if (times.length === 0) return [];
      const at = later(times.reduce(later), justAfter(link.updated_at));
      return [writeFields("dependency", link, { deleted_at: at }, at)];
    });
}

/** The items whose lines tell of a link: the blocked one; both where both can say it. */
function tellersOf(link: Fields): string[] {
  const type = link.extra?.beads_type;
  const plain = link.dependency_type === "blocks" ? "blocks" : "relates-to";
  const { symmetric } = linkTypeOf(typeof type === "string" ? type : plain);
  const [blocking, blocked] = [link.blocking_item_id, link.blocked_item_id] as [string, string];
  return symmetric ? [blocked, blocking] : [blocked];
}

function put(board: BoardData, entity: EntityName, records: Iterable<Fields>): void {
  const sorted = [...records].sort((a, b) => compareText(a.id, b.id));
  (board.records as { [entity: string]: unknown[] })[entity] = sorted;
}
