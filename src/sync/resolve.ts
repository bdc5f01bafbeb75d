/**
 * `pm sync resolve`: makes one board of a `data.json` that git left in conflict, by the same law as
 * every other merge, and stages it.
 */
import { readFileSync } from "node:fs";
import { conflictMarkers } from "../data-json/conflict-markers.ts";
import type { BoardData } from "../domain/board-data.ts";
import type { Instant } from "../domain/instant.ts";
import { type Merged, mergeBoards } from "../domain/merge/merge-boards.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { withTyped } from "../domain/typed-by-hand.ts";
import { excludeRuntimeFiles, layout } from "../workspace/layout.ts";
import type { Workspace } from "../workspace/locate.ts";
import { boardBytes } from "./board-bytes.ts";
import { conflictSides } from "./conflict-sides.ts";
import { contestsOf } from "./contests.ts";
import {
  BOARD_PATH,
  type GitWorkspace,
  type IndexEntry,
  indexEntries,
  isGitWorkspace,
  readBlob,
  resolvedEntries,
  stage,
} from "./git.ts";
import { leaveInJournal } from "./journal-files.ts";
import { leaveMergeNote } from "./merge-notes.ts";
import { type NextStep, nextStep } from "./next-step.ts";
import { readTwice } from "./read-twice.ts";
import { replaceFile } from "./replace-file.ts";

export interface Resolved {
  /**
   * What was merged: both versions in git's index, the one that the other side did not delete, both
   * sides of conflict markers, or records with one id; `nothing`: the file has no conflict.
   */
  from: "index" | "only ours" | "only theirs" | "markers" | "duplicates" | "nothing";
  /** How many records had another one with their id. */
  duplicates: number;
  /** How many contests and mends there were. */
  conflicts: number;
  /** Whether they are in the journal. */
  journaled: boolean;
  staged: boolean;
  /** Why the result, which is written, could not be staged. */
  not_staged_because: string | null;
  /** How to go on; null outside of git. */
  next: NextStep | null;
}

interface Found {
  from: Exclude<Resolved["from"], "nothing">;
  board: BoardData;
  duplicates: number;
  merges: Merged[];
}

/**
 * Resolves the conflict in `.pm/data.json`, if it has one.
 *
 * @returns what was done, or `unreadable` with nothing changed if a side is no board.
 */
export function resolveBoard(workspace: Workspace, now: Instant): Outcome<Resolved> {
  const path = layout(workspace.pmDir).dataJson;
  const entries = isGitWorkspace(workspace) ? indexEntries(workspace, BOARD_PATH) : [];
  const next = () => (isGitWorkspace(workspace) ? nextStep(workspace) : null);
  const isUnmerged = entries.some((entry) => entry.stage > 0);
  const found =
    isUnmerged && isGitWorkspace(workspace)
      ? fromIndex(workspace, entries, readIfThere(path), now)
      : fromFile(readIfThere(path));
  if (!found.ok) return found;
  if (found.value === null) {
    const none = {
      duplicates: 0,
      conflicts: 0,
      journaled: true,
      staged: false,
      not_staged_because: null,
    };
    return ok({ from: "nothing", ...none, next: next() });
  }

  const { from, board, duplicates, merges } = found.value;
  const contests = merges.flatMap((merged) => contestsOf(merged, now));
  // What is left for the next command is ignored also where a revert has taken .pm/.gitignore away.
  excludeRuntimeFiles(workspace);
  const journaled = leaveInJournal(workspace.pmDir, contests);
  const told = { via: "resolve", at: now, conflicts: contests.length } as const;
  leaveMergeNote(workspace.pmDir, told, merges);
  replaceFile(path, boardBytes(board));
  const staged =
    isGitWorkspace(workspace) && entries.length > 0 ? stage(workspace, BOARD_PATH) : null;
  return ok({
    from,
    duplicates,
    conflicts: contests.length,
    journaled,
    staged: staged?.ok === true,
    not_staged_because: staged?.ok === false ? staged.refusal.message : null,
    next: next(),
  });
}

