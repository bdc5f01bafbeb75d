/**
 * Where the board of a folder is: the same answer for every process, from any subdirectory.
 *
 * Files are read, git is not started: this runs before every command.
 */
import { readFileSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";

export interface Workspace {
  /** The folder that holds `.pm`: absolute, symbolic links resolved. */
  root: string;
  pmDir: string;
  /** `git`: a work tree; `configured`: named beside the executable; `home`: neither. */
  kind: "git" | "configured" | "home";
  /** The git directory of this work tree; null without git, or if it is not there now. */
  gitDir: string | null;
  /** The git directory that all work trees of the repository share. */
  commonDir: string | null;
  /**
   * What is wrong with the `config.json` beside the executable that would have named another board than
   * this one; left out where nothing is.
   */
  misconfigured?: string;
}

export interface LocateOptions {
  /** The running executable, beside which the installer puts `config.json`. */
  executable?: string;
  home?: string;
}

/**
 * Finds the board for a folder: the top of its git work tree; else the `repo_root` of the
 * `config.json` beside the executable; else the home folder.
 */
export function locate(start: string, options: LocateOptions = {}): Workspace {
  for (let folder = realOrGiven(start); ; folder = dirname(folder)) {
    const git = gitDirectoriesOf(folder);
    if (git) return workspace(folder, "git", git);
    if (dirname(folder) === folder) break;
  }
  const path = join(dirname(options.executable ?? process.execPath), "config.json");
  const configured = configuredRoot(path);
  if (typeof configured === "string") {
    return workspace(configured, "configured", gitDirectoriesOf(configured));
  }
  const home = workspace(realOrGiven(options.home ?? homedir()), "home", null);
  return configured === null ? home : { ...home, misconfigured: `${path}: ${configured.problem}` };
}

interface GitDirectories {
  gitDir: string | null;
  commonDir: string | null;
}

function workspace(root: string, kind: Workspace["kind"], git: GitDirectories | null): Workspace {
  return {
    root,
    pmDir: join(root, ".pm"),
    kind,
    gitDir: git?.gitDir ?? null,
    commonDir: git?.commonDir ?? null,
  };
}

/** What the `.git` of a folder says, or null if the folder is not the top of a work tree. */
function gitDirectoriesOf(folder: string): GitDirectories | null {
  const dotGit = join(folder, ".git");
  const entry = statSync(dotGit, { throwIfNoEntry: false });
  if (entry?.isDirectory()) return isRepository(dotGit) ? repository(dotGit) : null;
  if (!entry?.isFile()) return null;
  // A linked work tree, or a submodule.
  const target = /^gitdir: (.+?)\r?\n*$/.exec(readSmall(dotGit) ?? "")?.[1];
  if (target === undefined) return null;
  const gitDir = resolve(folder, target);
  // Its git directory can be out of reach (a moved repository, a container). The board is here all
  // the same: going on upwards would find the board of another repository.
  return isRepository(gitDir) ? repository(gitDir) : { gitDir: null, commonDir: null };
}

function isRepository(gitDir: string): boolean {
  return statSync(join(gitDir, "HEAD"), { throwIfNoEntry: false })?.isFile() ?? false;
}

function repository(gitDir: string): GitDirectories {
  const common = readSmall(join(gitDir, "commondir"))?.trim();
  return { gitDir, commonDir: common ? resolve(gitDir, common) : gitDir };
}

/** The `repo_root` of a `config.json`; null where there is none, as in another program's. */
function configuredRoot(path: string): string | { problem: string } | null {
  const text = readSmall(path);
  if (text === null) return null;
  let root: unknown;
  try {
    root = (JSON.parse(text) as { repo_root?: unknown } | null)?.repo_root;
  } catch {
    return text.includes('"repo_root"') ? { problem: "it is no JSON" } : null;
  }
  if (root === undefined) return null;
  if (typeof root !== "string" || !isAbsolute(root)) {
    return { problem: "repo_root must be an absolute path" };
  }
  const isFolder = statSync(root, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? realpathSync(root) : { problem: `repo_root names ${root}, which is no folder` };
}

function readSmall(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** One spelling for one folder, so that two processes that come by different links agree. */
function realOrGiven(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}
