/**
 * Merges boards by their bytes: what is the same in all versions of the file is neither parsed nor
 * written anew, but copied. With the same result as `mergeBoards`, byte for byte, at the speed of a
 * comparison.
 *
 * Why that is so:
 *
 * 1. It works on canonical files alone. Every byte is checked: records that are the same in all versions
 *    once, records that differ in each version, and what stands around them. Anything else (a record
 *    out of order or there twice, another layout, another schema, conflict markers, bytes that are not
 *    UTF-8) ends it, and the caller merges the boards as a whole.
 * 2. Each record of a merged board is made of the versions of that record alone (`joinBoards`), and one
 *    that is the same canonical record in all versions becomes itself: it needs no merging.
 * 3. Only the mends look at more than one record. Projects and lanes are few, and always merged; of the
 *    items that are the same everywhere the parents are taken. If a mend is needed, the caller merges
 *    the boards as a whole.
 *
 * `tests/laws/slices.test.ts` holds it to that.
 */
import { type BoardData, emptyBoard } from "../../domain/board-data.ts";
import { type AnyRecord, ENTITY_NAMES, type EntityName } from "../../domain/entities.ts";
import { isSound } from "../../domain/merge/mend.ts";
import { type Joined, joinBoards } from "../../domain/merge/merge-boards.ts";
import { fieldsOf } from "../../domain/merge/times.ts";
import { boardPieces, headOf, recordText, writeBoard } from "../write.ts";
import { BoardCursor, type ReadAt } from "./board-cursor.ts";
import { BETWEEN, checkRecords, idAt, RECORD_END, readCanonical } from "./canonical-record.ts";
import { readFrame } from "./frame.ts";
import { ParentLinks } from "./parent-links.ts";

/** A piece of the merged file: bytes of our version, from and to a position in it, or new text. */
export type Piece = Slice | string;

export interface Slice {
  from: number;
  to: number;
}

export interface SliceMerge {
  pieces: Piece[];
  /** Whether the merged file has the same bytes as our version. */
  isOurs: boolean;
  /** The merge of the records that differ. */
  joined: Joined;
}

/**
 * Merges two versions of a file.
 *
 * @param base the version that both were made on; null if there is none.
 * @param window how many bytes of each file are held, about.
 * @returns null where the boards have to be merged as a whole.
 */
export function mergeSlices(
  ours: ReadAt,
  theirs: ReadAt,
  base: ReadAt | null,
  window?: number,
): SliceMerge | null {
  const sides = [ours, theirs, ...(base === null ? [] : [base])].map(
    (read) => new Side(new BoardCursor(read, window)),
  );
  const places = new Map<EntityName, Place[]>();
  const parents = new ParentLinks();
  for (const entity of ENTITY_NAMES) {
    const found = walk(entity, sides, (id, parentId) => parents.add(id, parentId));
    if (found === null) return null;
    places.set(entity, found);
  }
  if (!sides.every((side) => side.takeFrame())) return null;

  const [a, b, o] = sides as [Side, Side, Side | undefined];
  const joined = joinBoards(a.board, b.board, o?.board ?? null);
  const { project: projects, swim_lane: lanes, work_item: items } = joined.board.records;
  for (const { id, parent_id } of items) if (parent_id !== null) parents.add(id, parent_id);
  const links = parents.all();
  if (!isSound({ projects, lanes, links })) return null;
  return { ...piecesOf(joined, places, a), joined };
}

/** One version of the file, and what of it is not the same in all. */
class Side {
  /** The records that differ, and in the end the head and what is unknown. */
  readonly board: BoardData = emptyBoard();
  /** The id of the last record of the array so far. */
  last = "";
  frame = "";
  size = 0;

  constructor(readonly cursor: BoardCursor) {}

  /** Takes the current record. @returns its text; null if it is not canonical. */
  take(entity: EntityName): string | null {
    const { bytes, at, end } = this.cursor;
    const text = bytes.subarray(at, end);
    const record = readCanonical(entity, text);
    if (record === null || record.id <= this.last) return null;
    this.last = record.id;
    (this.board.records[entity] as AnyRecord[]).push(record);
    return text.toString();
  }

  /** Takes what stands around the records. @returns false if it is not canonical. */
  takeFrame(): boolean {
    const frame = readFrame(this.cursor);
    if (frame === null) return false;
    this.size = this.cursor.position;
    this.frame = frame.text;
    const { exportedAt, exportedBy, unknown } = frame.board;
    Object.assign(this.board, { exportedAt, exportedBy, unknown });
    return true;
  }
}

/** Where in the merged array what comes from: records of ours as they are, or a merged one. */
type Place = Slice | Differing;

interface Differing {
  id: string;
  /** Our version; null if we do not have the record. */
  ours: (Slice & { text: string }) | null;
}

/** What {@link isSound} has to see whole. */
const ALWAYS_MERGED: ReadonlySet<EntityName> = new Set(["project", "swim_lane"]);

/** Walks over one array in all versions. @returns null if one of them is not canonical. */
function walk(
  entity: EntityName,
  sides: readonly Side[],
  onParent: (id: string, parentId: string) => void,
): Place[] | null {
  const places: Place[] = [];
  for (const side of sides) {
    side.last = "";
    side.cursor.enter(entity);
  }
  const [{ cursor: ours }] = sides as [Side];
  while (sides.some(({ cursor }) => cursor.hasRecord)) {
    const same = ALWAYS_MERGED.has(entity) ? 0 : sameRecords(sides);
    if (same > 0) {
      const records = ours.bytes.subarray(ours.at, ours.at + same - BETWEEN.length);
      const previous = sides.map(({ last }) => last).reduce((x, y) => (x > y ? x : y));
      const last = checkRecords(entity, records, previous, onParent);
      if (last === null) return null;
      places.push({ from: ours.position, to: ours.position + records.length });
      for (const side of sides) {
        side.last = last;
        side.cursor.skip(same);
      }
    } else {
      const place = takeOne(entity, sides);
      if (place === null) return null;
      if (place !== undefined) places.push(place);
    }
  }
  return sides.every(({ cursor }) => cursor.isCanonical) ? places : null;
}

