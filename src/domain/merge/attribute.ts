/**
 * Edits that say nothing of field times: made by hand in `data.json`, or by another tool.
 *
 * Before two versions are joined, such an edit is attributed to the fields in which the record
 * differs from the version it was made on (git's `%O` in the merge driver, the local record in an
 * import). Without that the whole record would count as written at its `updated_at`, and fields that
 * nobody touched would win over real edits.
 */
import type { EntityName } from "../entities.ts";
import { EPOCH, earlier, type Instant, justAfter, later } from "../instant.ts";
import { type Json, own, sameJson } from "../json.ts";
import { largerText } from "./join.ts";
import {
  compactTimes,
  expandTimes,
  type Fields,
  isLabelled,
  LABEL_SET,
  labelField,
  labelOfField,
  labelTime,
  TIMED_FIELDS,
  timeOf,
  unknownKey,
  unknownOfKey,
} from "./times.ts";

/**
 * The record with the times that its edits deserve.
 *
 * - A field that differs from `base` and whose time has not moved was written at the record's
 *   `updated_at`, or 1 ms after its old time if that is later.
 * - A record without any field times is an edit of another tool: its fields that do not differ keep
 *   the times of `base`. If its `updated_at` is older than that of `base` it is stale: its differing
 *   fields are as old as it says, and for the rest it counts as `base` with these edits. Where `base`
 *   has another value of just that age, the record is no older version: somebody has edited a file by
 *   hand that others have gone on from, and that edit is 1 ms younger.
 * - In such a record, a label that neither of the two knows is absent since the time of the base's
 *   set of labels, or since `updated_at` if that is earlier.
 * - An unknown field that one of the two knows nothing of says nothing: the tool that wrote the record
 *   may not keep it, or be the first that has it.
 * - A field whose time has moved was stamped by a `pm`: it is left as it is.
 *
 * @param base the version that the record was made on.
 * @param options.isWrite tells of a field whose time has not moved that it was not edited by hand: two people
 *   have written it at one time.
 * @param options.other the other side of a merge. Where `base` was edited by a tool that knows no field times,
 *   all its fields look as new as that edit. What the other side has changed and the record has not was
 *   written in neither, and is as old as the record.
 * @param options.isOlder the record is an older version for sure, and no edit of a file.
 * @returns the same record if there was nothing to attribute.
 */
export function attributeEdits(
  entity: EntityName | null,
  record: Fields,
  base: Fields,
  options: { isWrite?: IsWrite; isOlder?: boolean; other?: Fields } = {},
): Fields {
  const unstamped = record.field_updated_at === null;
  const stale = unstamped && record.updated_at < base.updated_at;
  const { times, gone } = expandTimes(entity, record);
  let newest = record.updated_at;
  let changed = false;

  const set = (into: Map<string, Instant>, field: string, time: Instant): void => {
    if (into.get(field) === time) return;
    into.set(field, time);
    changed = true;
  };
  const attribute: Attribute = (into, field, value, { differs, time, baseTime, winsTie }) => {
    const isSame = differs && !unstamped && time === baseTime;
    if (isSame && options.isWrite?.(field, value, time, winsTie)) return;
    if (!differs) {
      if (unstamped) set(into, field, baseTime);
    } else if (stale) {
      const byHand = time === baseTime && options.isOlder !== true;
      set(into, field, byHand ? justAfter(baseTime) : record.updated_at);
    } else if (unstamped || time === baseTime) {
      const written = later(record.updated_at, justAfter(baseTime));
      newest = later(newest, written);
      set(into, field, written);
    }
  };

  const baseTimes = expandTimes(entity, base);
  const other = isOfTool(base) ? options.other : undefined;
  if (other !== undefined) ageUnwritten(entity, baseTimes.times, record, base, other);
  for (const field of entity === null ? [] : TIMED_FIELDS[entity]) {
    const [value, before] = [record[field] ?? null, base[field] ?? null];
    attribute(times, field, value, {
      differs: !sameJson(record[field], base[field]),
      time: times.get(field) as Instant,
      baseTime: baseTimes.times.get(field) as Instant,
      winsTie: () => wins(value, before),
    });
  }
  if (isLabelled(entity)) {
    const baseSet = attributeLabels(record, base, other, { times, gone, baseTimes, attribute });
    // Labels cannot be older than their set, and what a stale record carries is as old as it says.
    if (unstamped) set(times, LABEL_SET, earlier(baseSet, record.updated_at));
  }
  attributeUnknown(entity, record, base, { times, gone, baseTimes, attribute });
  for (const [key, time] of unstamped ? baseTimes.gone : []) {
    if (unknownOfKey(entity, key) !== null && !times.has(key)) set(gone, key, time);
  }

  if (!changed) return record;
  const attributed: Fields = { ...record, updated_at: stale ? base.updated_at : newest };
  if (stale && base.updated_by !== undefined) attributed.updated_by = base.updated_by;
  attributed.field_updated_at = compactTimes(
    entity,
    times,
    gone,
    record.created_at,
    attributed.updated_at,
  );
  return attributed;
}

