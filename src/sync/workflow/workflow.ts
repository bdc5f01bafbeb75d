/**
 * The workflow file with which a forge merges the board in pull requests. It is tracked, and so it is
 * everybody's: it is written once, never over a file that is there, and `pm sync uninstall`, which is
 * about one clone, takes it away only as long as git does not track it.
 */
import { lstatSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import { type GitWorkspace, git, indexEntries } from "../git.ts";
import github from "./github.yml" with { type: "text" };

export const FORGES = ["github"] as const;
export type Forge = (typeof FORGES)[number];

/** From the top of the work tree. */
export const WORKFLOW_PATHS: { readonly [F in Forge]: string } = {
  github: ".github/workflows/pm-board.yml",
};

/** `ours`: what this version would write; `other`: written by another version, or changed since. */
export type WorkflowState = "absent" | "ours" | "other";

export function workflowState(workspace: GitWorkspace, forge: Forge): WorkflowState {
  const path = join(workspace.root, WORKFLOW_PATHS[forge]);
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return "absent";
  try {
    const text = readFileSync(path, "utf8");
    return text.replace(BRANCH_WRITTEN, () => BRANCH_LINE) === github ? "ours" : "other";
  } catch {
    return "other";
  }
}

/**
 * Writes the file, unless there is one.
 *
 * @returns the path, from the top of the work tree.
 */
export function writeWorkflow(workspace: GitWorkspace, forge: Forge): Outcome<string> {
  const path = WORKFLOW_PATHS[forge];
  const link = [dirname(dirname(path)), dirname(path)].find((folder) => isLink(workspace, folder));
  if (link !== undefined) {
    return refuse("refused", `${link} is a symbolic link: pm does not follow it.`);
  }
  mkdirSync(join(workspace.root, dirname(path)), { recursive: true });
  writeFileSync(join(workspace.root, path), workflowText(workspace), { flag: "wx" });
  return ok(path);
}

/**
 * Takes the file away if it is as it was written and not in git, and its folders if they are empty then.
 *
 * @returns what is (or was) there.
 */
export function removeWorkflow(
  workspace: GitWorkspace,
  forge: Forge,
): "absent" | "removed" | "kept" {
  const state = workflowState(workspace, forge);
  if (state === "absent") return "absent";
  const path = WORKFLOW_PATHS[forge];
  if (state === "other" || indexEntries(workspace, path).length > 0) return "kept";
  rmSync(join(workspace.root, path));
  for (const folder of [dirname(path), dirname(dirname(path))]) {
    try {
      rmdirSync(join(workspace.root, folder));
    } catch {
      // Something else is in it.
      break;
    }
  }
  return "removed";
}

/** A repository can bring links that lead out of it. */
function isLink(workspace: GitWorkspace, path: string): boolean {
  const entry = lstatSync(join(workspace.root, path), { throwIfNoEntry: false });
  return entry?.isSymbolicLink() === true;
}

/** The one line that differs from repository to repository: as it stands in the file here, and as written. */
const BRANCH_LINE = "      - main # pm: where pull requests go to";
const BRANCH_WRITTEN = /^ {6}- ".*"$/m;

function workflowText(workspace: GitWorkspace): string {
  return github.replace(BRANCH_LINE, () => `      - ${JSON.stringify(defaultBranch(workspace))}`);
}

/** The branch that the remote shows first; else the one that is checked out, or `main`. */
function defaultBranch(workspace: GitWorkspace): string {
  const short = (...args: string[]): string =>
    git(workspace, "symbolic-ref", "--quiet", "--short", ...args)
      .stdout.toString()
      .trim();
  const ofRemote = short("refs/remotes/origin/HEAD").replace(/^origin\//, "");
  return ofRemote || short("HEAD") || "main";
}
