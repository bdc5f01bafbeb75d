/**
 * What somebody has typed who resolved a conflict by hand. Their editor has left the times of one of the two
 * sides beside it, by which it would lose, or win by chance.
 */
import { type BoardData, emptyBoard } from "./board-data.ts";
import { type AnyRecord, ENTITY_NAMES, type EntityName } from "./entities.ts";
import { type Instant, later } from "./instant.ts";
import { sameJson } from "./json.ts";
import { type Fields, fieldsOf, labelTime, recordOf, TIMED_FIELDS, timeOf } from "./merge/times.ts";
import { editRecord, type Values } from "./stamp.ts";

/**
 * The merged board with what was typed, as written now: each value that neither side has, and that no `pm`
 * has stamped. Where one side's value was taken, the law decides.
 *
 * @param merged what the law makes of the sides.
 * @param hand the board as somebody has left it.
 * @returns `merged` itself if nothing was typed.
 */
export function withTyped(
  merged: BoardData,
  hand: BoardData,
  sides: readonly BoardData[],
  now: Instant,
): BoardData {
  const board: BoardData = { ...merged, records: { ...emptyBoard().records } };
  let typed = false;
  for (const entity of ENTITY_NAMES) {
    const byHand = byId(hand, entity);
    const bySide = sides.map((side) => byId(side, entity));
    const records = (merged.records[entity] as AnyRecord[]).map((record) => {
      const typedRecord = byHand.get(record.id);
      const others = bySide.flatMap((side) => side.get(record.id) ?? []);
      if (typedRecord === undefined || others.length === 0) return record;
      const values = typedIn(entity, typedRecord, [fieldsOf(record), ...others]);
      if (Object.keys(values).length === 0) return record;
      typed = true;
      const by = fieldsOf(record).updated_by ?? null;
      return recordOf(editRecord(entity, fieldsOf(record), values, now, by as string | null));
    });
    (board.records as { [E in EntityName]: unknown })[entity] = records;
  }
  return typed ? board : merged;
}

function byId(board: BoardData, entity: EntityName): Map<string, Fields> {
  const records = board.records[entity] as AnyRecord[];
  return new Map(records.map((record) => [record.id, fieldsOf(record)]));
}

/** The values in a record that none of the others has, at a time that is not newer than theirs. */
function typedIn(
  entity: EntityName,
  record: Fields,
  others: readonly [Fields, ...Fields[]],
): Values {
  const values: Values = {};
  const isStamped = (timeIn: (one: Fields) => Instant): boolean =>
    timeIn(record) > others.map(timeIn).reduce(later);
  for (const field of TIMED_FIELDS[entity]) {
    if (others.some((other) => sameJson(other[field], record[field]))) continue;
    if (!isStamped((one) => timeOf(one, field))) values[field] = record[field] ?? null;
  }
  const [merged] = others;
  if (merged.labels === undefined) return values;
  const labels = new Set(merged.labels);
  for (const name of new Set(others.concat(record).flatMap((one) => one.labels ?? []))) {
    const present = record.labels?.includes(name) === true;
    if (others.some((other) => (other.labels?.includes(name) === true) === present)) continue;
    if (isStamped((one) => labelTime(one, name))) continue;
    if (present) labels.add(name);
    else labels.delete(name);
    values.labels = [...labels];
  }
  return values;
}
