import {
  ENTITIES,
  type EntityName,
  FIELD_NAMES,
  type FieldSpec,
  LABEL_MAX,
} from "../domain/entities.ts";
import { isDate, parseInstant } from "../domain/instant.ts";
import { compareText, type Json, type JsonObject, objectOf } from "../domain/json.ts";
import { hasEndless, withoutEndless } from "../domain/merge/endless.ts";
import { canonicalTimes, type Fields } from "../domain/merge/times.ts";
import { isRawNumber, plainNumber } from "./parse-json.ts";

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CANONICAL_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Makes the function that turns one parsed JSON value into a record of this entity, in place: known
 * fields in their canonical form, missing optional ones put in, unknown ones gathered in `extra`.
 *
 * @param onEndless is called for each record with times that say nothing (`merge/endless.ts`).
 * @returns (of that function) null, or what is wrong with the value.
 */
export function recordReader(
  entity: EntityName,
  onEndless: (id: string) => void = () => {},
): (value: Json) => string | null {
  const spec = ENTITIES[entity];
  const fields = Object.entries(spec.fields) as [string, FieldSpec][];
  const checks = fields.map(([field, field_spec]) => [field, fieldReader(field_spec)] as const);
  const known = new Set<string>([...FIELD_NAMES[entity], "field_updated_at"]);
  if (spec.labelled) known.add("labels");

  return (value) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      return "a record must be an object";
    }
    for (const [field, read] of checks) {
      const given = Object.hasOwn(value, field) ? value[field] : undefined;
      const result = read(given);
      if (result.problem !== undefined) return `field ${field}: ${result.problem}`;
      if (result.value !== given) value[field] = result.value;
    }
    let problem = readUnknown(value, known);
    if (problem !== null) return problem;
    if (spec.labelled) problem = readLabels(value);
    if (problem !== null) return `field labels: ${problem}`;
    problem = readTimes(value);
    if (problem !== null) return `field field_updated_at: ${problem}`;
    if (hasEndless(value as Fields)) {
      Object.assign(value, withoutEndless(value as Fields));
      onEndless((value as Fields).id);
    }
    value.field_updated_at = canonicalTimes(entity, value as Fields);
    return null;
  };
}

/** Gathers the fields that this version does not know in `extra`, sorted; null where there are none. */
function readUnknown(record: JsonObject, known: ReadonlySet<string>): string | null {
  const extra: [string, Json][] = [];
  for (const key of Object.keys(record)) {
    if (known.has(key)) continue;
    const value = record[key] as Json;
    if (isTooDeep(value)) return `field ${quote(key)}: ${TOO_DEEP}`;
    extra.push([key, value]);
    delete record[key];
  }
  record.extra = extra.length === 0 ? null : objectOf(extra.sort(([a], [b]) => compareText(a, b)));
  return null;
}

/** What a field becomes, or why it cannot be one. One object each, reused: a board has millions. */
interface FieldResult {
  value: Json;
  problem: string | undefined;
}

function fieldReader(spec: FieldSpec): (given: Json | undefined) => FieldResult {
  const result: FieldResult = { value: null, problem: undefined };
  const check = valueReader(spec);
  return (given) => {
    result.problem = undefined;
    if (given === undefined) {
      if (spec.absent === undefined) result.problem = "is missing";
      else result.value = spec.absent;
    } else if (given === null) {
      if (spec.nullable) result.value = null;
      else if (spec.absent !== undefined) result.value = spec.absent;
      else result.problem = "must not be null";
    } else {
      check(given, result);
    }
    return result;
  };
}

