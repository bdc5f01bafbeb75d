import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Outcome, refuse } from "../domain/refusal.ts";
import { layout } from "../workspace/layout.ts";
import type { Workspace } from "../workspace/locate.ts";
import { BOARD_PATH, type GitWorkspace, git, indexEntries, isGitWorkspace } from "./git.ts";

/**
 * A refusal where a sparse check-out leaves out the board that git has here; null anywhere else. Making
 * the file anew would put a board without records, or with those of another day, in its place.
 *
 * Starts git only where the file is missing and the check-out is sparse.
 */
export function leftOut(workspace: Workspace): Outcome<never> | null {
  if (existsSync(layout(workspace.pmDir).dataJson) || !isGitWorkspace(workspace)) return null;
  if (!existsSync(join(workspace.gitDir, "info", "sparse-checkout"))) return null;
  if (!indexEntries(workspace, BOARD_PATH).some(({ skipped }) => skipped)) return null;
  return refuse(
    "refused",
    `This sparse check-out leaves out ${BOARD_PATH}: the board is in git, and not in this work tree.`,
    `\`${whatBringsIn(workspace)}\` brings it in.`,
  );
}

/** A cone is made of folders; else a pattern that names the files counts more than one for their folder. */
export function whatBringsIn(workspace: GitWorkspace): string {
  const cone = git(workspace, "config", "--type=bool", "--get", "core.sparseCheckoutCone");
  const what = cone.stdout.toString().trim() === "true" ? ".pm" : "'/.pm/*'";
  return `git sparse-checkout add ${what}`;
}
