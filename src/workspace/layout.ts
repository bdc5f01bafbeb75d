/**
 * What lies in `.pm`: the paths, and the three small files that the first use of a board makes.
 */
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Workspace } from "./locate.ts";

/** The name under which git knows the merge driver of `data.json`. */
export const MERGE_DRIVER = "pm-board";

export interface Layout {
  /** Tracked: the board, the shared settings, and the rules for git. */
  dataJson: string;
  config: string;
  gitignore: string;
  gitattributes: string;
  /** Ignored: what belongs to this machine. */
  dataDb: string;
  userJson: string;
  serverJson: string;
  serverLock: string;
  backups: string;
  journal: string;
  imports: string;
  logs: string;
  /** The port that `pm desktop` started a server on last. */
  desktopPort: string;
  /** How open windows of the web board come back in. */
  windowKeys: string;
}

/**
 * A symbolic link where this machine's own files belong, or in place of `.pm` itself. A repository can
 * bring one, and what is then written, renamed or read as ours lies outside of it.
 *
 * @returns its path; null if there is none. Outside of git nobody but the owner puts links there.
 */
export function foreignLink({ kind, pmDir }: Workspace): string | null {
  if (kind !== "git") return null;
  const files = layout(pmDir);
  const own = [files.dataDb, files.userJson, files.backups, files.journal];
  const places = [pmDir, ...own, files.imports, files.logs, dirname(files.desktopPort)];
  const isLink = (path: string): boolean =>
    lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return places.find(isLink) ?? null;
}

/** The paths of everything in a `.pm` folder. */
export function layout(pmDir: string): Layout {
  return {
    dataJson: join(pmDir, "data.json"),
    config: join(pmDir, "config.toml"),
    gitignore: join(pmDir, ".gitignore"),
    gitattributes: join(pmDir, ".gitattributes"),
    dataDb: join(pmDir, "data.db"),
    userJson: join(pmDir, "user.json"),
    serverJson: join(pmDir, "server.json"),
    serverLock: join(pmDir, "server.lock"),
    backups: join(pmDir, "backups"),
    journal: join(pmDir, "journal"),
    imports: join(pmDir, "imports"),
    logs: join(pmDir, "logs"),
    desktopPort: join(pmDir, "desktop", "port"),
    windowKeys: join(pmDir, "desktop", "windows.json"),
  };
}

/** What git leaves alone in `.pm`, with the reasons. */
const IGNORED: readonly { because: string; patterns: readonly string[] }[] = [
  {
    because: "The local database, and what SQLite keeps beside it. data.json is what travels.",
    patterns: ["data.db", "*.db-wal", "*.db-shm", "*.db-journal"],
  },
  {
    because: "A server that runs here: its address and token, and its lock.",
    patterns: ["server.json", "server.lock"],
  },
  { because: "Who I am on this machine.", patterns: ["user.json"] },
  {
    because: "Logs, programs, backups, merge notes and windows of this machine.",
    patterns: ["logs/", "log/", "bin/", "backups/", "journal/", "desktop/", "tauri/"],
  },
  {
    because: "What was last imported here from other trackers, to tell their edits from ours.",
    patterns: ["imports/"],
  },
  { because: "Files that are being written.", patterns: ["*.tmp"] },
];

/** The patterns, relative to `.pm`, of what must never be committed. */
export const RUNTIME_PATTERNS: readonly string[] = IGNORED.flatMap(({ patterns }) => patterns);

export const GITIGNORE_TEXT = [
  "# What git leaves alone in .pm. Tracked: data.json, config.toml, .gitignore, .gitattributes.",
  "",
  ...IGNORED.flatMap(({ because, patterns }) => [`# ${because}`, ...patterns, ""]),
  "# The board is tracked, also where the repository ignores *.json.",
  "!data.json",
  "",
].join("\n");

export const GITATTRIBUTES_TEXT = [
  "# The board is merged field by field (pm sync init sets this up; without it, git merges it as",
  "# text), and has the same bytes on every system.",
  `data.json merge=${MERGE_DRIVER} text eol=lf`,
  "",
].join("\n");

export const CONFIG_TEXT = [
  "# Settings of this board, shared by everybody who works on the repository.",
  "",
  "[server]",
  "# The port of pm-server; 0 is any free one. Each machine listens on 127.0.0.1 only: another",
  "# address is given on the command line, with pm-server --host.",
  "# port = 0",
  "",
].join("\n");

/**
 * Makes `.pm` ready for a database: the folder, the tracked files where this is a new board, and
 * git's own ignore rules, which hold on branches without a board too.
 *
 * Does nothing once there is a database. With a `data.json`, or a database (on a branch from before
 * the board), none of the tracked files is made: an untracked copy would block the pull or the
 * switch that brings them.
 */
export function prepareForWrite(workspace: Workspace): void {
  const files = layout(workspace.pmDir);
  if (existsSync(files.dataDb)) return;
  mkdirSync(workspace.pmDir, { recursive: true });
  excludeRuntimeFiles(workspace);
  if (existsSync(files.dataJson)) return;
  createIfAbsent(files.gitignore, GITIGNORE_TEXT);
  createIfAbsent(files.gitattributes, GITATTRIBUTES_TEXT);
  createIfAbsent(files.config, CONFIG_TEXT);
}

function createIfAbsent(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    if ((error as { code?: unknown }).code !== "EEXIST") throw error;
  }
}

const EXCLUDE_TITLE = "# pm: what belongs to this machine, on branches without .pm/.gitignore too";

/** The lines that keep the runtime files of `.pm` out of any commit, in `info/exclude`. */
const EXCLUDE_LINES = RUNTIME_PATTERNS.map((pattern) => `/.pm/${pattern}`);

function missingIn(exclude: string): string[] {
  const present = new Set(exclude.split(/\r?\n/));
  return EXCLUDE_LINES.filter((line) => !present.has(line));
}

/** The rules that the repository's `info/exclude` does not have. */
export function missingExcludes({ commonDir }: Workspace): string[] {
  if (commonDir === null) return [];
  const path = join(commonDir, "info", "exclude");
  return missingIn(existsSync(path) ? readFileSync(path, "utf8") : "");
}

/**
 * Adds the runtime files to the repository's `info/exclude`, the lines that are not there yet.
 *
 * A repository that cannot be written is left as it is: `.pm/.gitignore` says the same.
 */
export function excludeRuntimeFiles(workspace: Workspace): void {
  if (workspace.commonDir === null) return;
  const folder = join(workspace.commonDir, "info");
  const path = join(folder, "exclude");
  try {
    const before = existsSync(path) ? readFileSync(path, "utf8") : "";
    const missing = missingIn(before);
    if (missing.length === 0) return;
    const title = before.includes(EXCLUDE_TITLE) ? [] : [EXCLUDE_TITLE];
    const gap = before === "" || before.endsWith("\n") ? "" : "\n";
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, `${gap}${[...title, ...missing].join("\n")}\n`, { flag: "a" });
  } catch {
    // A read-only git directory.
  }
}
