/**
 * When each field of a record was last written.
 *
 * A record carries `field_updated_at`, the times of the fields that are not as old as the record.
 * How it is read (this is the definition; everything else in this folder builds on it):
 *
 * - without `field_updated_at`, every field is as old as `updated_at`;
 * - with it, a field that it does not name is as old as `created_at`;
 * - a label NAME is there, or is not there, since `labels.NAME`, or since `labels`, the time of the
 *   set as a whole, where that is later or `labels.NAME` is not named;
 * - an unknown field that the record does not carry says nothing, unless `field_updated_at` names
 *   it: then it was taken away at that time.
 *
 * `id`, `created_at`, `created_by`, `updated_at`, `updated_by` and `version` have no times: the law
 * has rows of their own for them.
 */
import {
  type AnyRecord,
  ENTITIES,
  type EntityName,
  type FieldTimes,
  fieldSpec,
} from "../entities.ts";
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
/** The same of a record of an array that this version does not know. */
const FOREIGN_UNTIMED = new Set(["id", "created_at", "updated_at"]);

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

/** Whether the records of an entity carry labels. */
export function isLabelled(entity: EntityName | null): boolean {
  return entity !== null && ENTITIES[entity].labelled;
}

const LIKE_A_LABEL = /^\.*labels\./;

/** The time key of an unknown field: its name, behind a dot where it reads like the key of a label. */
export function unknownKey(entity: EntityName | null, name: string): string {
  return isLabelled(entity) && LIKE_A_LABEL.test(name) ? `.${name}` : name;
}

/** The unknown field that a time key can be about; null if it is the key of a label. */
export function unknownOfKey(entity: EntityName | null, key: string): string | null {
  if (!isLabelled(entity) || !LIKE_A_LABEL.test(key)) return key;
  return key.startsWith(".") ? key.slice(1) : null;
}

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
  const set = own(times, LABEL_SET) ?? defaultTime(record);
  return named !== undefined && named > set ? named : set;
}

/**
 * `field_updated_at` of a record with these times, in its one canonical form: null where every field
 * is as old as `updatedAt`, else the fields whose time is not the one that is read where they are not
 * named, sorted.
 *
 * @param times every field of the record by its key, the labels that it carries and `labels` among
 *   them, and the labels and unknown fields that were taken away (`gone`).
 */
export function compactTimes(
  entity: EntityName | null,
  times: ReadonlyMap<string, Instant>,
  gone: ReadonlyMap<string, Instant>,
  createdAt: Instant | undefined,
  updatedAt: Instant,
): FieldTimes | null {
  let allAsOldAsRecord = true;
  const named: [string, Instant][] = [];
  const labelSet = isLabelled(entity) ? times.get(LABEL_SET) : undefined;
  for (const [field, time] of times) {
    if (time !== updatedAt) allAsOldAsRecord = false;
    const isLabel = labelSet !== undefined && labelOfField(field) !== null;
    if (isLabel ? time > labelSet : time !== (createdAt ?? EPOCH)) named.push([field, time]);
  }
  for (const [field, time] of gone) {
    if (labelSet !== undefined && labelOfField(field) !== null && time <= labelSet) continue;
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
    if (isLabelled(entity)) {
      times.set(LABEL_SET, timeOf(record, LABEL_SET));
      for (const name of record.labels ?? []) times.set(labelField(name), labelTime(record, name));
    }
  }
  for (const name of Object.keys(record.extra ?? {})) {
    const key = unknownKey(entity, name);
    times.set(key, timeOf(record, key));
  }
  for (const [field, time] of Object.entries(record.field_updated_at ?? {})) {
    if (!times.has(field) && !isUntimed(entity, field)) gone.set(field, time);
  }
  return { times, gone };
}

function isUntimed(entity: EntityName | null, field: string): boolean {
  if (entity === null) return FOREIGN_UNTIMED.has(field);
  return UNTIMED.has(field) && fieldSpec(entity, field) !== undefined;
}

/** `field_updated_at` of a record from a file that can name more than it must, in its one form. */
export function canonicalTimes(entity: EntityName, record: Fields): FieldTimes | null {
  if (record.field_updated_at === null) return null;
  const { times, gone } = expandTimes(entity, record);
  return compactTimes(entity, times, gone, record.created_at, record.updated_at);
}
