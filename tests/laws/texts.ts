/** The canonical text of records and boards: what the laws compare. */
import { toJson, writeBoard } from "../../src/data-json/write.ts";
import type { BoardData } from "../../src/domain/board-data.ts";
import type { EntityName } from "../../src/domain/entities.ts";
import { EPOCH } from "../../src/domain/instant.ts";
import type { Fields } from "../../src/domain/merge/times.ts";

export function recordText(entity: EntityName, record: Fields): string {
  return JSON.stringify(toJson(entity, record));
}

export function boardText(board: BoardData): string {
  return writeBoard(board, {
    exportedAt: board.exportedAt ?? EPOCH,
    exportedBy: board.exportedBy ?? "nobody",
  });
}
