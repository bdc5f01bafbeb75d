/**
 * What the fields of a work item held at which time, from the activity log and, where that says
 * nothing, from the times that the record's fields carry.
 */
import type { FieldTimes, ItemStatus } from "./entities.ts";
import { type Instant, later } from "./instant.ts";
import type { Json } from "./json.ts";

/** What a record says of itself now. */
export interface Dated {
  id: string;
  created_at: Instant;
  updated_at: Instant;
  field_updated_at: FieldTimes | null;
}

/** The fields of an item that the figures of a sprint hang on. */
export interface SprintItem extends Dated {
  status: ItemStatus;
  sprint_id: string | null;
  story_points: number | null;
  deleted_at: string | null;
}

/** One change of one field, as it was logged. */
export interface LoggedChange {
  record_id: string;
  field: string;
  before: Json;
  after: Json;
  at: Instant;
}

/** What an item was like from a time on. */
export interface ItemStep {
  at: Instant;
  status: ItemStatus;
  sprint_id: string | null;
  /** Null: not estimated. */
  story_points: number | null;
  deleted: boolean;
}

type Value = readonly [at: Instant, value: Json];

/**
 * The time since when a field has its value; null where the record does not say: in one without any
 * field times they are all as old as its last change, of whatever field that was.
 */
export function knownTime(record: Dated, field: string): Instant | null {
  if (record.field_updated_at !== null) {
    return record.field_updated_at[field] ?? record.created_at;
  }
  return record.updated_at === record.created_at ? record.created_at : null;
}

/**
 * An item from its making until now, a step for each time at which something changed.
 *
 * A field that was never changed here has had its value since the field's own time; before that an
 * item counts as open, in no sprint and not deleted, with the points that it has now. Where a record
 * has no field times, it was done when it was last changed, and in its sprint all along.
 *
 * @param changes those of this item, the oldest first.
 */
export function stepsOf(item: SprintItem, changes: readonly LoggedChange[]): ItemStep[] {
  const lastly = { status: item.updated_at, deleted_at: item.updated_at };
  const values = (field: keyof SprintItem & string, first: Json): Value[] => {
    const logged = changes.filter((change) => change.field === field);
    const since = knownTime(item, field) ?? lastly[field as "status"] ?? item.created_at;
    const known = item[field] as Json;
    if (logged.length === 0) {
      if (since <= item.created_at) return [[item.created_at, known]];
      return [
        [item.created_at, first],
        [since, known],
      ];
    }
    const list: Value[] = [[item.created_at, logged[0]?.before ?? null]];
    for (const { at, after } of logged) list.push([at, after]);
    const [lastAt, last] = list.at(-1) as Value;
    if (last !== known) list.push([later(lastAt, since), known]);
    return list;
  };
  const status = values("status", item.status === "done" ? "todo" : item.status);
  const sprint = values("sprint_id", null);
  const points = values("story_points", item.story_points);
  const deleted = values("deleted_at", null);
  const times = new Set([...status, ...sprint, ...points, ...deleted].map(([at]) => at));
  return [...times].sort().map((at) => ({
    at,
    status: valueAt(status, at) as ItemStatus,
    sprint_id: valueAt(sprint, at) as string | null,
    story_points: valueAt(points, at) as number | null,
    deleted: valueAt(deleted, at) !== null,
  }));
}

/** The value that a field had at a time; before its first one, that. */
function valueAt(values: readonly Value[], time: Instant): Json {
  return (values.findLast(([at]) => at <= time) ?? values[0])?.[1] ?? null;
}
