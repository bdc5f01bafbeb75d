import { writeBoard } from "../data-json/write.ts";
import type { BoardData } from "../domain/board-data.ts";
import { EPOCH } from "../domain/instant.ts";

/**
 * A board that was merged outside the database, as the bytes of its `data.json`.
 *
 * One without a head (made by hand) is written with a head that reads as none: the present time would
 * differ between two people who merge the same.
 */
export function boardBytes(board: BoardData): Buffer {
  const { exportedAt, exportedBy } = board;
  return Buffer.from(
    writeBoard(board, { exportedAt: exportedAt ?? EPOCH, exportedBy: exportedBy ?? "" }),
  );
}