/** Checks a value that is there against its spec, and brings it into its canonical form. */
export function valueReader(spec: FieldSpec): (given: Json, result: FieldResult) => void {
  switch (spec.type) {
    case "uuid":
      return (given, result) => {
        const text = typeof given === "string" ? given : "";
        if (CANONICAL_UUID.test(text)) result.value = text;
        else if (UUID.test(text)) result.value = text.toLowerCase();
        else result.problem = `must be a UUID, not ${quote(given)}`;
      };
    case "text":
      return (given, result) => {
        if (typeof given !== "string") {
          result.problem = `must be text, not ${quote(given)}`;
          return;
        }
        const text = given.isWellFormed() ? given : given.toWellFormed();
        if (text.length === 0 && spec.min > 0) result.problem = "must not be empty";
        else if (text.length < spec.min)
          result.problem = `must have ${spec.min} characters or more`;
        else if (text.length > spec.max && characters(text) > spec.max) {
          result.problem = `must have at most ${spec.max} characters, and has ${characters(text)}`;
        } else if (spec.pattern !== undefined && !spec.pattern.test(text)) {
          result.problem = `must be ${spec.says}, not ${quote(given)}`;
        } else result.value = text;
      };
    case "choice": {
      const choices = new Set<Json>(spec.choices);
      return (given, result) => {
        if (choices.has(given)) result.value = given;
        else result.problem = `must be one of ${spec.choices.join(", ")}, not ${quote(given)}`;
      };
    }
    case "integer":
    case "number":
      return (delicate, result) => {
        const given = plainNumber(delicate);
        if (typeof given !== "number" || (spec.type === "integer" && !Number.isInteger(given))) {
          const kind = spec.type === "integer" ? "a whole number" : "a number";
          result.problem = `must be ${kind}, not ${quote(given)}`;
        } else if (given < spec.min || given > spec.max) {
          result.problem = `must be from ${spec.min} to ${spec.max}, not ${given}`;
        } else result.value = Object.is(given, -0) ? 0 : given;
      };
    case "instant":
      return (given, result) => {
        const instant = typeof given === "string" ? parseInstant(given) : null;
        if (instant === null) result.problem = `must be an RFC 3339 time, not ${quote(given)}`;
        else result.value = instant;
      };
    case "date":
      return (given, result) => {
        if (typeof given === "string" && isDate(given)) result.value = given;
        else result.problem = `must be a day as YYYY-MM-DD, not ${quote(given)}`;
      };
  }
}

/** How deep lists and objects may lie in each other in a value that this version does not know. */
const MAX_DEPTH = 500;
export const TOO_DEEP = `lists and objects lie in each other more than ${MAX_DEPTH} deep`;

/** Whether a value is nested deeper than what follows (comparing, writing) can take. */
export function isTooDeep(value: Json, left = MAX_DEPTH): boolean {
  if (typeof value !== "object" || value === null) return false;
  return left === 0 || Object.values(value).some((inner) => isTooDeep(inner, left - 1));
}

/** Length in Unicode code points. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** A value in a message; of lists and objects, which can be deep and long, no more than the kind. */
function quote(value: Json): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null && !isRawNumber(value)) return "an object";
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** Makes `labels` a sorted list without repetitions; an empty one where there are none. */
function readLabels(record: JsonObject): string | null {
  const given = record.labels;
  if (given === undefined || given === null) {
    record.labels = [];
    return null;
  }
  if (!Array.isArray(given)) return `must be a list, not ${quote(given)}`;
  const names = new Set<string>();
  for (const label of given) {
    if (typeof label !== "string") return `must be a list of texts, not of ${quote(label)}`;
    const problem = labelProblem(label);
    if (problem !== null) return problem;
    names.add(label.toWellFormed());
  }
  record.labels = [...names].sort(compareText);
  return null;
}

/** What is wrong with a label; null if nothing is. */
export function labelProblem(label: string): string | null {
  if (label.trim() === "") return "a label must not be empty";
  if (characters(label) > LABEL_MAX) return `a label has at most ${LABEL_MAX} characters`;
  return null;
}

function readTimes(record: JsonObject): string | null {
  const given = record.field_updated_at;
  if (given === undefined || given === null) {
    record.field_updated_at = null;
    return null;
  }
  if (typeof given !== "object" || Array.isArray(given)) return `must be an object`;
  const times: [string, string][] = [];
  for (const key of Object.keys(given)) {
    const value = given[key] as Json;
    const instant = typeof value === "string" ? parseInstant(value) : null;
    if (instant === null) return `${quote(key)} must be an RFC 3339 time, not ${quote(value)}`;
    times.push([key, instant]);
  }
  record.field_updated_at = Object.fromEntries(times.sort(([a], [b]) => compareText(a, b)));
  return null;
}
