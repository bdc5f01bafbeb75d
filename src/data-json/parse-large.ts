/**
 * Parses a large `data.json` piece by piece, where it is laid out as `write.ts` does it. Parsing 77 MB
 * at once takes 380 MB of memory, since the text is there as a whole beside what becomes of it; in
 * pieces it takes 240, and less time.
 */
import { ENTITIES, ENTITY_NAMES } from "../domain/entities.ts";
import { type Json, type JsonObject, own } from "../domain/json.ts";

/** Smaller files, in bytes, are not worth the trouble. */
const LARGE = 8 << 20;
/** About how many bytes are parsed at a time. */
const PIECE = 1 << 20;
/** After how many bytes the text of the pieces is collected: on its own that happens too late. */
const COLLECT = 16 << 20;

const END_OF_ARRAY = Buffer.from("\n  ]");
const END_OF_RECORD = Buffer.from("\n    },\n");
const COMMA = Buffer.from(",\n");

/**
 * Parses the bytes of a board.
 *
 * Each array is cut where a record seems to end. Whether that was right needs no other check than that
 * all pieces are JSON, and what is left around them: put together again, they can then mean nothing
 * else.
 *
 * @param parseText parses one piece; throws if it is no JSON.
 * @returns null if the file is small, laid out in another way, or no JSON.
 */
export function parseLarge(
  bytes: Uint8Array,
  parseText: (text: string) => Json,
): JsonObject | null {
  if (bytes.byteLength < LARGE) return null;
  try {
    return parsePieces(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), parseText);
  } catch {
    // Found out, and said, by who parses the whole.
    return null;
  }
}

function parsePieces(bytes: Buffer, parseText: (text: string) => Json): JsonObject | null {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const cut = new Map<string, { mark: string; values: Json[] }>();
  const rest: Uint8Array[] = [];
  let at = 0;
  for (const entity of ENTITY_NAMES) {
    const { array } = ENTITIES[entity];
    const opening = Buffer.from(`\n  "${array}": [\n`);
    const found = bytes.indexOf(opening, at);
    if (found < 0) continue;
    const start = found + opening.length;
    const end = bytes.indexOf(END_OF_ARRAY, start);
    if (end < 0) return null;
    // Stands for the array in what is left; nobody can have written it into the file.
    const mark = crypto.randomUUID();
    rest.push(bytes.subarray(at, start - 2), Buffer.from(`"${mark}"`));
    const values: Json[] = [];
    for (const piece of pieces(bytes, start, end)) {
      values.push(...(parseText(decoder.decode(piece)) as Json[]));
    }
    cut.set(array, { mark, values });
    at = end + END_OF_ARRAY.length;
  }
  rest.push(bytes.subarray(at));
  const file = parseText(decoder.decode(Buffer.concat(rest))) as JsonObject;
  for (const [array, { mark, values }] of cut) {
    if (own(file, array) !== mark) return null;
    file[array] = values;
  }
  return file;
}

/** The bytes from `start` to `end` as arrays of some records each; each is gone when the next one comes. */
function* pieces(bytes: Buffer, start: number, end: number): Generator<Uint8Array> {
  let collected = start;
  let buffer = Buffer.allocUnsafe(2 * PIECE);
  for (let at = start; at < end; ) {
    const found = bytes.indexOf(END_OF_RECORD, Math.min(at + PIECE, end));
    const stop = found < 0 || found > end ? end : found + END_OF_RECORD.length - COMMA.length;
    const length = stop - at + 2;
    if (length > buffer.length) buffer = Buffer.allocUnsafe(2 * length);
    buffer[0] = 0x5b;
    bytes.copy(buffer, 1, at, stop);
    buffer[length - 1] = 0x5d;
    yield buffer.subarray(0, length);
    at = stop === end ? end : stop + COMMA.length;
    if (at - collected < COLLECT) continue;
    Bun.gc(true);
    collected = at;
  }
}
