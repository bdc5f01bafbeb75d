/**
 * For each entity one regular expression, made from `domain/entities.ts`, of what a usual canonical
 * record looks like.
 *
 * What matches is canonical: reading and writing it gives the same bytes (a property test holds it to
 * that). What does not match may be canonical all the same; the expression leaves out what it cannot
 * tell, such as the 29th of February, escapes in short texts, or unknown fields.
 */
import { ENTITIES, type EntityName, type FieldSpec, LABEL_MAX } from "../../domain/entities.ts";
import { TIMED_FIELDS } from "../../domain/merge/times.ts";

export interface RecordMatch {
  /** Where the record ends in the text. */
  end: number;
  /** The parent of an item; null for none. It keeps the whole text alive. */
  parentId: string | null;
}

/** Long texts are bounded by characters; a record of fewer bytes in all cannot exceed that. */
const LONG_TEXT = 1000;

const UUID = '"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"';
const DAY =
  "\\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)";
// From 9999 on the reader decides: as the time of a write it says nothing.
const INSTANT = `"(?!9999)${DAY}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z"`;
const PLAIN = '[^"\\\\\\x00-\\x1f]';
const ESCAPE = '\\\\(?:["\\\\bfnrt]|u00(?:0[0-7be]|1[0-9a-f]))';
const NEVER = "(?!)";

/** The pattern of an entity's records, for text of which each character is one byte of UTF-8. */
export function recordPattern(
  entity: EntityName,
): (text: string, at: number) => RecordMatch | null {
  const { fields, labelled } = ENTITIES[entity];
  const lines = Object.entries(fields as { [field: string]: FieldSpec }).map(([field, spec]) => {
    const value = valuePattern(spec);
    return `      "${field}": ${field === "parent_id" ? `(${value})` : value}`;
  });
  const label = `"(${PLAIN}{1,${LABEL_MAX}})"`.replace("(", "(?:");
  const time = `"(?:${TIMED_FIELDS[entity].join("|")})": ${INSTANT}`;
  const source = [
    `    \\{\n${lines.join(",\n")}`,
    labelled ? `(?:,\n      "labels": \\[(${listOf(label)})\n      \\])?` : "",
    `(?:,\n      "field_updated_at": \\{(${listOf(time)})\n      \\})?`,
    "\n    \\}",
  ].join("");
  const pattern = new RegExp(source, "y");
  const groupOf = (present: boolean, before: number): number => (present ? before + 1 : 0);
  const parentGroup = groupOf("parent_id" in fields, 0);
  const labelGroup = groupOf(labelled, parentGroup);
  const timesGroup = Math.max(parentGroup, labelGroup) + 1;

  return (text, at) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return null;
    const end = pattern.lastIndex;
    if (end - at > 150_000) return null;
    const labels = labelGroup === 0 ? undefined : match[labelGroup];
    if (labels !== undefined && !areInOrder(labels)) return null;
    const times = match[timesGroup];
    if (times !== undefined && !areCanonicalTimes(entity, times, match[0])) return null;
    const parent = parentGroup === 0 ? undefined : match[parentGroup];
    return { end, parentId: parent?.startsWith('"') ? parent.slice(1, -1) : null };
  };
}

function listOf(element: string): string {
  return `\n        ${element}(?:,\n        ${element})*`;
}

function valuePattern(spec: FieldSpec): string {
  const value = plainPattern(spec);
  return spec.nullable ? `(?:null|${value})` : `(?:${value})`;
}

function plainPattern(spec: FieldSpec): string {
  switch (spec.type) {
    case "uuid":
      return UUID;
    case "text":
      if (spec.pattern !== undefined || spec.min > 1) return NEVER;
      if (spec.max > LONG_TEXT) {
        const first = spec.min === 0 ? "" : '(?!")';
        return `"${first}${PLAIN}*(?:${ESCAPE}${PLAIN}*)*"`;
      }
      return `"${PLAIN}{${spec.min},${spec.max}}"`;
    case "choice":
      return `"(?:${spec.choices.join("|")})"`;
    case "integer":
    case "number":
      return numberPattern(spec.min, spec.max);
    case "instant":
      return INSTANT;
    case "date":
      return `"${DAY}"`;
  }
}

/** Whole numbers with fewer digits than the bounds have. */
function numberPattern(min: number, max: number): string {
  const below = (bound: number): string => `[1-9]\\d{0,${String(Math.abs(bound)).length - 2}}`;
  return min < 0 ? `0|${below(max)}|-${below(min)}` : `0|${below(max)}`;
}

/** Whether each line is larger than the one before it, and says something. */
function areInOrder(lines: string): boolean {
  // Beyond U+DFFF the order of the bytes is not that of the UTF-16 code units.
  if (/[\xee-\xff]/.test(lines)) return false;
  let last = "";
  for (const line of lines.split(/,?\n {8}/)) {
    if (line === "") continue;
    const text = line.slice(1, -1);
    if (text <= last || !/[!-~]/.test(text)) return false;
    last = text;
  }
  return true;
}

const CREATED = /\n {6}"created_at": "([^"]*)"/;

/**
 * Whether known fields name exactly what they must: each once, in order, and none that is as old as
 * `created_at`. Where not every field is named, the record can then not be as old as it is throughout.
 */
function areCanonicalTimes(entity: EntityName, lines: string, record: string): boolean {
  const created = CREATED.exec(record)?.[1];
  if (created === undefined) return false;
  let count = 0;
  let last = "";
  for (const line of lines.split(/,?\n {8}/)) {
    if (line === "") continue;
    const [, field = "", , time = ""] = line.split('"');
    if (field <= last || time === created) return false;
    last = field;
    count += 1;
  }
  return count < TIMED_FIELDS[entity].length;
}
