/** Reads a board in which ids may be there twice, as a union merge of git leaves them. */
import { readBoard } from "../data-json/read.ts";
import { type BoardData, emptyBoard } from "../domain/board-data.ts";
import { ENTITY_NAMES } from "../domain/entities.ts";
import { compareText } from "../domain/json.ts";
import { type Merged, mergeBoards } from "../domain/merge/merge-boards.ts";
import { type Outcome, ok } from "../domain/refusal.ts";

export interface ReadTwice {
  board: BoardData;
  /** How many records had another one with their id before them. */
  duplicates: number;
  /** One merge for each time that an id came again: the second ones, the third ones, and so on. */
  merges: Merged[];
}

/** Reads a board; records with one id are joined by the law. */
export function readTwice(bytes: Uint8Array, name: string): Outcome<ReadTwice> {
  const times = new Map<string, number>();
  const layers: BoardData[] = [];
  let duplicates = 0;
  const read = readBoard(bytes, name, (entity, record) => {
    const key = `${entity} ${record.id}`;
    const nth = times.get(key) ?? 0;
    times.set(key, nth + 1);
    duplicates += 1;
    layers[nth] ??= emptyBoard();
    const list: { id: string }[] = layers[nth].records[entity];
    list.push(record);
  });
  if (!read.ok) return read;
  let board = read.value;
  const merges = layers.map((layer) => {
    for (const entity of ENTITY_NAMES) {
      layer.records[entity].sort((a, b) => compareText(a.id, b.id));
    }
    const merged = mergeBoards(board, layer, null);
    board = merged.board;
    return merged;
  });
  return ok({ board, duplicates, merges });
}
