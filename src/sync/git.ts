/**
 * The one place that runs git. Arguments go as a list, never through a shell, and git's own
 * environment is passed on as it came, so that what a hook is told (`GIT_INDEX_FILE`, `GIT_DIR` of a
 * linked work tree) holds for the git that the hook calls.
 */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { locate, type Workspace } from "../workspace/locate.ts";

/** The board's file as git names it: from the top of the work tree. */
export const BOARD_PATH = ".pm/data.json";

/** A board in a git work tree whose git directory is there. */
export interface GitWorkspace extends Workspace {
  kind: "git";
  gitDir: string;
  commonDir: string;
}

export function isGitWorkspace(workspace: Workspace): workspace is GitWorkspace {
  return workspace.kind === "git" && workspace.gitDir !== null && workspace.commonDir !== null;
}

/** The workspace as one of git, or a refusal. */
export function needGit(workspace: Workspace): Outcome<GitWorkspace> {
  if (isGitWorkspace(workspace)) return ok(workspace);
  return refuse(
    "refused",
    `There is no git repository at ${workspace.root}.`,
    "`git init` makes one.",
  );
}

export interface GitResult {
  /** Git's exit code; 127 if git could not be started, 124 if it took too long. */
  code: number;
  stdout: Buffer;
  stderr: string;
}

/** Longer than git needs for any question here, shorter than a person waits for a commit. */
const TIMEOUT_MS = 20_000;

/** Runs git at the top of the work tree. */
export function git(workspace: Workspace, ...args: readonly string[]): GitResult {
  return run(workspace, args, "ignore", TIMEOUT_MS);
}

/** The same for a question that may take long: git ends with 124 where it takes longer. */
export function gitWithin(
  milliseconds: number,
  workspace: Workspace,
  ...args: readonly string[]
): GitResult {
  return run(workspace, args, "ignore", milliseconds);
}

/** Runs git with the terminal's input, without a bound on time: for what runs other hooks. */
export function gitAttended(workspace: Workspace, ...args: readonly string[]): GitResult {
  return run(workspace, args, "inherit", undefined);
}

function run(
  workspace: Workspace,
  args: readonly string[],
  stdin: "ignore" | "inherit",
  timeout: number | undefined,
): GitResult {
  try {
    const child = Bun.spawnSync(["git", ...args], {
      cwd: workspace.root,
      env: environmentFor(workspace),
      stdio: [stdin, "pipe", "pipe"],
      ...(timeout === undefined ? {} : { timeout }),
    });
    const code = child.exitedDueToTimeout ? 124 : (child.exitCode ?? 128);
    return { code, stdout: child.stdout, stderr: child.stderr.toString().trim() };
  } catch (error) {
    return { code: 127, stdout: Buffer.alloc(0), stderr: (error as Error).message };
  }
}

/** What ties a git process to one repository, as far as it can point to another one than ours. */
const TIES = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_COMMON_DIR",
  "GIT_PREFIX",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_NAMESPACE",
];

/**
 * The environment as it came if it speaks of this repository; without its ties if it speaks of
 * another one (a hook of another repository that calls `pm -C`).
 */
function environmentFor(workspace: Workspace): Record<string, string | undefined> {
  if (!TIES.some((name) => process.env[name] !== undefined)) return process.env;
  if (speaksOf(workspace)) return process.env;
  const env = { ...process.env };
  for (const name of TIES) delete env[name];
  return env;
}

