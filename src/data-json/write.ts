/**
 * The canonical writer of `data.json`, schema version 1.
 *
 *     {
 *       "schema_version": 1,
 *       "exported_at": "2026-02-08T12:00:00.000Z",
 *       "exported_by": "pm-cli 0.1.0",
 *       "projects": [],
 *       "work_items": [
 *         {
 *           "id": "…",
 *           …one field a line…
 *         }
 *       ],
 *       "sprints": [], "comments": [], "swim_lanes": []
 *       (then "dependencies", "time_entries" and "users", each left out when it is empty,
 *        then what this version does not know, sorted by key)
 *     }
 *
 * UTF-8, 2-space pretty JSON as `JSON.stringify` makes it, a newline at the end. Records are sorted by
 * id. In a record: the fields in the order of `domain/entities.ts`, `labels` when there are any, unknown
 * fields sorted by name, `field_updated_at` last when there is one. Equal boards give equal bytes.
 *
 * `exported_at` is when the board was first exported, so that two branches do not differ in it, and
 * `exported_by` the newest version that has written the file. The golden fixture
 * `fixtures/board.json` pins these bytes. `docs/data-json.md` tells the same to people.
 */
import type { BoardData } from "../domain/board-data.ts";
import { ENTITIES, ENTITY_NAMES, type EntityName, FIELD_NAMES } from "../domain/entities.ts";
import { EPOCH } from "../domain/instant.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { type Fields, fieldsOf } from "../domain/merge/times.ts";

export const SCHEMA_VERSION = 1;

/** The lines of a `data.json` before its arrays. */
export interface Head {
  exportedAt: string;
  exportedBy: string;
}

/** The head under which a board is written that was merged outside the database. */
export function headOf(board: Pick<BoardData, "exportedAt" | "exportedBy">): Head {
  // One without a head (made by hand) gets one that reads as none: the present time would differ
  // between two people who merge the same.
  return { exportedAt: board.exportedAt ?? EPOCH, exportedBy: board.exportedBy ?? "" };
}

/** What stands before the arrays. */
export function headText({ exportedAt, exportedBy }: Head): string {
  return `{\n  "schema_version": ${SCHEMA_VERSION},\n  "exported_at": ${JSON.stringify(exportedAt)},\n  "exported_by": ${JSON.stringify(exportedBy)}`;
}

/**
 * A board as text, in chunks.
 *
 * @param rows the records of an entity in the order of their ids, each as {@link toJson} gives it, in
 *   chunks of any size. Asked for once an entity, in the order of the arrays.
 */
export function boardText(
  head: Head,
  rows: (entity: EntityName) => Iterable<readonly JsonObject[]>,
  unknown: readonly (readonly [key: string, value: Json])[],
): Generator<string> {
  const texts = function* (entity: EntityName): Generator<string> {
    for (const chunk of rows(entity)) if (chunk.length > 0) yield indentedElements(chunk);
  };
  return boardPieces(head, texts, unknown);
}

/**
 * What stands around the records, with the records in between, whatever form they have.
 *
 * @param elements pieces of one or more records each, without a comma at the end.
 */
export function* boardPieces<P>(
  head: Head,
  elements: (entity: EntityName) => Iterable<P>,
  unknown: readonly (readonly [key: string, value: Json])[],
): Generator<P | string> {
  yield headText(head);
  for (const entity of ENTITY_NAMES) {
    const { array, optional } = ENTITIES[entity];
    let open = false;
    for (const piece of elements(entity)) {
      yield open ? ",\n" : `,\n  "${array}": [\n`;
      open = true;
      yield piece;
    }
    if (open) yield "\n  ]";
    else if (!optional) yield `,\n  "${array}": []`;
  }
  for (const [key, value] of unknown) {
    yield `,\n  ${JSON.stringify(key)}: ${JSON.stringify(value, null, 2).replaceAll("\n", "\n  ")}`;
  }
  yield "\n}\n";
}

/** One record as it stands in its array, without a comma. */
export function recordText(entity: EntityName, record: Fields): string {
  return indentedElements([toJson(entity, record)]);
}

const WRAPPED_START = '{\n  "a": [\n'.length;
const WRAPPED_END = "\n  ]\n}".length;

/** The elements of an array that stands one level deep, without its brackets. */
function indentedElements(elements: readonly JsonObject[]): string {
  return JSON.stringify({ a: elements }, null, 2).slice(WRAPPED_START, -WRAPPED_END);
}

/** A record as the object that stands in `data.json`, its keys in order. */
export function toJson(entity: EntityName, record: Fields): JsonObject {
  const json: { [field: string]: Json } = {};
  for (const field of FIELD_NAMES[entity]) json[field] = record[field] as Json;
  if (record.labels !== undefined && record.labels.length > 0) json.labels = record.labels;
  return withExtra(json, record.extra, record.field_updated_at);
}

/**
 * Adds unknown fields, sorted, and then the field times to a record's known fields.
 *
 * By entries where there are unknown fields: one of them may be called `__proto__`.
 */
export function withExtra(
  known: JsonObject,
  extra: JsonObject | null,
  times: JsonObject | null,
): JsonObject {
  if (extra === null) {
    if (times !== null) known.field_updated_at = times;
    return known;
  }
  const entries = Object.entries(known);
  for (const key of Object.keys(extra).sort()) entries.push([key, extra[key] as Json]);
  if (times !== null) entries.push(["field_updated_at", times]);
  return Object.fromEntries(entries);
}

/** A whole board as the text of its `data.json`. */
export function writeBoard(board: BoardData, head: Head): string {
  const rows = function* (entity: EntityName): Generator<JsonObject[]> {
    yield board.records[entity].map((record) => toJson(entity, fieldsOf(record)));
  };
  return [...boardText(head, rows, board.unknown)].join("");
}
