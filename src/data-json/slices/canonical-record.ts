/**
 * Tells records that stand in a `data.json` just as `write.ts` would write them.
 *
 * Nearly every such record is known by its pattern, at the speed of a search. Any other is read and
 * written, and the two are compared: so the answer is exact.
 */
import { isUtf8 } from "node:buffer";
import type { AnyRecord, EntityName } from "../../domain/entities.ts";
import type { Json } from "../../domain/json.ts";
import { type Fields, recordOf } from "../../domain/merge/times.ts";
import { parseJson } from "../parse-json.ts";
import { recordReader } from "../read-record.ts";
import { recordText } from "../write.ts";
import { recordPattern } from "./record-pattern.ts";

/** How a record begins, up to its id; how it ends; what stands between two. */
export const RECORD_START = '    {\n      "id": "';
export const RECORD_END = "\n    }";
export const BETWEEN = ",\n";
export const ID_LENGTH = 36;

/** The id of the record that starts at `at`. */
export function idAt(bytes: Buffer, at: number): string {
  const start = at + RECORD_START.length;
  return bytes.toString("latin1", start, start + ID_LENGTH);
}

/** The record that these bytes are, if they are a canonical one; else null. */
export function readCanonical<E extends EntityName>(entity: E, bytes: Buffer): AnyRecord | null {
  if (!isUtf8(bytes)) return null;
  const text = bytes.toString();
  let value: Json;
  try {
    value = parseJson(text);
  } catch {
    return null;
  }
  if (readerOf(entity)(value) !== null) return null;
  return recordText(entity, value as Fields) === text ? recordOf(value as Fields) : null;
}

/**
 * Reads records that {@link checkRecords} has found to be canonical.
 *
 * @param bytes the records and what stands between them.
 */
export function readRecords(entity: EntityName, bytes: Buffer): AnyRecord[] {
  const records = parseJson(`[${bytes.toString()}]`) as Fields[];
  const read = readerOf(entity);
  return records.map((fields) => {
    const problem = read(fields);
    if (problem !== null) throw new Error(`A record that was checked is none: ${problem}`);
    return recordOf<AnyRecord>(fields);
  });
}

/**
 * Checks records that stand one after another in an array: each is canonical, and their ids ascend.
 *
 * @param bytes the records and what stands between them, with no comma at the end.
 * @param previous the id before the first one; empty if there is none.
 * @param onParent takes each item that has a parent. The ids may be part of a long text, which they would keep
 *   in memory: they are of use until the call returns.
 * @returns the id of the last one; null if they are not so.
 */
export function checkRecords(
  entity: EntityName,
  bytes: Buffer,
  previous: string,
  onParent?: (id: string, parentId: string) => void,
): string | null {
  if (!isUtf8(bytes)) return null;
  const text = bytes.toString("latin1");
  const match = patternOf(entity);
  let last = previous;
  for (let at = 0; ; at += BETWEEN.length) {
    const found = match(text, at) ?? readAt(entity, bytes, at);
    if (found === null) return null;
    const start = at + RECORD_START.length;
    const id = text.slice(start, start + ID_LENGTH);
    if (id <= last) return null;
    last = id;
    if (found.parentId !== null) onParent?.(id, found.parentId);
    at = found.end;
    if (at === text.length) return last;
    if (!text.startsWith(BETWEEN, at)) return null;
  }
}

const END = Buffer.from(RECORD_END);

/** The same as a pattern gives, by reading. An unknown field can stand before the id: that is not told. */
function readAt(entity: EntityName, bytes: Buffer, at: number) {
  const end = bytes.indexOf(END, at) + END.length;
  if (end < END.length) return null;
  const record = readCanonical(entity, bytes.subarray(at, end));
  if (record === null || record.id !== idAt(bytes, at)) return null;
  return { end, parentId: (record as { parent_id?: string | null }).parent_id ?? null };
}

const patterns = new Map<EntityName, ReturnType<typeof recordPattern>>();
const readers = new Map<EntityName, ReturnType<typeof recordReader>>();

function patternOf(entity: EntityName): ReturnType<typeof recordPattern> {
  const made = patterns.get(entity) ?? recordPattern(entity);
  patterns.set(entity, made);
  return made;
}

function readerOf(entity: EntityName): ReturnType<typeof recordReader> {
  const made = readers.get(entity) ?? recordReader(entity);
  readers.set(entity, made);
  return made;
}
