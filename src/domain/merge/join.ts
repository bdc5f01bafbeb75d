/**
 * The law: for each field, the newest write wins.
 *
 * | | case | result |
 * | --- | --- | --- |
 * | 1 | a record only in one of the two | it is kept: absence is never a deletion |
 * | 2 | a field was written later on one side | that value (or presence, for a label) and that time |
 * | 3 | a field with equal times and different values | the larger canonical text; a label: present |
 * | 4 | `updated_at`, `version` | the later, the larger |
 * | 5 | `updated_by` | of the later `updated_at`; equal: the larger canonical text |
 * | 6 | `created_at`, `created_by` | the earlier, and its author; equal: the larger canonical text |
 *
 * A record with field times is a map from fields to (time, value) pairs, and each pair only ever
 * grows: a last-writer-wins map (Shapiro et al., "A comprehensive study of Convergent and Commutative
 * Replicated Data Types", 2011, section 3.2). Joining is therefore commutative, associative and
 * idempotent, and two boards need no common ancestor. The same table stands in `docs/merge.md`, and
 * the properties in `tests/laws/`, with the same numbers.
 */
import type { EntityName } from "../entities.ts";
import { earlier, type Instant, later } from "../instant.ts";
import { type Json, objectOf, own, sameJson } from "../json.ts";
import {
  compactTimes,
  expandTimes,
  type Fields,
  isLabelled,
  LABEL_SET,
  labelOfField,
  labelTime,
  TIMED_FIELDS,
  unknownKey,
  unknownOfKey,
} from "./times.ts";

/** A field in which the two sides differed. Labels: true for present, false for absent. */
export interface Difference {
  field: string;
  /** Which side's value is in the result. */
  kept: "ours" | "theirs";
  ours: Json;
  oursAt: Instant;
  theirs: Json;
  theirsAt: Instant;
}

/**
 * Joins two versions of one record (cases 2 to 6).
 *
 * @param entity null for a record of an array that this version does not know: all its fields are
 *   unknown ones.
 * @param differences takes each field in which the two differ; left out, nothing is collected.
 */
export function joinRecords(
  entity: EntityName | null,
  ours: Fields,
  theirs: Fields,
  differences?: Difference[],
): Fields {
  const mine = expandTimes(entity, ours);
  const other = expandTimes(entity, theirs);
  const times = new Map<string, Instant>();
  const gone = new Map<string, Instant>();
  const joined: Fields = { ...ours };

  for (const field of entity === null ? [] : TIMED_FIELDS[entity]) {
    const a = { value: ours[field] ?? null, time: mine.times.get(field) as Instant };
    const b = { value: theirs[field] ?? null, time: other.times.get(field) as Instant };
    const winner = newer(a, b);
    joined[field] = winner.value;
    times.set(field, winner.time);
    report(differences, field, a, b, winner === a);
  }

  if (isLabelled(entity)) {
    joined.labels = joinLabels(ours, theirs, mine, other, times, gone, differences);
  }
  joined.extra = joinExtra(entity, ours, theirs, mine, other, times, gone, differences);
  joinAuthorship(joined, ours, theirs);
  joined.field_updated_at = compactTimes(entity, times, gone, joined.created_at, joined.updated_at);
  return joined;
}

interface Written {
  value: Json;
  time: Instant;
}

/** Cases 2 and 3. `a` where the two are the same. */
function newer<W extends Written>(a: W, b: W): W {
  if (a.time !== b.time) return a.time > b.time ? a : b;
  return a.value === b.value || largerText(a.value, b.value) === a.value ? a : b;
}

