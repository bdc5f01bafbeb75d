/**
 * Top-level values of `data.json` that this version does not know.
 *
 * An array of records (objects, each with an id of its own) is merged record by record under the same
 * law as the known ones. Anything else is one value: the side that changed it since `base` wins; if
 * both did, the larger canonical text.
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
  if (ours === undefined || theirs === undefined) return (ours ?? theirs) as Json;
  if (sameJson(ours, theirs)) return ours;
  const [a, b] = [recordsOf(ours), recordsOf(theirs)];
  if (a !== null && b !== null) {
    return mergeForeignRecords(a, b, recordsOf(base ?? []) ?? new Map());
  }
  if (sameJson(ours, base)) return theirs;
  if (sameJson(theirs, base)) return ours;
  return JSON.stringify(ours) >= JSON.stringify(theirs) ? ours : theirs;
}

/** The elements of an array by their ids; null if it is not an array of records. */
function recordsOf(value: Json): Map<string, JsonObject> | null {
  if (!Array.isArray(value)) return null;
  const records = new Map<string, JsonObject>();
  for (const element of value) {
    if (element === null || typeof element !== "object" || Array.isArray(element)) return null;
    const id = own(element, "id");
    if (typeof id !== "string" || records.has(id)) return null;
    records.set(id, element);
  }
  return records;
}

function mergeForeignRecords(
  ours: Map<string, JsonObject>,
  theirs: Map<string, JsonObject>,
  base: Map<string, JsonObject>,
): JsonObject[] {
  const ids = [...new Set([...ours.keys(), ...theirs.keys()])].sort(compareText);
  return ids.map((id) => {
    const [a, b, c] = [ours.get(id), theirs.get(id), base.get(id)];
    if (a === undefined || b === undefined) return (a ?? b) as JsonObject;
    if (sameJson(a, b)) return a;
    const before = c === undefined ? null : toFields(c);
    const [x, y] = [a, b].map((record) => {
      const fields = toFields(record);
      return before === null ? fields : attributeEdits(null, fields, before);
    }) as [Fields, Fields];
    return fromFields(joinRecords(null, x, y), [a, b]);
  });
}

const FRAME = ["id", "created_at", "updated_at", "field_updated_at"];

function toFields(record: JsonObject): Fields {
  const instant = (key: string): Instant | null => {
    const value = own(record, key);
    return typeof value === "string" ? parseInstant(value) : null;
  };
  const times = own(record, "field_updated_at");
  const created = instant("created_at");
  return {
    id: record.id as string,
    updated_at: instant("updated_at") ?? EPOCH,
    ...(created === null ? {} : { created_at: created }),
    field_updated_at: isTimes(times) ? (times as { [field: string]: Instant }) : null,
    extra: objectOf(Object.entries(record).filter(([key]) => !FRAME.includes(key))),
  };
}

function isTimes(value: Json | undefined): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((time) => typeof time === "string" && parseInstant(time) === time)
  );
}

/** Back to a record, its keys in the order of the first that has them, the times last. */
function fromFields(fields: Fields, sources: readonly JsonObject[]): JsonObject {
  const order = new Set(sources.flatMap((source) => Object.keys(source)).sort(compareText));
  const entries: [string, Json][] = [["id", fields.id]];
  for (const key of order) {
    if (key === "id" || key === "field_updated_at") continue;
    const value =
      key === "created_at" || key === "updated_at"
        ? (fields[key] as Json | undefined)
        : own(fields.extra ?? {}, key);
    if (value !== undefined) entries.push([key, value]);
  }
  if (fields.field_updated_at !== null) entries.push(["field_updated_at", fields.field_updated_at]);
  return Object.fromEntries(entries);
}