/**
 * Whether a field was written with this value at this time.
 *
 * @param wins whether it wins over the other value of that time (case 3 of the law).
 */
export type IsWrite = (field: string, value: Json, time: Instant, wins: () => boolean) => boolean;

/** See `options.other` of {@link attributeEdits}. */
function ageUnwritten(
  entity: EntityName | null,
  baseTimes: Map<string, Instant>,
  record: Fields,
  base: Fields,
  other: Fields,
): void {
  const age = (key: string, [mine, before, theirs]: readonly (Json | undefined)[]): void => {
    const time = baseTimes.get(key);
    if (time === undefined || sameJson(theirs, before) || !sameJson(mine, before)) return;
    baseTimes.set(key, earlier(time, bornAt(base)));
  };
  for (const field of entity === null ? [] : TIMED_FIELDS[entity]) {
    age(field, [record[field], base[field], other[field]]);
  }
  for (const name of Object.keys(record.extra ?? {})) {
    const values = [record, base, other].map((one) => own(one.extra ?? {}, name));
    age(unknownKey(entity, name), values);
  }
}

const bornAt = (record: Fields): Instant => record.created_at ?? EPOCH;

const hasLabel = (record: Fields, label: string): boolean =>
  record.labels?.includes(label) === true;

/**
 * The two sides of an import, their unstamped edits attributed.
 *
 * The local record is the version that the file's was made on. Where it alone has no field times it is
 * attributed too: else a replica that took a record from another tool's file, and one that knows what
 * the tool changed, would each keep to their own times for ever. It is no edit by hand: where the file has
 * another value of the same age, that is the edit.
 *
 * Where a field of the file has the local time and another value, it was edited by hand: hardly ever do
 * two people write in one millisecond. But clocks that are behind do stamp the same instant, 1 ms after
 * what both have seen ({@link looksCounted}); then the file has what the law made of it. Taken for an edit
 * by hand, it would get a time that nobody wrote at, and win over what somebody wrote on top. And what is known
 * to have been written like that is an older version, from another branch.
 */
export function attributeImport(
  entity: EntityName,
  local: Fields,
  file: Fields,
  isWrite: IsWrite = () => false,
): { local: Fields; file: Fields } {
  const knowsLess = local.field_updated_at === null && file.field_updated_at !== null;
  const isTie = looksCounted(entity, local, file);
  return {
    local: knowsLess ? attributeEdits(entity, local, file, { isOlder: true }) : local,
    file: attributeEdits(entity, file, local, {
      isWrite: (field, value, time, winsTie) =>
        (isTie(time) && winsTie()) || isWrite(field, value, time, winsTie),
    }),
  };
}

/**
 * Whether what a record says of a field is an edit that says nothing of field times, as far as it differs
 * from the version that it was made on.
 *
 * @param attributed the record with the times that its edits deserve.
 */
