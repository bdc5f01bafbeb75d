import { headOf, writeBoard } from "../data-json/write.ts";
import type { BoardData } from "../domain/board-data.ts";

/** A board that was merged outside the database, as the bytes of its `data.json`. */
export function boardBytes(board: BoardData): Buffer {
  return Buffer.from(writeBoard(board, headOf(board)));
}
