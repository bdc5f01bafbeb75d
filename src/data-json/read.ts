/**
 * The reader of `data.json`: from bytes to a checked board, or to the first thing that is wrong.
 *
 * It takes what any tool may write: any order of keys and records, any valid RFC 3339 offset, missing
 * optional fields, unknown fields and arrays (kept), CRLF, a byte order mark. It refuses what cannot be
 * a board, by naming array, index, id and field. The format stands at the head of `write.ts`.
 */
import { type BoardData, emptyBoard } from "../domain/board-data.ts";
import { ENTITIES, ENTITY_NAMES, type EntityName } from "../domain/entities.ts";
import { EPOCH, parseInstant } from "../domain/instant.ts";
import { compareText, type Json, type JsonObject, own } from "../domain/json.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { conflictMarkers } from "./conflict-markers.ts";
import { locateSyntaxError } from "./locate-error.ts";
import { putBackMisfiled } from "./misfiled.ts";
import { parseJson, plainNumber } from "./parse-json.ts";
import { parseLarge } from "./parse-large.ts";
import { isTooDeep, recordReader, TOO_DEEP, UUID } from "./read-record.ts";
import { SCHEMA_VERSION } from "./write.ts";

/** Larger files are refused: what follows would need several times this in memory. */
export const MAX_BYTES = 1 << 30;

/**
 * Reads a board.
 *
 * @param name what to call the file in messages.
 * @returns a refusal of kind `unreadable` for a file that is no board. Two records with one id are
 *   such a thing, unless `duplicates` is given: it takes the records after the first.
 */
export function readBoard(
  bytes: Uint8Array,
  name: string,
  duplicates?: (entity: EntityName, record: BoardData["records"][EntityName][number]) => void,
): Outcome<BoardData> {
  if (bytes.byteLength > MAX_BYTES) {
    return refuse("unreadable", `Failed to read ${name}: it is larger than 1 GiB`);
  }
  const plain = readWith(JSON.parse, bytes, name, duplicates !== undefined);
  const read =
    plain.ok && hasUnknownNumbers(plain.value)
      ? readWith(parseJson, bytes, name, duplicates !== undefined)
      : plain;
  if (!read.ok) return read;
  for (const [entity, record] of read.value.duplicates) duplicates?.(entity, record);
  return ok(read.value.board);
}

type AnyDuplicate = [entity: EntityName, record: BoardData["records"][EntityName][number]];

interface Read {
  board: BoardData;
  duplicates: AnyDuplicate[];
}

/**
 * Whether the file has numbers that must go back as they were written. The others are taken as
 * numbers, and a board that has no such ones need not be searched for delicate ones, which takes
 * longer than parsing it.
 */
function hasUnknownNumbers({ board, duplicates }: Read): boolean {
  return (
    board.unknown.some(([, value]) => hasNumber(value)) ||
    duplicates.some(([, { extra }]) => hasNumber(extra)) ||
    ENTITY_NAMES.some((entity) => board.records[entity].some(({ extra }) => hasNumber(extra)))
  );
}

function hasNumber(value: Json): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "number";
  return Object.values(value).some(hasNumber);
}

function readWith(
  parseText: (text: string) => Json,
  bytes: Uint8Array,
  name: string,
  acceptDuplicates: boolean,
): Outcome<Read> {
  const parsed = parse(parseText, bytes, name);
  if (!parsed.ok) return parsed;
  const file = parsed.value;
  const version = checkVersion(file, name);
  if (!version.ok) return version;

  const board = emptyBoard();
  const duplicates: AnyDuplicate[] | null = acceptDuplicates ? [] : null;
  const exportedAt = own(file, "exported_at");
  const exported = typeof exportedAt === "string" ? parseInstant(exportedAt) : null;
  // What a merge of two boards without a head writes, since the keys must be there.
  board.exportedAt = exported === EPOCH ? null : exported;
  const exportedBy = own(file, "exported_by");
  board.exportedBy = typeof exportedBy === "string" && exportedBy !== "" ? exportedBy : null;
  putBackMisfiled(file);
  for (const entity of ENTITY_NAMES) {
    const { array } = ENTITIES[entity];
    const values = own(file, array) ?? [];
    if (!Array.isArray(values)) return bad(name, `“${array}” must be an array`);
    const endless = (id: string) => {
      board.endless = [...(board.endless ?? []), { entity, id }];
    };
    const read = readRecords(entity, values, name, duplicates, endless);
    if (!read.ok) return read;
    (board.records as { [entity: string]: unknown[] })[entity] = read.value;
  }
  board.unknown = Object.entries(file)
    .filter(([key]) => !KNOWN_KEYS.has(key))
    .sort(([a], [b]) => compareText(a, b));
  const deep = board.unknown.find(([, value]) => isTooDeep(value));
  if (deep !== undefined) return bad(name, `${JSON.stringify(deep[0])}: ${TOO_DEEP}`);
  return ok({ board, duplicates: duplicates ?? [] });
}

