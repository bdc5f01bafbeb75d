/** What somebody does next whose git has stopped for a conflict. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { BOARD_PATH, type GitWorkspace, git, operationUnderWay } from "./git.ts";

export interface NextStep {
  /** What git has begun and not finished; `squash`: a merge that becomes an ordinary commit. */
  operation: "rebase" | "am" | "merge" | "squash" | "cherry-pick" | "revert" | null;
  /** The command that goes on with it; null if there is nothing to go on with. */
  command: string | null;
  /** Other paths that are in conflict: they come first. */
  unmerged: string[];
  /** A stash is kept: one that could not be popped without a conflict, perhaps. */
  stash: boolean;
}

/** Reads it off the git directory. Changes nothing. */
export function nextStep(workspace: GitWorkspace): NextStep {
  const operation = operationOf(workspace);
  return {
    operation,
    command: operation === null ? null : commandFor(operation, workspace),
    unmerged: unmergedPaths(workspace).filter((path) => path !== BOARD_PATH),
    stash: git(workspace, "rev-parse", "--quiet", "--verify", "refs/stash").code === 0,
  };
}

function operationOf(workspace: GitWorkspace): NextStep["operation"] {
  const has = (...path: string[]): boolean => existsSync(join(workspace.gitDir, ...path));
  if (has("rebase-apply", "applying")) return "am";
  return operationUnderWay(workspace) ?? (has("SQUASH_MSG") ? "squash" : null);
}

function commandFor(
  operation: Exclude<NextStep["operation"], null>,
  workspace: GitWorkspace,
): string {
  if (operation === "merge" || operation === "squash") return "git commit";
  // Where the board knew all of it already, git refuses to go on with a commit of nothing.
  const isOfCommits = operation === "cherry-pick" || operation === "revert";
  return isOfCommits && isNothingStaged(workspace)
    ? `git ${operation} --skip`
    : `git ${operation} --continue`;
}

function isNothingStaged(workspace: GitWorkspace): boolean {
  return git(workspace, "diff", "--cached", "--quiet", "--no-ext-diff").code === 0;
}

function unmergedPaths(workspace: GitWorkspace): string[] {
  const { stdout } = git(
    workspace,
    "diff",
    "--name-only",
    "--diff-filter=U",
    "--no-ext-diff",
    "-z",
  );
  return [...new Set(stdout.toString().split("\0").filter(Boolean))];
}