const FOLLOWED = Buffer.from(RECORD_END + BETWEEN);
const CLOSING = Buffer.from("\n  ]");

/**
 * How many bytes from here on are the same in all versions and are whole records, with what stands
 * behind each: another record follows. 0 if not even one is.
 */
function sameRecords(sides: readonly Side[]): number {
  if (!sides.every(({ cursor }) => cursor.hasRecord)) return 0;
  const [first, ...others] = sides.map(({ cursor }) => cursor) as [BoardCursor];
  let length = Math.min(...sides.map(({ cursor }) => cursor.ahead()));
  for (const other of others) length = commonLength(first, other, length);
  const same = first.bytes.subarray(first.at, first.at + length);
  const closing = same.indexOf(CLOSING);
  const last = same.lastIndexOf(FOLLOWED, closing < 0 ? undefined : closing);
  return last < 0 ? 0 : last + FOLLOWED.length;
}

/** How many bytes from both places on are the same, at most `limit`: in growing steps, then in halves. */
function commonLength(a: BoardCursor, b: BoardCursor, limit: number): number {
  const differ = (from: number, to: number): boolean =>
    a.bytes.compare(b.bytes, b.at + from, b.at + to, a.at + from, a.at + to) !== 0;
  let same = 0;
  let step = 4096;
  for (; same < limit; step *= 2) {
    const next = Math.min(limit, same + step);
    if (differ(same, next)) break;
    same = next;
  }
  let end = Math.min(limit, same + step);
  while (same < end) {
    const middle = (same + end + 1) >> 1;
    if (differ(same, middle)) end = middle - 1;
    else same = middle;
  }
  return same;
}

/**
 * Takes the record with the smallest id from the versions that have it.
 *
 * @returns null if one is not canonical; undefined for a record that is in none of the two to merge.
 */
function takeOne(entity: EntityName, sides: readonly Side[]): Place | null | undefined {
  const ids = sides.map(({ cursor }) => (cursor.hasRecord ? idAt(cursor.bytes, cursor.at) : null));
  const id = ids.reduce((x, y) => (x === null || (y !== null && y < x) ? y : x)) as string;
  let place: Differing | undefined;
  for (const [index, side] of sides.entries()) {
    if (ids[index] !== id) continue;
    const { cursor } = side;
    const text = side.take(entity);
    if (text === null || side.last !== id) return null;
    if (index === 0) {
      const from = cursor.position;
      place = { id, ours: { from, to: from + cursor.end - cursor.at, text } };
    } else if (index === 1) {
      place ??= { id, ours: null };
    }
    cursor.next();
  }
  return place;
}

/** Puts the merged file together. */
function piecesOf(
  { board }: Joined,
  places: ReadonlyMap<EntityName, readonly Place[]>,
  ours: Side,
): Pick<SliceMerge, "pieces" | "isOurs"> {
  let length = 0;
  let copied = true;
  const elements = function* (entity: EntityName): Generator<Piece> {
    const merged = new Map((board.records[entity] as AnyRecord[]).map((one) => [one.id, one]));
    let open: Slice | null = null;
    for (const place of places.get(entity) ?? []) {
      const piece =
        "id" in place ? pieceOf(entity, merged.get(place.id) as AnyRecord, place) : place;
      if (typeof piece === "string") {
        if (open !== null) yield open;
        open = null;
        copied = false;
        yield piece;
      } else if (open !== null && open.to + BETWEEN.length === piece.from) {
        open.to = piece.to;
      } else {
        if (open !== null) yield open;
        open = { from: piece.from, to: piece.to };
      }
    }
    if (open !== null) yield open;
  };
  const pieces = [...boardPieces<Piece>(headOf(board), elements, board.unknown)];
  for (const piece of pieces) {
    length += typeof piece === "string" ? Buffer.byteLength(piece) : piece.to - piece.from;
  }
  const empty = { ...board, records: emptyBoard().records };
  const isOurs = copied && length === ours.size && writeBoard(empty, headOf(board)) === ours.frame;
  return { pieces, isOurs };
}

/** A merged record: that of our file if it has the same text. */
function pieceOf(entity: EntityName, record: AnyRecord, { ours }: Differing): Piece {
  const text = recordText(entity, fieldsOf(record));
  return ours?.text === text ? ours : text;
}

/** The bytes of a merged file, in chunks that are of use until the next one comes. */
export function* pieceBytes(
  pieces: readonly Piece[],
  read: ReadAt,
  size = 1 << 20,
): Generator<Uint8Array> {
  const buffer = Buffer.allocUnsafeSlow(size);
  for (const piece of pieces) {
    if (typeof piece === "string") {
      yield Buffer.from(piece);
      continue;
    }
    for (let at = piece.from; at < piece.to; ) {
      const length = read(buffer.subarray(0, Math.min(size, piece.to - at)), at);
      if (length === 0) throw new Error("The file that is copied from has become shorter.");
      yield buffer.subarray(0, length);
      at += length;
    }
  }
}
