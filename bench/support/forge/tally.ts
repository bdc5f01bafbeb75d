// Merges as text, and what came of it.
import { readBoard } from "../../../src/data-json/read.ts";
import type { BoardData } from "../../../src/domain/board-data.ts";
import { mergeBoards } from "../../../src/domain/merge/merge-boards.ts";
import { boardBytes } from "../../../src/sync/board-bytes.ts";
import { repository } from "./text-merge.ts";

/** The outcomes of many merges. */
export interface Tally {
  trials: number;
  conflicts: number;
  /** Of the conflicts: both sides had edited one record, so that no choice of ids avoids it. */
  sameRecord: number;
  /** Of the clean ones: the board is what the merge driver would have made. */
  right: number;
  /** Of the right ones: git had put records into another array, and the reader put them back. */
  misfiled: number;
}

export function tally(): Tally {
  return { trials: 0, conflicts: 0, sameRecord: 0, right: 0, misfiled: 0 };
}

export interface Version {
  text: string;
  board: BoardData;
}

export function version(text: string): Version {
  const board = readBoard(Buffer.from(text), "data.json");
  if (!board.ok) throw new Error(board.refusal.message);
  return { text, board: board.value };
}

/** Three versions of each of which git has many. */
export interface Sides {
  base: Version;
  ours: readonly Version[];
  theirs: readonly Version[];
}

/**
 * Merges versions of the two sides, and counts.
 *
 * @param pairs which version of ours meets which of theirs.
 * @param folder where a repository can be for as long as this takes.
 */
export function mergeAll(
  folder: string,
  { base, ours, theirs }: Sides,
  pairs: readonly (readonly [ours: number, theirs: number])[],
  into: Tally,
): void {
  const texts = (side: readonly Version[]) => side.map(({ text }) => text);
  const git = repository(folder, base.text, texts(ours), texts(theirs));
  for (const [i, j] of pairs) {
    const [a, b] = [ours[i] as Version, theirs[j] as Version];
    const merged = git.merge(i, j);
    into.trials += 1;
    if (merged === null) {
      into.conflicts += 1;
      if (editedBoth(base, a, b)) into.sameRecord += 1;
      continue;
    }
    const law = boardBytes(mergeBoards(a.board, b.board, base.board).board).toString();
    if (merged === law) {
      into.right += 1;
      continue;
    }
    const read = readBoard(Buffer.from(merged), "data.json");
    if (!read.ok || boardBytes(read.value).toString() !== law) continue;
    into.right += 1;
    into.misfiled += 1;
  }
  git.remove();
}

function editedBoth(base: Version, a: Version, b: Version): boolean {
  const before = new Map(base.board.records.work_item.map(({ id, version }) => [id, version]));
  const edited = ({ board }: Version): Set<string> =>
    new Set(
      board.records.work_item
        .filter(({ id, version }) => before.has(id) && before.get(id) !== version)
        .map(({ id }) => id),
    );
  return !edited(a).isDisjointFrom(edited(b));
}
