import type { BoardData } from "../../domain/board-data.ts";
import { readBoard } from "../read.ts";
import { headOf, writeBoard } from "../write.ts";
import type { BoardCursor } from "./board-cursor.ts";

/** What stands around the records: the head, and what this version does not know. */
export interface Frame {
  /** A board without records. */
  board: BoardData;
  /** As it is written. */
  text: string;
}

/**
 * Reads what stands around the records of a file whose arrays have all been walked over.
 *
 * @returns null if it is not canonical.
 */
export function readFrame(cursor: BoardCursor): Frame | null {
  if (!cursor.isCanonical) return null;
  const bytes = cursor.frame();
  const read = readBoard(bytes, "");
  if (!read.ok) return null;
  const text = writeBoard(read.value, headOf(read.value));
  return Buffer.from(text).equals(bytes) ? { board: read.value, text } : null;
}
