/**
 * Top-level values of `data.json` that this version does not know.
 *
 * An array of records (objects, each with an id of its own) is merged record by record under the same
 * law as the known ones; objects without an id among them are kept from both sides. Anything else is one
 * value: the side that changed it since `base` wins; if both did, the larger canonical text. Records win
 * over a value that is none, and anything wins over an empty array: absence is never a deletion.
 */
import { EPOCH, type Instant, parseInstant } from "../instant.ts";
import { compareText, type Json, type JsonObject, objectOf, own, sameJson } from "../json.ts";
import { attributeEdits } from "./attribute.ts";
import { joinRecords } from "./join.ts";
import type { Fields } from "./times.ts";

type Unknown = readonly (readonly [key: string, value: Json])[];

/** Merges the unknown top-level values of two boards; keys sorted. */
export function mergeUnknown(ours: Unknown, theirs: Unknown, base: Unknown): [string, Json][] {
  const [a, b, c] = [new Map(ours), new Map(theirs), new Map(base)];
  const keys = [...new Set([...a.keys(), ...b.keys()])].sort();
  return keys.map((key) => [key, mergeValue(a.get(key), b.get(key), c.get(key))]);
}

function mergeValue(
  ours: Json | undefined,
  theirs: Json | undefined,
  base: Json | undefined,
): Json {
  if (ours === undefined) return theirs as Json;
  if (theirs === undefined) return ours;
  if (sameText(ours, theirs)) return ours;
  const [a, b] = [recordsOf(ours), recordsOf(theirs)];
  if (a !== null && b !== null) {
    return mergeForeignRecords(a, b, recordsOf(base ?? []) ?? new Map());
  }
  if (!sameJson(ours, theirs)) {
    if (sameJson(ours, base)) return theirs;
    if (sameJson(theirs, base)) return ours;
  }
  for (const [records, other] of [
    [a, theirs],
    [b, ours],
  ] as const) {
    if (records !== null) {
      return records.size === 0 ? other : mergeForeignRecords(records, new Map(), new Map());
    }
  }
  return JSON.stringify(ours) >= JSON.stringify(theirs) ? ours : theirs;
}

/** Whether two values are the same, the order of their keys too. */
function sameText(a: Json, b: Json): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/**
 * The elements of an array by their ids; null if it is not an array of records. What has no id is known
 * by its text: it can be the same as another, but not another version of it.
 */
function recordsOf(value: Json): Map<string, JsonObject> | null {
  if (!Array.isArray(value)) return null;
  const records = new Map<string, JsonObject>();
  let named = 0;
  for (const element of value) {
    if (element === null || typeof element !== "object" || Array.isArray(element)) return null;
    const id = own(element, "id");
    if (typeof id !== "string") {
      records.set(`${NAMELESS}${JSON.stringify(element)}`, element);
    } else {
      if (records.has(id)) return null;
      records.set(id, element);
      named += 1;
    }
  }
  return named > 0 || records.size === 0 ? records : null;
}

/** Sorts what has no id before all that has one. */
const NAMELESS = "\u0000";

function mergeForeignRecords(
  ours: Map<string, JsonObject>,
  theirs: Map<string, JsonObject>,
  base: Map<string, JsonObject>,
): JsonObject[] {
  const ids = [...new Set([...ours.keys(), ...theirs.keys()])].sort(compareText);
  return ids.map((id) => {
    const [a, b, c] = [ours.get(id), theirs.get(id), base.get(id)];
    if (a === undefined || b === undefined) return (a ?? b) as JsonObject;
    if (sameText(a, b)) return a;
    const frame = frameOf([a, b]);
    const before = c === undefined ? null : toFields(c, frame);
    const [x, y] = [a, b].map((record) => {
      const fields = toFields(record, frame);
      return before === null ? fields : attributeEdits(null, fields, before);
    }) as [Fields, Fields];
    return fromFields(joinRecords(null, x, y), frame);
  });
}

/** Which of the times that the law knows two records tell; what is no time is a field like any other. */
interface Frame {
  created: boolean;
  updated: boolean;
  /** False where they say nothing of when they were written: then they are given no times either. */
  timed: boolean;
}

function frameOf(records: readonly JsonObject[]): Frame {
  const updated = records.some((record) => instantOf(record, "updated_at") !== null);
  return {
    created: records.some((record) => instantOf(record, "created_at") !== null),
    updated,
    timed: updated || records.some((record) => timesOf(record) !== null),
  };
}

function toFields(record: JsonObject, frame: Frame): Fields {
  const created = instantOf(record, "created_at");
  const extra = Object.entries(record).filter(([key]) => {
    if (key === "created_at") return !frame.created;
    if (key === "updated_at") return !frame.updated;
    return key !== "id" && key !== "field_updated_at";
  });
  return {
    id: record.id as string,
    updated_at: instantOf(record, "updated_at") ?? EPOCH,
    ...(created === null ? {} : { created_at: created }),
    field_updated_at: timesOf(record),
    extra: objectOf(extra),
  };
}

function instantOf(record: JsonObject, key: string): Instant | null {
  const value = own(record, key);
  return typeof value === "string" ? parseInstant(value) : null;
}

function timesOf(record: JsonObject): { [field: string]: Instant } | null {
  const given = own(record, "field_updated_at");
  if (given === null || typeof given !== "object" || Array.isArray(given)) return null;
  const times: [string, Instant][] = [];
  for (const [field, text] of Object.entries(given)) {
    const time = typeof text === "string" ? parseInstant(text) : null;
    if (time === null) return null;
    times.push([field, time]);
  }
  return Object.fromEntries(times);
}

/** Back to a record: its id, its fields sorted by name, and its field times. */
function fromFields(fields: Fields, frame: Frame): JsonObject {
  const { id, created_at, updated_at, field_updated_at } = fields;
  const named = Object.entries(fields.extra ?? {});
  if (frame.created && created_at !== undefined) named.push(["created_at", created_at]);
  if (frame.updated) named.push(["updated_at", updated_at]);
  named.sort(([a], [b]) => compareText(a, b));
  const times: [string, Json][] =
    frame.timed && field_updated_at !== null ? [["field_updated_at", field_updated_at]] : [];
  return Object.fromEntries([["id", id], ...named, ...times]);
}
