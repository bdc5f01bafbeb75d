/**
 * Edits that say nothing of field times: made by hand in `data.json`, or by another tool.
 *
 * Before two versions are joined, such an edit is attributed to the fields in which the record
 * differs from the version it was made on (git's `%O` in the merge driver, the local record in an
 * import). Without that the whole record would count as written at its `updated_at`, and fields that
 * nobody touched would win over real edits.
 */
import { ENTITIES, type EntityName } from "../entities.ts";
import { type Instant, justAfter, later } from "../instant.ts";
import { own, sameJson } from "../json.ts";
import {
  compactTimes,
  expandTimes,
  type Fields,
  LABEL_SET,
  labelField,
  labelOfField,
  labelTime,
  TIMED_FIELDS,
} from "./times.ts";

/**
 * The record with the times that its edits deserve.
 *
 * - A field that differs from `base` and whose time has not moved was written at the record's
 *   `updated_at`, or 1 ms after its old time if that is later.
 * - A record without any field times is an edit of another tool: its fields that do not differ keep
 *   the times of `base`. If its `updated_at` is older than that of `base` it is stale: its differing
 *   fields are as old as it says.
 * - A field whose time has moved was stamped by a `pm`: it is left as it is.
 *
 * @param base the version that the record was made on.
 * @returns the same record if there was nothing to attribute.
 */
export function attributeEdits(entity: EntityName | null, record: Fields, base: Fields): Fields {
  const unstamped = record.field_updated_at === null;
  const stale = unstamped && record.updated_at < base.updated_at;
  const { times, gone } = expandTimes(entity, record);
  let newest = record.updated_at;
  let changed = false;

  const set = (into: Map<string, Instant>, field: string, time: Instant): void => {
    if (into.get(field) === time) return;
    into.set(field, time);
    newest = later(newest, time);
    changed = true;
  };
  const attribute = (
    into: Map<string, Instant>,
    field: string,
    differs: boolean,
    time: Instant,
    baseTime: Instant,
  ): void => {
    if (!differs) {
      if (unstamped) set(into, field, baseTime);
    } else if (!stale && (unstamped || time === baseTime)) {
      set(into, field, later(record.updated_at, justAfter(baseTime)));
    }
  };

  const baseTimes = expandTimes(entity, base);
  for (const field of entity === null ? [] : TIMED_FIELDS[entity]) {
    const differs = !sameJson(record[field], base[field]);
    const time = times.get(field) as Instant;
    attribute(times, field, differs, time, baseTimes.times.get(field) as Instant);
  }
  if (entity !== null && ENTITIES[entity].labelled) {
    for (const name of labelsOf(record, base, baseTimes)) {
      const present = record.labels?.includes(name) === true;
      const differs = present !== (base.labels?.includes(name) === true);
      const field = labelField(name);
      const time = labelTime(record, name);
      attribute(present ? times : gone, field, differs, time, labelTime(base, name));
    }
    if (unstamped && !stale) set(times, LABEL_SET, baseTimes.times.get(LABEL_SET) as Instant);
  }
  // An unknown field that is left out says nothing: the tool that wrote the record may not keep it.
  for (const field of Object.keys(record.extra ?? {})) {
    const before = own(base.extra ?? {}, field);
    const time = times.get(field) as Instant;
    const baseTime = baseTimes.times.get(field) ?? baseTimes.gone.get(field);
    if (baseTime === undefined) continue;
    attribute(times, field, !sameJson(record.extra?.[field], before), time, baseTime);
  }

  if (!changed) return record;
  const attributed: Fields = { ...record, updated_at: newest };
  attributed.field_updated_at = compactTimes(times, gone, record.created_at, newest);
  return attributed;
}

function labelsOf(
  record: Fields,
  base: Fields,
  baseTimes: ReturnType<typeof expandTimes>,
): Set<string> {
  const names = new Set([...(record.labels ?? []), ...(base.labels ?? [])]);
  for (const field of baseTimes.gone.keys()) {
    const name = labelOfField(field);
    if (name !== null) names.add(name);
  }
  return names;
}
