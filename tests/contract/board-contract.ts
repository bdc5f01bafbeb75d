/**
 * What every `Board` promises, whichever way in: the suite runs over the database opened by this
 * process, and over HTTP through a real server (`board.test.ts`).
 */
import { describe } from "bun:test";
import { type BoardUnderTest, withBoards } from "./harness.ts";
import { historyContract } from "./history.ts";
import { listsAndPlacesContract } from "./lists-and-places.ts";
import { recordsContract } from "./records.ts";
import { syncContract } from "./sync.ts";
import { workContract } from "./work.ts";

/** Runs the suite over the boards that `open` makes. */
export function boardContract(name: string, open: () => Promise<BoardUnderTest>): void {
  const withBoard = withBoards(open);
  describe(`board (${name})`, () => {
    recordsContract(withBoard);
    listsAndPlacesContract(withBoard);
    workContract(withBoard);
    historyContract(withBoard);
    syncContract(withBoard);
  });
}
