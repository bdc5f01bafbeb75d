// Three versions of an issue file through the converter and the real merge driver.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beadsProject, convertBeads } from "../../src/bridges/beads/convert.ts";
import { BEADS_PROJECT_ID } from "../../src/bridges/beads/ids.ts";
import { readLines, splitLines } from "../../src/bridges/beads/read-lines.ts";
import { readBoard } from "../../src/data-json/read.ts";
import { writeBoard } from "../../src/data-json/write.ts";
import type { BoardData } from "../../src/domain/board-data.ts";
import type { Instant } from "../../src/domain/instant.ts";
import type { Outcome } from "../../src/domain/refusal.ts";
import type { StoredConflict } from "../../src/storage/port.ts";
import { mergeFiles } from "../../src/sync/merge-driver.ts";
import { personId } from "../../src/workspace/identity.ts";
import { lostOfLines } from "./account-lines.ts";
import { type Account, accountFor } from "./account-merge.ts";

export interface MergedFiles {
  account: Account;
  /** What the conversion of the three lost, in words. */
  lost: string[];
  merged: BoardData;
  journal: StoredConflict[];
  /** Whether theirs merged with ours gives the same bytes. */
  sameBothWays: boolean;
  milliseconds: number;
}

export function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
}

/** An issue file as a board with its project, as an import into an empty board makes it. */
export function boardOf(text: string): BoardData {
  const lines = must(readLines(must(splitLines(Buffer.from(text), "F")), "F"));
  const { board } = convertBeads(lines, { project: BEADS_PROJECT_ID, personId });
  if (lines.length > 0) board.records.project = [beadsProject()];
  return board;
}

/** Merges the versions, the ancestor first, in an empty folder. */
export function mergeBeadsFiles(folder: string, texts: [string, string, string]): MergedFiles {
  const started = performance.now();
  const sides = texts.map((text) => {
    const board = boardOf(text);
    return { text, board, bytes: dataJson(board), lost: lostOfLines(text, board) };
  });
  const [base, ours, theirs] = sides.map((side) => side.bytes) as [string, string, string];
  const forth = drive(join(folder, "forth"), [base, ours, theirs]);
  const back = drive(join(folder, "back"), [base, theirs, ours]);
  const read = (text: string): BoardData => must(readBoard(Buffer.from(text), "F"));
  const merged = read(forth.text);
  return {
    account: accountFor([read(base), read(ours), read(theirs)], merged, forth.journal),
    lost: sides.flatMap((side) => side.lost),
    merged,
    journal: forth.journal,
    sameBothWays: forth.text === back.text,
    milliseconds: Math.round(performance.now() - started),
  };
}

/** The board as its tracked file. */
export function dataJson(board: BoardData): string {
  return writeBoard(board, { exportedAt: "2026-01-01T00:00:00.000Z", exportedBy: "pm-cli 0.1.0" });
}

function drive(folder: string, [base, ours, theirs]: [string, string, string]) {
  mkdirSync(join(folder, ".pm"), { recursive: true });
  writeFileSync(join(folder, "O"), base);
  writeFileSync(join(folder, "A"), ours);
  writeFileSync(join(folder, "B"), theirs);
  const files = { base: "O", ours: "A", theirs: "B", path: ".pm/data.json", directory: folder };
  const { conflicts } = must(mergeFiles(files, "2026-02-01T00:00:00.000Z" as Instant));
  const journals = join(folder, ".pm", "journal");
  const journal: StoredConflict[] =
    conflicts === 0
      ? []
      : readdirSync(journals).flatMap((name) =>
          JSON.parse(readFileSync(join(journals, name), "utf8")),
        );
  return { text: readFileSync(join(folder, "A"), "utf8"), journal };
}
