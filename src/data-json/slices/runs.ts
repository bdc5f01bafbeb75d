/**
 * The runs of a canonical `data.json`, by which it is told what in it is new.
 *
 * The records of each array are cut into runs of some 32: a run begins with a record whose id ends on five
 * zero bits, so that a record that is added, changed or taken out changes one run, or two, whatever the
 * size of the board. The mark of a run is the SHA-256 of its entity and its bytes. Who has kept the marks of
 * an older version has to look at those runs alone whose marks are new.
 *
 * A mark says: these bytes are canonical records of this entity, in order, each id once. So a file all of
 * whose runs are so, or have a known mark, with ascending ids from run to run, and whose frame is
 * canonical, is canonical as a whole.
 */
import { type BoardData, emptyBoard } from "../../domain/board-data.ts";
import { type AnyRecord, ENTITY_NAMES, type EntityName } from "../../domain/entities.ts";
import { BoardCursor, type ReadAt } from "./board-cursor.ts";
import { checkRecords, idAt, RECORD_START, readRecords } from "./canonical-record.ts";
import { readFrame } from "./frame.ts";

export interface BoardRuns {
  /** What identifies the file's content: SHA-256 over the frame and all marks, in hexadecimal. */
  hash: string;
  marks: string[];
  /** What has no known mark. Null where nothing is known, or too much is new to be held beside the rest. */
  news: News | null;
}

/** What of a file is new. */
export interface News {
  /** The head, what is unknown, and the records of the new runs. */
  board: BoardData;
  /** How many records the other runs have. */
  seen: { [E in EntityName]: number };
}

/** A run is cut here even where no id says so: ids need not be random. In bytes. */
const LONGEST_RUN = 1 << 18;
/** With more new bytes than this, reading the file as a whole is as good. */
const MOST_NEWS = 16 << 20;

/** Where in a record the last two digits of its id stand. */
const ID_END = RECORD_START.length + 34;

/**
 * Reads a file's runs.
 *
 * @param known the marks of the runs that need not be looked at; null: all of the file is checked, and
 *   nothing of it kept.
 * @param window how many bytes of the file are held, about.
 * @returns null if the file is not canonical.
 */
export function readRuns(
  read: ReadAt,
  known: ReadonlySet<string> | null,
  window?: number,
): BoardRuns | null {
  const cursor = new BoardCursor(read, window);
  const marks: string[] = [];
  const board = emptyBoard();
  const seen = Object.fromEntries(ENTITY_NAMES.map((entity) => [entity, 0])) as News["seen"];
  let newBytes = known === null ? Number.POSITIVE_INFINITY : 0;
  for (const entity of ENTITY_NAMES) {
    cursor.enter(entity);
    for (let last = ""; cursor.hasRecord; ) {
      const { bytes, lastStart, records } = takeRun(cursor);
      const mark = markOf(entity, bytes);
      marks.push(mark);
      if (known?.has(mark) === true) {
        if (idAt(bytes, 0) <= last) return null;
        last = idAt(bytes, lastStart);
        seen[entity] += records;
        continue;
      }
      const checked = checkRecords(entity, bytes, last);
      if (checked === null) return null;
      last = checked;
      newBytes += bytes.length;
      if (newBytes > MOST_NEWS) continue;
      const list: AnyRecord[] = board.records[entity];
      list.push(...readRecords(entity, bytes));
    }
  }
  const frame = readFrame(cursor);
  if (frame === null) return null;
  const { exportedAt, exportedBy, unknown } = frame.board;
  Object.assign(board, { exportedAt, exportedBy, unknown });
  const hash = new Bun.CryptoHasher("sha256").update(frame.text).update(marks.join("\n"));
  return { hash: hash.digest("hex"), marks, news: newBytes > MOST_NEWS ? null : { board, seen } };
}

interface Run {
  /** Of use until the cursor moves. */
  bytes: Buffer;
  /** Where in them the last record starts. */
  lastStart: number;
  records: number;
}

/** Takes the run that starts with the current record, and moves behind it. */
function takeRun(cursor: BoardCursor): Run {
  cursor.held = cursor.at;
  let [lastStart, length, records] = [0, 0, 0];
  do {
    lastStart = cursor.at - cursor.held;
    length = cursor.end - cursor.held;
    records += 1;
    cursor.next();
  } while (cursor.hasRecord && length < LONGEST_RUN && !startsRun(cursor));
  const bytes = cursor.bytes.subarray(cursor.held, cursor.held + length);
  cursor.held = -1;
  return { bytes, lastStart, records };
}

function startsRun({ bytes, at }: BoardCursor): boolean {
  const [high = 0, low = 0] = [bytes[at + ID_END], bytes[at + ID_END + 1]];
  // "0" is 0x30, and of the letters a to f none ends on four zero bits; of the digit before, one bit.
  return low === 0x30 && ((high < 0x40 ? high : high - 0x57) & 1) === 0;
}

function markOf(entity: EntityName, bytes: Buffer): string {
  const hash = new Bun.CryptoHasher("sha256").update(`${entity}\n`).update(bytes);
  // 132 of its bits.
  return hash.digest("base64").slice(0, MARK_LENGTH);
}

/** How long a mark is. */
export const MARK_LENGTH = 22;