const KNOWN_KEYS = new Set([
  "schema_version",
  "exported_at",
  "exported_by",
  ...ENTITY_NAMES.map((entity) => ENTITIES[entity].array),
]);

function decode(bytes: Uint8Array, name: string): Outcome<string> {
  try {
    return ok(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return refuse(
      "unreadable",
      `Failed to read ${name}: it is not UTF-8 text`,
      "A board is a JSON file; this one is binary or in another encoding.",
    );
  }
}

function parse(
  parseText: (text: string) => Json,
  bytes: Uint8Array,
  name: string,
): Outcome<JsonObject> {
  const large = parseLarge(bytes, parseText);
  if (large !== null) return ok(large);
  const decoded = decode(bytes, name);
  if (!decoded.ok) return decoded;
  const text = decoded.value;
  let value: Json;
  try {
    value = parseText(text);
  } catch {
    const markers = conflictMarkers(text);
    if (markers.length > 0) {
      return refuse(
        "unreadable",
        `${name} has conflict markers of git, on ${lines(markers)}`,
        "Run `pm sync resolve` to merge both sides.",
      );
    }
    const place = locateSyntaxError(text);
    // JSON after all: what `JSON.parse` could not take is the depth.
    if (place === null) return bad(name, TOO_DEEP);
    return refuse(
      "unreadable",
      `Invalid JSON in ${name}: ${place.problem} at line ${place.line}, column ${place.column}`,
      text.length === 0
        ? "The file is empty; `git checkout` can bring back its last state."
        : undefined,
    );
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return bad(name, "a board is one JSON object");
  }
  return ok(value);
}

function lines(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 6).join(", ");
  const rest = numbers.length > 6 ? " and more" : "";
  return `${numbers.length === 1 ? "line" : "lines"} ${shown}${rest}`;
}

function checkVersion(file: JsonObject, name: string): Outcome<null> {
  const version = plainNumber(own(file, "schema_version") ?? null);
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    return bad(name, "“schema_version” must be a whole number from 1");
  }
  if (version > SCHEMA_VERSION) {
    return refuse(
      "unreadable",
      `Unsupported schema version: ${version} (this CLI supports up to ${SCHEMA_VERSION}). Update pm-cli to import this file.`,
    );
  }
  return ok(null);
}

function readRecords<E extends EntityName>(
  entity: E,
  values: Json[],
  name: string,
  duplicates: AnyDuplicate[] | null,
  onEndless: (id: string) => void,
): Outcome<BoardData["records"][EntityName]> {
  const { array } = ENTITIES[entity];
  const read = recordReader(entity, onEndless);
  let sorted = true;
  let previous = "";
  for (const [index, value] of values.entries()) {
    const problem = read(value);
    if (problem !== null) return bad(name, `${where(array, index, value)}: ${problem}`);
    const { id } = value as { id: string };
    if (id <= previous) sorted = false;
    previous = id;
  }
  const records = values as unknown as BoardData["records"][EntityName];
  if (sorted) return ok(records);

  const places = new Map<string, number>();
  const unique: typeof records = [];
  for (const [index, record] of records.entries()) {
    const first = places.get(record.id);
    if (first === undefined) {
      places.set(record.id, index);
      (unique as { id: string }[]).push(record);
    } else if (duplicates === null) {
      return bad(
        name,
        `${array}[${index}] (id ${record.id}): the id is there twice, at ${array}[${first}] too`,
        "Run `pm sync resolve` to merge the two into one.",
      );
    } else {
      duplicates.push([entity, record]);
    }
  }
  (unique as { id: string }[]).sort((a, b) => compareText(a.id, b.id));
  return ok(unique);
}

function where(array: string, index: number, value: Json): string {
  const id =
    value !== null && typeof value === "object" && !Array.isArray(value) ? own(value, "id") : null;
  return typeof id === "string" && UUID.test(id)
    ? `${array}[${index}] (id ${id})`
    : `${array}[${index}]`;
}

function bad(name: string, problem: string, hint?: string): Outcome<never> {
  return refuse("unreadable", `Bad board in ${name}: ${problem}`, hint);
}
