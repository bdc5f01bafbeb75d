/**
 * Puts records that have changed into the bytes of a canonical `data.json`: what has not changed is copied,
 * and what has is found by a search for the ids beside it.
 *
 * It does not check the file: it is for a file that was written from the same board before, so that it
 * has every record but those that are new. Where it finds something else, it gives up, and the file is
 * written as a whole.
 */
import { ENTITIES, type EntityName } from "../../domain/entities.ts";
import type { ReadAt } from "./board-cursor.ts";
import { BETWEEN, RECORD_END, RECORD_START } from "./canonical-record.ts";
import type { Piece } from "./merge-slices.ts";

/** Records that stand next to each other, all that is between two that have not changed. */
export interface ChangedStretch {
  entity: EntityName;
  /** The id of the record before the first of them, and of that behind the last; null at an end. */
  before: string | null;
  after: string | null;
  /** The ids, ascending, and the text of each as `recordText` gives it. */
  ids: readonly string[];
  texts: readonly string[];
}

/** More bytes than this between two records that have not changed are no few records. */
const LONGEST = 16 << 20;
const WINDOW = 1 << 20;

/**
 * @param stretches in the order of the file.
 * @returns the new file, one piece where nothing has changed; null if it has to be written as a whole.
 */
export function spliceRecords(
  read: ReadAt,
  size: number,
  stretches: readonly ChangedStretch[],
  window = WINDOW,
): Piece[] | null {
  const file = new Search(read, window);
  const pieces: Piece[] = [];
  let copied = 0;
  let from = 0;
  let entity: EntityName | null = null;
  for (const stretch of stretches) {
    if (stretch.entity !== entity) {
      entity = stretch.entity;
      const opening = `,\n  "${ENTITIES[entity].array}": [`;
      const found = file.find(opening, from);
      if (found < 0) return null;
      from = found + opening.length;
    }
    const start = startOf(file, stretch, from);
    const end = start === null ? null : endOf(file, stretch, start);
    if (start === null || end === null || end - start > LONGEST) return null;
    const old = file.text(start, end);
    if (!holdsOnly(old, stretch)) return null;
    from = end;
    const records = stretch.texts.join(BETWEEN);
    const text = `${stretch.before === null ? "\n" : ",\n"}${records}${stretch.after === null ? "" : ","}`;
    if (text === old) continue;
    pieces.push({ from: copied, to: start }, text);
    copied = end;
  }
  return [...pieces, { from: copied, to: size }];
}

/**
 * Where the stretch starts: behind the record before it, or behind the bracket.
 *
 * @param from the start of the array, or a place in it: another array can have a record of the same id.
 */
function startOf(file: Search, { before }: ChangedStretch, from: number): number | null {
  if (before === null) return from;
  const found = file.find(startOfRecord(before), from);
  const end = found < 0 ? -1 : file.find(RECORD_END, found + 1);
  return end < 0 ? null : end + RECORD_END.length;
}

/** Where it ends: before the line of the record behind it, or before that of the bracket. */
function endOf(file: Search, { after }: ChangedStretch, from: number): number | null {
  // The comma of the record before the stretch is part of it.
  const found = file.find(after === null ? "\n  ]" : startOfRecord(after), from);
  return found < 0 ? null : found;
}

function startOfRecord(id: string): string {
  return `\n${RECORD_START}${id}"`;
}

const STARTS = new RegExp(`\\n${RECORD_START}([^"]*)"`.replace("{", "\\{"), "g");

/** Whether no other records stand there than those of the stretch. */
function holdsOnly(text: string, { before, ids }: ChangedStretch): boolean {
  if (before === null && text !== "" && !text.startsWith("\n")) return false;
  return [...text.matchAll(STARTS)].every(([, id = ""]) => ids.includes(id));
}

/** Searches a file, from its start to its end. */
class Search {
  private readonly buffer: Buffer;
  private bytes: Buffer;
  private base = 0;

  constructor(
    private readonly read: ReadAt,
    size: number,
  ) {
    this.buffer = Buffer.allocUnsafeSlow(Math.max(size, 256));
    this.bytes = this.buffer.subarray(0, 0);
  }

  /** The place of a text; -1 if it is not there from this place on. */
  find(text: string, from: number): number {
    const wanted = Buffer.from(text);
    for (let at = from; ; ) {
      if (at < this.base || at + wanted.length > this.base + this.bytes.length) this.load(at);
      if (this.bytes.length < wanted.length) return -1;
      const found = this.bytes.indexOf(wanted, at - this.base);
      if (found >= 0) return this.base + found;
      at = this.base + this.bytes.length - wanted.length + 1;
    }
  }

  text(from: number, to: number): string {
    const bytes = Buffer.alloc(to - from);
    const length = this.read(bytes, from);
    return bytes.toString("utf8", 0, length);
  }

  private load(at: number): void {
    this.base = at;
    this.bytes = this.buffer.subarray(0, this.read(this.buffer, at));
  }
}
