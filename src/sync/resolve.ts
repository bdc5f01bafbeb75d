/**
 * `pm sync resolve`: makes one board of a `data.json` that git left in conflict, by the same law as
 * every other merge, and stages it.
 */
import { readFileSync } from "node:fs";
import { readBoard } from "../data-json/read.ts";
import { type BoardData, emptyBoard } from "../domain/board-data.ts";
import { ENTITIES, ENTITY_NAMES } from "../domain/entities.ts";
import type { Instant } from "../domain/instant.ts";
import { attributeEdits } from "../domain/merge/attribute.ts";
import { type Merged, mergeBoards } from "../domain/merge/merge-boards.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { layout } from "../workspace/layout.ts";
import type { Workspace } from "../workspace/locate.ts";
import { boardBytes } from "./board-bytes.ts";
import { conflictSides } from "./conflict-sides.ts";
import { contestsOf } from "./contests.ts";
import {
  BOARD_PATH,
  type GitWorkspace,
  indexEntries,
  isGitWorkspace,
  readBlob,
  stage,
} from "./git.ts";
import { leaveInJournal } from "./journal-files.ts";
import { replaceFile } from "./replace-file.ts";

export interface Resolved {
  /**
   * What was merged: the three versions that git's index has, one of two where the other side
   * deleted the file, both sides of conflict markers, or records with one id. `nothing`: the file is
   * fine.
   */
  from: "index" | "only ours" | "only theirs" | "markers" | "duplicates" | "nothing";
  /** How many records had another one with their id. */
  duplicates: number;
  /** How many contests and mends went into the journal. */
  conflicts: number;
  staged: boolean;
}
