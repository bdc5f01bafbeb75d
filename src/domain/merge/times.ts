/**
 * When each field of a record was last written.
 *
 * A record carries `field_updated_at`, the times of the fields that are not as old as the record.
 * How it is read (this is the definition; everything else in this folder builds on it):
 *
 * - without `field_updated_at`, every field is as old as `updated_at`;
 * - with it, a field that it does not name is as old as `created_at`;
 * - a label NAME is the field `labels.NAME`. A label that the record does not carry is absent since
 *   `labels.NAME`, or, where that is not named, since `labels`: the time of the set as a whole;
 * - an unknown field that the record does not carry says nothing, unless `field_updated_at` names
 *   it: then it was taken away at that time.
 *
 * `id`, `created_at`, `created_by`, `updated_at`, `updated_by` and `version` have no times: the law
 * has rows of their own for them.
 */
import { type AnyRecord, ENTITIES, type EntityName, type FieldTimes } from "../entities.ts";
import { EPOCH, type Instant } from "../instant.ts";
import { compareText, type Json, type JsonObject, own } from "../json.ts";

/** A record seen as its fields, whatever its entity. */
export type Fields = { [field: string]: Json } & {
  id: string;
  updated_at: Instant;
  created_at?: Instant;
  labels?: string[];
  version?: number;
  field_updated_at: FieldTimes | null;
  extra: JsonObject | null;
};

/** The same record as {@link Fields}: the merge treats all entities alike. */
export function fieldsOf(record: AnyRecord): Fields {
  return record as unknown as Fields;
}

/** The same fields as a record of their entity. */
export function recordOf<R extends AnyRecord>(fields: Fields): R {
  return fields as unknown as R;
}

const UNTIMED = new Set(["id", "created_at", "created_by", "updated_at", "updated_by", "version"]);

/** The known fields of an entity that have times, in order; labels not among them. */
export const TIMED_FIELDS = Object.fromEntries(
  Object.entries(ENTITIES).map(([entity, spec]) => [
    entity,
    Object.keys(spec.fields).filter((field) => !UNTIMED.has(field)),
  ]),
) as unknown as { readonly [E in EntityName]: readonly string[] };

/** The time key of a label. */
export function labelField(name: string): string {
  return `labels.${name}`;
}

/** The label that a time key is about; null if it is about another field. */
export function labelOfField(field: string): string | null {
  return field.startsWith("labels.") ? field.slice("labels.".length) : null;
}

/** The time key of a record's set of labels as a whole. */
export const LABEL_SET = "labels";

/** The time of every field that `field_updated_at` does not name. */
export function defaultTime(record: Fields): Instant {
  return record.field_updated_at === null ? record.updated_at : (record.created_at ?? EPOCH);
}

/** When a known field, or an unknown one that the record carries, was last written. */
export function timeOf(record: Fields, field: string): Instant {
  return own(record.field_updated_at ?? {}, field) ?? defaultTime(record);
}

/** Since when a label is there, or is not there. */
export function labelTime(record: Fields, name: string): Instant {
  const times = record.field_updated_at ?? {};
  const named = own(times, labelField(name));
  if (record.labels?.includes(name)) return named ?? defaultTime(record);
  const set = own(times, LABEL_SET) ?? defaultTime(record);
  return named !== undefined && named > set ? named : set;
}

/**
 * `field_updated_at` of a record with these times, in its one canonical form: null where every field
 * is as old as `updatedAt`, else the fields that are not as old as `createdAt`, sorted.
 *
 * @param times every field of the record by its key, the labels that it carries and `labels` among
 *   them, and the labels and unknown fields that were taken away (`gone`).
 */
export function compactTimes(
  times: ReadonlyMap<string, Instant>,
  gone: ReadonlyMap<string, Instant>,
  createdAt: Instant | undefined,
  updatedAt: Instant,
): FieldTimes | null {
  let allAsOldAsRecord = true;
  const named: [string, Instant][] = [];
  for (const [field, time] of times) {
    if (time !== updatedAt) allAsOldAsRecord = false;
    if (time !== (createdAt ?? EPOCH)) named.push([field, time]);
  }
  const labelSet = times.get(LABEL_SET);
  for (const [field, time] of gone) {
    const implied = labelOfField(field) === null ? undefined : labelSet;
    if (implied !== undefined && time <= implied) continue;
    allAsOldAsRecord = false;
    named.push([field, time]);
  }
  if (allAsOldAsRecord) return null;
  named.sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(named);
}

/**
 * The times of a record, every one written out: of what it carries, and of what is gone.
 */
export function expandTimes(
  entity: EntityName | null,
  record: Fields,
): { times: Map<string, Instant>; gone: Map<string, Instant> } {
  const times = new Map<string, Instant>();
  const gone = new Map<string, Instant>();
  if (entity !== null) {
    for (const field of TIMED_FIELDS[entity]) times.set(field, timeOf(record, field));
    if (ENTITIES[entity].labelled) {
      times.set(LABEL_SET, timeOf(record, LABEL_SET));
      for (const name of record.labels ?? []) times.set(labelField(name), labelTime(record, name));
    }
  }
  for (const field of Object.keys(record.extra ?? {})) times.set(field, timeOf(record, field));
  for (const [field, time] of Object.entries(record.field_updated_at ?? {})) {
    if (!times.has(field) && !UNTIMED.has(field)) gone.set(field, time);
  }
  return { times, gone };
}
