/** `pm sync commit`: a commit of the board alone, whatever else is staged. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import {
  BOARD_PATH,
  type GitWorkspace,
  git,
  gitAttended,
  operationUnderWay,
  stage,
} from "./git.ts";

/** What else is tracked in `.pm`; goes along with the first commit. */
const COMPANIONS = [".pm/.gitignore", ".pm/.gitattributes", ".pm/config.toml"];

export interface Committed {
  /** The id of the commit; null if the board was committed already. */
  commit: string | null;
  paths: string[];
}

/** Whether the board can be committed by itself now. To be asked before it is exported. */
export function canCommit(workspace: GitWorkspace): Outcome<null> {
  const operation = operationUnderWay(workspace);
  if (operation === null) return ok(null);
  return refuse(
    "refused",
    `A ${operation} is under way, and git makes no commit of single files in it.`,
    `Finish the ${operation} first. Nothing of the board is lost meanwhile.`,
  );
}

/** Commits `.pm/data.json` as it lies in the work tree. */
export function commitBoard(workspace: GitWorkspace, message: string): Outcome<Committed> {
  const paths = [BOARD_PATH, ...untracked(workspace, COMPANIONS)];
  const fresh = untracked(workspace, paths);
  const staged = stage(workspace, ...paths);
  if (!staged.ok) return staged;
  const diff = ["diff", "--cached", "--quiet", "--", ...paths];
  const changed = git(workspace, "--literal-pathspecs", ...diff);
  if (changed.code === 0) return ok({ commit: null, paths });

  const only = ["commit", "--quiet", "-m", message, "--only", "--", ...paths];
  const commit = gitAttended(workspace, "--literal-pathspecs", ...only);
  if (commit.code !== 0) {
    // A later commit of something else would take along what is new.
    if (fresh.length > 0) git(workspace, "update-index", "--force-remove", "--", ...fresh);
    const said = [commit.stdout.toString().trim(), commit.stderr].filter(Boolean).join("\n");
    return refuse("refused", `git commit failed${said === "" ? "." : `:\n${said}`}`);
  }
  const head = git(workspace, "rev-parse", "HEAD").stdout.toString().trim();
  return ok({ commit: head, paths });
}

/** Those of the paths that are there and that git neither tracks nor ignores. */
function untracked(workspace: GitWorkspace, paths: readonly string[]): string[] {
  const present = paths.filter((path) => existsSync(join(workspace.root, path)));
  if (present.length === 0) return [];
  const others = ["ls-files", "-z", "--others", "--exclude-standard", "--", ...present];
  const { stdout } = git(workspace, "--literal-pathspecs", ...others);
  return stdout.toString().split("\0").filter(Boolean);
}