/** From the three versions that git keeps in its index while the file is in conflict. */
function fromIndex(
  workspace: GitWorkspace,
  entries: readonly IndexEntry[],
  byHand: Buffer | null,
  now: Instant,
): Outcome<(Found & { typed: boolean }) | null> {
  const read = (number: number, whose: string) => {
    const entry = entries.find(({ stage }) => stage === number);
    const bytes = entry === undefined ? null : readBlob(workspace, entry.blob);
    return bytes === null ? null : readTwice(bytes, `${whose} ${BOARD_PATH}`);
  };
  const [base, ours, theirs] = [
    read(1, "the common ancestor of"),
    read(2, "our version of"),
    read(3, "their version of"),
  ];
  if (ours?.ok === false) return ours;
  if (theirs?.ok === false) return theirs;
  const only = ours ?? theirs;
  if (only === null) return refuse("refused", `Git's index has no version of ${BOARD_PATH}.`);
  if (ours === null || theirs === null) {
    const from = ours === null ? "only theirs" : "only ours";
    return ok({ from, typed: false, ...only.value });
  }
  const merged = mergeBoards(
    ours.value.board,
    theirs.value.board,
    base?.ok ? base.value.board : null,
  );
  const sides = [ours.value.board, theirs.value.board];
  return ok({
    from: "index",
    ...withEditsByHand(merged.board, byHand, sides, now),
    duplicates: ours.value.duplicates + theirs.value.duplicates,
    merges: [...ours.value.merges, ...theirs.value.merges, merged],
  });
}

/** The merged board with what somebody who resolved the conflict by hand, or began to, has written. */
function withEditsByHand(
  merged: BoardData,
  bytes: Buffer | null,
  sides: readonly BoardData[],
  now: Instant,
): { board: BoardData; typed: boolean } {
  const byHand = bytes === null ? null : readTwice(bytes, BOARD_PATH);
  if (!byHand?.ok) return { board: merged, typed: false };
  const board = withTyped(merged, byHand.value.board, sides, now);
  const typed = board !== merged;
  return { board: mergeBoards(board, byHand.value.board, merged).board, typed };
}

/**
 * Where somebody has resolved the conflict by hand and staged the file: what they have typed is stamped as
 * written now, in the file and in the index. Nothing is done where nothing was typed, or where the file is
 * not the one that is staged.
 */
export function stampResolvedByHand(workspace: GitWorkspace, now: Instant): Outcome<null> {
  const path = layout(workspace.pmDir).dataJson;
  const entries = resolvedEntries(workspace, BOARD_PATH);
  const [staged] = indexEntries(workspace, BOARD_PATH);
  if (entries.length === 0 || staged === undefined || staged.stage !== 0) return ok(null);
  const bytes = readIfThere(path);
  if (bytes === null || readBlob(workspace, staged.blob)?.equals(bytes) !== true) return ok(null);
  const found = fromIndex(workspace, entries, bytes, now);
  if (!found.ok) return found;
  if (found.value === null || !found.value.typed) return ok(null);
  const contests = found.value.merges.flatMap((merged) => contestsOf(merged, now));
  leaveInJournal(workspace.pmDir, contests);
  replaceFile(path, boardBytes(found.value.board));
  return stage(workspace, BOARD_PATH);
}

/** From the file itself: its conflict markers, or its ids that are there twice. */
function fromFile(bytes: Buffer | null): Outcome<Found | null> {
  if (bytes === null) return ok(null);
  const whole = readTwice(bytes, BOARD_PATH);
  if (whole.ok) {
    return ok(whole.value.duplicates === 0 ? null : { from: "duplicates", ...whole.value });
  }
  const text = bytes.toString();
  if (conflictMarkers(text).length === 0) return whole;
  const sides = conflictSides(text);
  if (sides === null) {
    return refuse(
      "unreadable",
      `The conflict markers in ${BOARD_PATH} do not pair up: some of them were edited away.`,
      BRING_IN,
    );
  }
  const ours = readSide(sides.ours, "our side of");
  if (!ours.ok) return ours;
  const theirs = readSide(sides.theirs, "their side of");
  if (!theirs.ok) return theirs;
  const base = sides.base === null ? null : readSide(sides.base, "the ancestor in");
  const merged = mergeBoards(
    ours.value.board,
    theirs.value.board,
    base?.ok ? base.value.board : null,
  );
  return ok({
    from: "markers",
    board: merged.board,
    duplicates: ours.value.duplicates + theirs.value.duplicates,
    merges: [...ours.value.merges, ...theirs.value.merges, merged],
  });
}

const BRING_IN =
  "Each version is in git: `git show BRANCH:.pm/data.json > FILE` and `pm sync import --merge FILE` bring one in.";

function readSide(text: string, whose: string) {
  const read = readTwice(Buffer.from(text), `${whose} ${BOARD_PATH}`);
  return read.ok ? read : refuse("unreadable", read.refusal.message, BRING_IN);
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return null;
    throw error;
  }
}
