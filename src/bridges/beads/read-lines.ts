/**
 * Reads an issue file of Beads: JSON lines, one issue a line. The file is checked whole before
 * anything is done with it.
 */
import { conflictMarkers } from "../../data-json/conflict-markers.ts";
import { locateSyntaxError } from "../../data-json/locate-error.ts";
import { parseJson, plainNumber } from "../../data-json/parse-json.ts";
import { isTooDeep, TOO_DEEP } from "../../data-json/read-record.ts";
import { type Instant, parseInstant } from "../../domain/instant.ts";
import { type Json, type JsonObject, objectOf, own } from "../../domain/json.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import type { BeadsComment, BeadsIssue, BeadsLine, BeadsLink, BeadsOther } from "./source.ts";

export interface NumberedText {
  line: number;
  text: string;
}

/**
 * The lines of a file that hold something, numbered from 1.
 *
 * @returns `unreadable` for what is no text, and for a file that git left in conflict.
 */
export function splitLines(bytes: Uint8Array, name: string): Outcome<NumberedText[]> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse("unreadable", `Failed to read ${name}: it is not UTF-8 text`);
  }
  const markers = conflictMarkers(text);
  if (markers.length > 0) {
    return refuse(
      "unreadable",
      `${name} has conflict markers of git, on line ${markers.slice(0, 6).join(", ")}`,
      "Resolve the conflict where the file comes from, or import both sides, one after the other.",
    );
  }
  return ok(
    text
      .split("\n")
      .map((content, index) => ({ line: index + 1, text: content.trim() }))
      .filter((line) => line.text !== ""),
  );
}

/** Reads every line; the refusal names the first that is no issue, by line and field. */
export function readLines(texts: Iterable<NumberedText>, name: string): Outcome<BeadsLine[]> {
  const lines: BeadsLine[] = [];
  for (const { line, text } of texts) {
    let value: Json;
    try {
      value = parseJson(text);
    } catch {
      const place = locateSyntaxError(text);
      // JSON after all: what `JSON.parse` could not take is the depth.
      const problem = place === null ? TOO_DEEP : place.problem;
      const where = `line ${line}, column ${place?.column ?? 1}`;
      return refuse("unreadable", `Invalid JSON in ${name}: ${problem} at ${where}`);
    }
    try {
      const read = readLine(value, line);
      if (read !== null) lines.push(read);
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      return refuse("unreadable", `Bad issue in ${name}: line ${line}: ${error.message}`);
    }
  }
  return ok(lines);
}

/** Carries what is wrong out of the depth of a line; never leaves this file. */
class BadLine extends Error {}

/** Null for the header line that says which format follows. */
function readLine(value: Json, line: number): BeadsLine | null {
  if (isTooDeep(value)) throw new BadLine(TOO_DEEP);
  const given = objectIn(value, "an issue");
  const fields = withoutEmpty(given);
  const type = own(given, "_type");
  if (typeof type === "string" && type !== "issue") return readOther(fields, type, line);
  if (Object.hasOwn(given, "_schema") && !Object.hasOwn(given, "id")) return null;
  return readIssue(fields, line);
}

function readOther(fields: JsonObject, type: string, line: number): BeadsOther {
  const key = own(fields, "key");
  return {
    kind: "other",
    line,
    type,
    key: typeof key === "string" ? key : JSON.stringify(fields),
    fields,
  };
}

function readIssue(fields: JsonObject, line: number): BeadsIssue {
  const id = textIn(fields, "id");
  if (id.trim() === "") throw new BadLine("field id: is missing");
  return {
    kind: "issue",
    line,
    id,
    title: textIn(fields, "title"),
    description: textIn(fields, "description"),
    design: textIn(fields, "design"),
    acceptanceCriteria: textIn(fields, "acceptance_criteria"),
    notes: textIn(fields, "notes"),
    status: textIn(fields, "status") || "open",
    priority: priorityIn(fields),
    issueType: textIn(fields, "issue_type") || "task",
    originalType: textIn(fields, "original_type"),
    closeReason: textIn(fields, "close_reason"),
    assignee: textIn(fields, "assignee"),
    createdBy: textIn(fields, "created_by"),
    deletedBy: textIn(fields, "deleted_by"),
    createdAt: timeIn(fields, "created_at"),
    updatedAt: timeIn(fields, "updated_at"),
    deletedAt: timeIn(fields, "deleted_at"),
    labels: listIn(fields, "labels").map((label) => wellFormed(label, "labels")),
    links: listIn(fields, "dependencies").map(readLink),
    comments: listIn(fields, "comments").map(readComment),
    fields,
  };
}

function readLink(value: Json): BeadsLink {
  const fields = withoutEmpty(objectIn(value, "field dependencies: a dependency"));
  const dependsOn = textIn(fields, "depends_on_id");
  if (dependsOn === "") throw new BadLine("field dependencies: depends_on_id is missing");
  return {
    dependsOn,
    type: textIn(fields, "type") || "blocks",
    createdAt: timeIn(fields, "created_at"),
    createdBy: textIn(fields, "created_by"),
    fields,
  };
}

function readComment(value: Json): BeadsComment {
  const fields = withoutEmpty(objectIn(value, "field comments: a comment"));
  return {
    author: textIn(fields, "author"),
    text: textIn(fields, "text"),
    createdAt: timeIn(fields, "created_at"),
    fields,
  };
}

/** The time that Beads writes for “never”. */
const NEVER = /^0001-01-01T/;

/** Without what means “nothing”: some versions of Beads write it, some leave it out. */
function withoutEmpty(given: JsonObject): JsonObject {
  const entries = Object.entries(given).filter(([, value]) => {
    if (value === null || value === "") return false;
    if (typeof value === "string") return !NEVER.test(value);
    return !(Array.isArray(value) && value.length === 0);
  });
  return objectOf(entries) ?? {};
}

function objectIn(value: Json, what: string): JsonObject {
  if (value !== null && typeof value === "object" && !Array.isArray(value)) return value;
  throw new BadLine(`${what} must be an object`);
}

function textIn(fields: JsonObject, field: string): string {
  const value = own(fields, field);
  return value === undefined ? "" : wellFormed(value, field);
}

/** Half of a surrogate pair has no UTF-8: the text would come back changed from the database. */
function wellFormed(value: Json, field: string): string {
  if (typeof value !== "string") throw new BadLine(`field ${field}: must be text`);
  return value.toWellFormed();
}

function listIn(fields: JsonObject, field: string): Json[] {
  const value = own(fields, field) ?? [];
  if (!Array.isArray(value)) throw new BadLine(`field ${field}: must be a list`);
  return value;
}

function timeIn(fields: JsonObject, field: string): Instant | null {
  const text = textIn(fields, field);
  if (text === "") return null;
  const instant = parseInstant(text);
  if (instant === null) throw new BadLine(`field ${field}: must be an RFC 3339 time`);
  return instant;
}

/** Older versions of Beads leave out a 0, which is the highest priority: missing is not medium. */
function priorityIn(fields: JsonObject): number {
  const value = plainNumber(own(fields, "priority") ?? 0);
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new BadLine("field priority: must be a whole number");
}
