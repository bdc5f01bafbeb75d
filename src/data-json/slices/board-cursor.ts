/**
 * Walks over the bytes of a canonical `data.json`, record by record, without parsing them and without
 * holding more of them than a window.
 *
 * What it finds depends on the file being canonical, and it does not check the records: whoever uses
 * what it finds has each record checked (`canonical-record.ts`) or knows where it comes from. Where the
 * file is laid out in another way, it says so and gives no more records. What is left of the file when
 * its records are taken out is its frame, which `frame` gives to be checked.
 */
import { ENTITIES, type EntityName } from "../../domain/entities.ts";
import { BETWEEN, RECORD_END } from "./canonical-record.ts";

/** Reads bytes of a file from a position; fewer than fit, at its end none. */
export type ReadAt = (into: Uint8Array, position: number) => number;

/** Most of what is walked over is equal or copied: large enough for that, and small for a cache. */
const WINDOW = 1 << 20;

const CLOSING = Buffer.from("\n  ]");
const END = Buffer.from(RECORD_END);
const COMMA = BETWEEN.charCodeAt(0);
const NEWLINE = "\n".charCodeAt(0);
const BRACKET = "]".charCodeAt(0);

export class BoardCursor {
  /** Some bytes of the file; of use until the cursor moves. */
  bytes: Buffer = Buffer.alloc(0);
  /** Where the current record starts and ends in `bytes`. */
  at = 0;
  end = 0;
  /** Whether there is a current record. */
  hasRecord = false;
  /** False as soon as the file turns out to be laid out in another way. */
  isCanonical = true;

  /** From where on in `bytes` they are kept although the cursor moves on; -1: from the current record. */
  held = -1;

  private window: Buffer;
  private filled = 0;
  /** Where in the file the window starts. */
  private base = 0;
  private atEnd = false;
  private readonly around: Buffer[] = [];
  private entity: EntityName = "project";

  constructor(
    private readonly read: ReadAt,
    size = WINDOW,
  ) {
    this.window = Buffer.allocUnsafeSlow(size);
  }

  /** Where the current record starts in the file. */
  get position(): number {
    return this.base + this.at;
  }

  /** How many bytes of the file stand ready from the current record on; some, unless it ends. */
  ahead(): number {
    if (this.filled - this.at < this.window.length >> 3) this.fill();
    return this.filled - this.at;
  }

  /** Goes to the first record of an array. To be called for each array, in order. */
  enter(entity: EntityName): void {
    if (!this.isCanonical) return;
    this.entity = entity;
    const { array, optional } = ENTITIES[entity];
    const opening = Buffer.from(`,\n  "${array}": [`);
    const isFirst = this.around.length === 0;
    const found = isFirst ? this.find(opening) : this.startsWith(opening) ? this.at : -1;
    if (found < 0) {
      if (isFirst || !optional) this.isCanonical = false;
      return;
    }
    const inside = found + opening.length;
    if (!optional) this.keep(this.bytes.subarray(this.at, inside));
    this.at = inside;
    const next = this.byteAt(0);
    this.at += 1;
    if (next === NEWLINE) this.locate();
    else if (next === BRACKET && !optional) this.keep(Buffer.from("]"));
    else this.isCanonical = false;
  }

  /** Goes to the next record of the array. */
  next(): void {
    const isLast = this.bytes[this.end] !== COMMA;
    this.hasRecord = false;
    this.at = this.end;
    if (!isLast) {
      this.at += BETWEEN.length;
      this.locate();
    } else if (this.startsWith(CLOSING)) {
      this.at += CLOSING.length;
      if (!ENTITIES[this.entity].optional) this.keep(CLOSING.subarray(-1));
    } else {
      this.isCanonical = false;
    }
  }

  /** Goes on by some bytes, to where another record of the array starts. */
  skip(bytes: number): void {
    this.at += bytes;
    this.locate();
  }

  /** All that is not records, when all arrays have been walked over. */
  frame(): Buffer {
    while (this.fill()) {}
    this.keep(this.bytes.subarray(this.at));
    this.at = this.filled;
    return Buffer.concat(this.around);
  }

  private locate(): void {
    const found = this.find(END);
    this.end = found + END.length;
    const length = this.end - this.at;
    const isFollowed = this.byteAt(length) === COMMA && this.byteAt(length + 1) === NEWLINE;
    this.hasRecord = found >= 0 && (isFollowed || this.byteAt(length) === NEWLINE);
    if (!this.hasRecord) this.isCanonical = false;
  }

  /** Finds bytes from the current place on; -1 if the file does not have them. */
  private find(wanted: Buffer): number {
    for (let from = this.at; ; ) {
      const found = this.bytes.indexOf(wanted, from);
      if (found >= 0) return found;
      from = Math.max(from, this.filled - wanted.length);
      const moved = this.at;
      if (!this.fill()) return -1;
      from -= moved - this.at;
    }
  }

  private startsWith(wanted: Buffer): boolean {
    while (this.filled - this.at < wanted.length && this.fill()) {}
    return this.bytes.subarray(this.at, this.at + wanted.length).equals(wanted);
  }

  /** A byte so many bytes behind the current place. */
  private byteAt(offset: number): number | undefined {
    while (this.at + offset >= this.filled && this.fill()) {}
    return this.bytes[this.at + offset];
  }

  private keep(bytes: Uint8Array): void {
    this.around.push(Buffer.from(bytes));
  }

  /** Reads on. @returns false at the end of the file. */
  private fill(): boolean {
    if (this.atEnd) return false;
    const from = this.held < 0 ? this.at : this.held;
    if (from > 0) {
      this.window.copyWithin(0, from, this.filled);
      this.base += from;
      this.filled -= from;
      this.end -= from;
      this.at -= from;
      if (this.held > 0) this.held = 0;
    }
    if (this.filled === this.window.length) {
      const larger = Buffer.allocUnsafeSlow(2 * this.window.length);
      this.window.copy(larger);
      this.window = larger;
    }
    const read = this.read(this.window.subarray(this.filled), this.base + this.filled);
    this.filled += read;
    this.atEnd = read === 0;
    this.bytes = this.window.subarray(0, this.filled);
    return read > 0;
  }
}