export function isUnstamped(record: Fields, attributed: Fields, field: string): boolean {
  if (record.field_updated_at === null) return true;
  const label = labelOfField(field);
  const time = (of: Fields) => (label === null ? timeOf(of, field) : labelTime(of, label));
  return time(record) !== time(attributed);
}

/**
 * Whether a tool that knows no field times has edited the record: a `pm` leaves them out only of a record
 * that is as it was made.
 */
export function isOfTool({ field_updated_at, updated_at, created_at }: Fields): boolean {
  return field_updated_at === null && created_at !== undefined && updated_at !== created_at;
}

/**
 * Whether a time is one that no `pm` has given: older than the record itself. It is what is left of an edit by such
 * a tool whose clock was behind, once it was merged.
 */
export function isOlderThanRecord(time: Instant, { created_at }: Fields): boolean {
  return created_at !== undefined && time < created_at;
}

/** Whether a value wins over another of the same time (case 3). */
function wins(value: Json, other: Json): boolean {
  return largerText(value, other) === value;
}

/**
 * Tells of a time whether it looks counted on from another one: 1 ms after it. Nothing does in a record
 * whose newest field is older than its `updated_at`: no `pm` has written that.
 */
function looksCounted(entity: EntityName, local: Fields, file: Fields): (time: Instant) => boolean {
  if (file.field_updated_at === null) return () => false;
  const [ours, theirs] = [timesIn(entity, local), timesIn(entity, file)];
  if (!theirs.some((time) => time >= file.updated_at)) return () => false;
  const counted = new Set([...ours, ...theirs, file.created_at ?? EPOCH].map(justAfter));
  return (time) => counted.has(time);
}

function timesIn(entity: EntityName, record: Fields): Instant[] {
  const { times, gone } = expandTimes(entity, record);
  return [...times.values(), ...gone.values()];
}

/** Sets in `into` the time that a field deserves, given its times in the record and in the base. */
type Attribute = (
  into: Map<string, Instant>,
  field: string,
  value: Json,
  than: { differs: boolean; time: Instant; baseTime: Instant; winsTie: () => boolean },
) => void;

/**
 * @param other see `options.other` of {@link attributeEdits}.
 * @returns since when a label is absent that none of the three names.
 */
function attributeLabels(
  record: Fields,
  base: Fields,
  other: Fields | undefined,
  { times, gone, baseTimes, attribute }: Attributing,
): Instant {
  const names = new Set([record, base, other].flatMap((one) => one?.labels ?? []));
  for (const field of baseTimes.gone.keys()) {
    const name = labelOfField(field);
    if (name !== null) names.add(name);
  }
  let baseSet = baseTimes.times.get(LABEL_SET) as Instant;
  for (const name of names) {
    const present = hasLabel(record, name);
    const differs = present !== hasLabel(base, name);
    let baseTime = labelTime(base, name);
    if (other !== undefined && !differs && hasLabel(other, name) !== present) {
      baseTime = earlier(baseTime, bornAt(base));
      // Where a label is gone, it is so since the set is as it is.
      if (!present) baseSet = baseTime;
    }
    const into = present ? times : gone;
    const time = labelTime(record, name);
    attribute(into, labelField(name), present, { differs, time, baseTime, winsTie: () => present });
  }
  return baseSet;
}

function attributeUnknown(
  entity: EntityName | null,
  record: Fields,
  base: Fields,
  { times, baseTimes, attribute }: Attributing,
): void {
  for (const [name, value] of Object.entries(record.extra ?? {})) {
    const key = unknownKey(entity, name);
    const baseTime = baseTimes.times.get(key) ?? baseTimes.gone.get(key);
    if (baseTime === undefined) continue;
    const before = own(base.extra ?? {}, name);
    attribute(times, key, value, {
      differs: !sameJson(value, before),
      time: times.get(key) as Instant,
      baseTime,
      winsTie: () => before === undefined || wins(value, before),
    });
  }
}

interface Attributing {
  times: Map<string, Instant>;
  gone: Map<string, Instant>;
  baseTimes: ReturnType<typeof expandTimes>;
  attribute: Attribute;
}