/** Whether git's environment, as far as it names a repository, names this one. */
export function speaksOf(workspace: Workspace): boolean {
  const named = process.env.GIT_DIR;
  const meant = named === undefined ? locate(process.cwd()).gitDir : resolve(named);
  if (meant === null || workspace.gitDir === null) return false;
  return real(meant) === real(workspace.gitDir);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** What git has begun in this work tree and not finished. */
export type Operation = "rebase" | "merge" | "cherry-pick" | "revert";

/** The operation that is under way; null if none is. Reads files, does not start git. */
export function operationUnderWay({ gitDir }: GitWorkspace): Operation | null {
  const has = (name: string): boolean => existsSync(join(gitDir, name));
  if (has("rebase-merge") || has("rebase-apply")) return "rebase";
  if (has("MERGE_HEAD")) return "merge";
  if (has("CHERRY_PICK_HEAD")) return "cherry-pick";
  return has("REVERT_HEAD") ? "revert" : null;
}

/** Whether a rebase is under way that still has commits to replay. */
export function rebaseHasMore({ gitDir }: GitWorkspace): boolean {
  if (existsSync(join(gitDir, "rebase-apply"))) return true;
  if (!existsSync(join(gitDir, "rebase-merge"))) return false;
  try {
    const todo = readFileSync(join(gitDir, "rebase-merge", "git-rebase-todo"), "utf8");
    return todo.split("\n").some((line) => /^\s*[a-z]/.test(line) && !/^\s*noop\b/.test(line));
  } catch {
    return true;
  }
}

/** An entry of the index. */
export interface IndexEntry {
  /** 0: merged; 1: the common ancestor, 2: ours, 3: theirs, of a conflict. */
  stage: number;
  /** The id of the blob. */
  blob: string;
  /** Git is told to leave the work tree's file alone (sparse check-out). */
  skipped: boolean;
}

/** What the index holds for a path; empty if nothing. */
export function indexEntries(workspace: GitWorkspace, path: string): IndexEntry[] {
  const { stdout } = git(
    workspace,
    "--literal-pathspecs",
    "ls-files",
    "-t",
    "-s",
    "-z",
    "--",
    path,
  );
  return stdout
    .toString()
    .split("\0")
    .flatMap((line) => {
      const [, tag, blob, stage] = /^(\S) \d+ ([0-9a-f]+) ([0-3])\t/.exec(line) ?? [];
      if (blob === undefined) return [];
      return [{ stage: Number(stage), blob, skipped: tag === "S" }];
    });
}

/** The versions of a file that was in conflict and has been staged since; none where it was not. */
export function resolvedEntries(workspace: GitWorkspace, path: string): IndexEntry[] {
  const { stdout } = git(
    workspace,
    "--literal-pathspecs",
    ...["ls-files", "--resolve-undo", "-z", "--", path],
  );
  return stdout
    .toString()
    .split("\0")
    .flatMap((line) => {
      const [, blob, stage] = /^\d+ ([0-9a-f]+) ([1-3])\t/.exec(line) ?? [];
      return blob === undefined ? [] : [{ stage: Number(stage), blob, skipped: false }];
    });
}

/** The bytes of a blob; null if it is not there. */
export function readBlob(workspace: GitWorkspace, blob: string): Buffer | null {
  const { code, stdout } = git(workspace, "cat-file", "blob", blob);
  return code === 0 ? stdout : null;
}

/**
 * What git tracks in a folder.
 *
 * @param folder from the top of the work tree, with a slash at its end.
 * @returns the names in it; null if git does not say.
 */
export function trackedIn(workspace: Workspace, folder: string): ReadonlySet<string> | null {
  if (!isGitWorkspace(workspace)) return new Set();
  const listed = git(workspace, "--literal-pathspecs", "ls-files", "-z", "--", folder);
  if (listed.code !== 0) return null;
  const paths = listed.stdout.toString().split("\0").filter(Boolean);
  return new Set(paths.map((path) => path.slice(folder.length)));
}

/** Whether the commit that is checked out has the path. */
export function isInHead(workspace: GitWorkspace, path: string): boolean {
  return git(workspace, "cat-file", "-e", `HEAD:${path}`).code === 0;
}

/** Whether the work tree's file is another one than that of the commit that is checked out. */
export function differsFromHead(workspace: GitWorkspace, path: string): boolean {
  return git(workspace, "diff", "--quiet", "--no-ext-diff", "HEAD", "--", path).code === 1;
}

/**
 * Stages these paths and nothing else. What git tracks is staged also where a rule has come to ignore
 * it since.
 */
export function stage(workspace: GitWorkspace, ...paths: readonly string[]): Outcome<null> {
  const add = git(workspace, "--literal-pathspecs", "add", "--", ...paths);
  if (add.code === 0) return ok(null);
  const ignored = git(workspace, "check-ignore", "--", ...paths);
  const untracked = ignored.stdout.toString().split("\n").filter(Boolean);
  if (untracked.length > 0) {
    return refuse(
      "refused",
      `An ignore rule keeps ${untracked.join(", ")} out of git.`,
      "`git check-ignore -v --no-index .pm/data.json` says which one.",
    );
  }
  const update = git(workspace, "--literal-pathspecs", "add", "--update", "--", ...paths);
  if (update.code === 0) return ok(null);
  return refuse("refused", `git add: ${firstLine(add.stderr, add.code)}`);
}

/** What git said first, for a message of one line. */
export function firstLine(stderr: string, code: number): string {
  const line = stderr.split("\n").find((text) => text.trim() !== "");
  return line ?? (code === 124 ? "it took too long" : `it ended with ${code}`);
}