/** Of two values the one with the larger canonical text: compact JSON, by UTF-16 code units. */
export function largerText(a: Json, b: Json): Json {
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

function report(
  differences: Difference[] | undefined,
  field: string,
  a: Written,
  b: Written,
  oursKept: boolean,
): void {
  if (differences === undefined || sameJson(a.value, b.value)) return;
  differences.push({
    field,
    kept: oursKept ? "ours" : "theirs",
    ours: a.value,
    oursAt: a.time,
    theirs: b.value,
    theirsAt: b.time,
  });
}

type Expanded = ReturnType<typeof expandTimes>;

function joinLabels(
  ours: Fields,
  theirs: Fields,
  mine: Expanded,
  other: Expanded,
  times: Map<string, Instant>,
  gone: Map<string, Instant>,
  differences: Difference[] | undefined,
): string[] {
  times.set(
    LABEL_SET,
    later(mine.times.get(LABEL_SET) as Instant, other.times.get(LABEL_SET) as Instant),
  );
  const present: string[] = [];
  for (const field of labelFields(mine, other)) {
    const name = labelOfField(field) as string;
    const a = { value: ours.labels?.includes(name) === true, time: labelTime(ours, name) };
    const b = { value: theirs.labels?.includes(name) === true, time: labelTime(theirs, name) };
    const winner = a.time === b.time ? (a.value ? a : b) : a.time > b.time ? a : b;
    report(differences, field, a, b, winner === a);
    if (winner.value) {
      present.push(name);
      times.set(field, winner.time);
    } else {
      gone.set(field, winner.time);
    }
  }
  return present.sort();
}

/** Every label that either side carries or has taken away, as time keys. */
function labelFields(mine: Expanded, other: Expanded): Set<string> {
  const fields = new Set<string>();
  for (const side of [mine.times, mine.gone, other.times, other.gone]) {
    for (const field of side.keys()) if (labelOfField(field) !== null) fields.add(field);
  }
  return fields;
}

function joinExtra(
  entity: EntityName | null,
  ours: Fields,
  theirs: Fields,
  mine: Expanded,
  other: Expanded,
  times: Map<string, Instant>,
  gone: Map<string, Instant>,
  differences: Difference[] | undefined,
): Fields["extra"] {
  const values: [string, Json][] = [];
  for (const field of unknownFields(entity, ours, theirs, mine, other)) {
    const key = unknownKey(entity, field);
    const a = unknown(ours, mine, field, key);
    const b = unknown(theirs, other, field, key);
    const winner = a === null || b === null ? (a ?? b) : newerOrPresent(a, b);
    if (winner === null) continue;
    if (a !== null && b !== null) {
      report(
        differences,
        field,
        { ...a, value: a.value ?? null },
        { ...b, value: b.value ?? null },
        winner === a,
      );
    }
    if (winner.value === undefined) {
      gone.set(key, winner.time);
    } else {
      values.push([field, winner.value]);
      times.set(key, winner.time);
    }
  }
  values.sort(([a], [b]) => (a < b ? -1 : 1));
  return objectOf(values);
}

interface MaybeWritten {
  value: Json | undefined;
  time: Instant;
}

/** Cases 2 and 3 where a value can be gone: of equal times the one that is there. */
function newerOrPresent(a: MaybeWritten, b: MaybeWritten): MaybeWritten {
  if (a.time !== b.time) return a.time > b.time ? a : b;
  if (a.value === undefined || b.value === undefined) return a.value === undefined ? b : a;
  return largerText(a.value, b.value) === a.value ? a : b;
}

/** The names of the unknown fields that either side carries or has taken away. */
function unknownFields(
  entity: EntityName | null,
  ours: Fields,
  theirs: Fields,
  mine: Expanded,
  other: Expanded,
): Set<string> {
  const fields = new Set([...Object.keys(ours.extra ?? {}), ...Object.keys(theirs.extra ?? {})]);
  for (const side of [mine.gone, other.gone]) {
    for (const key of side.keys()) {
      const field = unknownOfKey(entity, key);
      if (field !== null) fields.add(field);
    }
  }
  return fields;
}

/** What a side says of an unknown field: a value, that it is gone, or nothing (null). */
function unknown(
  record: Fields,
  expanded: Expanded,
  field: string,
  key: string,
): MaybeWritten | null {
  const value = own(record.extra ?? {}, field);
  const time = value === undefined ? expanded.gone.get(key) : expanded.times.get(key);
  return time === undefined ? null : { value, time };
}

/** Cases 4 to 6. */
function joinAuthorship(joined: Fields, ours: Fields, theirs: Fields): void {
  joined.updated_at = later(ours.updated_at, theirs.updated_at);
  if (ours.version !== undefined && theirs.version !== undefined) {
    joined.version = Math.max(ours.version, theirs.version);
  }
  if ("updated_by" in ours && "updated_by" in theirs) {
    joined.updated_by = newer(
      { value: ours.updated_by ?? null, time: ours.updated_at },
      { value: theirs.updated_by ?? null, time: theirs.updated_at },
    ).value;
  }
  // Only a record of an unknown array can be without.
  if (ours.created_at === undefined || theirs.created_at === undefined) {
    const created = ours.created_at ?? theirs.created_at;
    if (created !== undefined) joined.created_at = created;
    return;
  }
  joined.created_at = earlier(ours.created_at, theirs.created_at);
  if (!("created_by" in ours && "created_by" in theirs)) return;
  const a = ours.created_by ?? null;
  const b = theirs.created_by ?? null;
  if (ours.created_at === theirs.created_at) joined.created_by = largerText(a, b);
  else joined.created_by = ours.created_at < theirs.created_at ? a : b;
}
