import { writeBoard } from "../data-json/write.ts";
import type { BoardData } from "../domain/board-data.ts";
import { EPOCH } from "../domain/instant.ts";

/** A board as the bytes of its `data.json`; a head that says nothing is left as empty as it can be. */
export function boardBytes(board: BoardData): Buffer {
  const { exportedAt, exportedBy } = board;
  return Buffer.from(
    writeBoard(board, { exportedAt: exportedAt ?? EPOCH, exportedBy: exportedBy ?? "" }),
  );
}
