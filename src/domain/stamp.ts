/**
 * The one way in which a record changes: new values, the time of each field that was written, and
 * with them `updated_at` and `version`.
 */
import type { EntityName } from "./entities.ts";
import { type Instant, justAfter, later } from "./instant.ts";
import { type Json, sameJson } from "./json.ts";
import { withoutEndless } from "./merge/endless.ts";
import {
  compactTimes,
  defaultTime,
  expandTimes,
  type Fields,
  labelField,
  labelOfField,
} from "./merge/times.ts";

/** New values of a record's fields. `labels` is the whole new set, in any order. */
export type Values = { [field: string]: Json };

/**
 * A person's change of a record.
 *
 * The record and each field that changes get the time `max(now, updated_at + 1 ms)`, so that an edit
 * of what one has seen is always newer than it, whatever the clocks say (a file of another tool can
 * hold field times later than `updated_at`; they count too). Values that a field has already are not
 * writes.
 *
 * @param by the id of the person.
 * @returns the record itself if nothing changes.
 */
export function editRecord(
  entity: EntityName,
  given: Fields,
  values: Values,
  now: Instant,
  by: string | null,
): Fields {
  // Of a database from before the reader did it.
  const record = withoutEndless(given);
  const fieldTimes = Object.values(record.field_updated_at ?? {});
  const seen = fieldTimes.reduce(later, later(record.updated_at, defaultTime(record)));
  const at = later(now, justAfter(seen));
  const edited = writeFields(entity, record, values, at);
  if (edited === record) return given;
  if ("updated_by" in edited) edited.updated_by = by;
  return edited;
}

/**
 * A record with new values that were written at a given time, be it older than the record.
 *
 * @returns the record itself if nothing changes; else a new record, `version` one higher.
 */
export function writeFields(
  entity: EntityName,
  record: Fields,
  values: Values,
  at: Instant,
): Fields {
  const { times, gone } = expandTimes(entity, record);
  const written: Fields = { ...record };
  let changed = false;
  for (const [field, given] of Object.entries(values)) {
    const value = field === "labels" ? [...new Set(given as string[])].sort() : given;
    if (sameJson(record[field], value)) continue;
    changed = true;
    written[field] = value;
    if (field === "labels") writeLabels(record.labels ?? [], value as string[], at, times, gone);
    else times.set(field, at);
  }
  if (!changed) return record;
  written.updated_at = later(record.updated_at, at);
  // A file may hold the largest version that there is; one more would be no valid file.
  if (written.version !== undefined && written.version < Number.MAX_SAFE_INTEGER) {
    written.version += 1;
  }
  written.field_updated_at = compactTimes(
    entity,
    times,
    gone,
    record.created_at,
    written.updated_at,
  );
  return written;
}

function writeLabels(
  before: readonly string[],
  after: readonly string[],
  at: Instant,
  times: Map<string, Instant>,
  gone: Map<string, Instant>,
): void {
  for (const name of after) {
    if (before.includes(name)) continue;
    times.set(labelField(name), at);
    gone.delete(labelField(name));
  }
  for (const field of [...times.keys()]) {
    const name = labelOfField(field);
    if (name === null || after.includes(name)) continue;
    times.delete(field);
    gone.set(field, at);
  }
}
