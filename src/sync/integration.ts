/** Whether git is set up for the board: its hooks, the merge driver, and the rule that names it. */
import { existsSync, realpathSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import type { HooksFolder, Integration as ShownIntegration } from "../board/sync-operations.ts";
import { layout, MERGE_DRIVER } from "../workspace/layout.ts";
import type { Workspace } from "../workspace/locate.ts";
import { BOARD_PATH, type GitWorkspace, git, isGitWorkspace } from "./git.ts";
import { type HookState, hookState } from "./hook-file.ts";
import { HOOK_NAMES, type HookName } from "./hook-texts.ts";

/** As everybody sees it, with the names that only this folder knows. */
export interface Integration extends ShownIntegration {
  hooks: { name: HookName; state: HookState; in_place: boolean }[];
}

/** Looks at everything that {@link installIntegration} (`install.ts`) sets up. Changes nothing. */
export function readIntegration(workspace: Workspace): Integration {
  if (!isGitWorkspace(workspace)) {
    const none = { driver: false, attributes: false, tracked_runtime_files: [] };
    return { folder: null, hooks: [], ...none };
  }
  const folder = hooksFolder(workspace);
  return {
    folder,
    hooks: HOOK_NAMES.map((name) => {
      const state = hookState(folder.path, name);
      return { name, state, in_place: isInPlace(state) };
    }),
    driver: driverCommand(workspace).includes("sync merge-file"),
    // Where there is no board yet, its first write or the pull that brings it brings the rule.
    attributes: mergeAttribute(workspace) === MERGE_DRIVER || !isBoardHere(workspace),
    tracked_runtime_files: trackedRuntimeFiles(workspace),
  };
}

/** Whether all of it is there. */
export function isComplete({ hooks, driver, attributes }: Integration): boolean {
  return driver && attributes && hooks.every((hook) => hook.in_place);
}

function isInPlace(state: HookState): boolean {
  return state !== "absent" && state !== "foreign" && state !== "disabled";
}

/** Where git looks for hooks here: `core.hooksPath` counts, and linked work trees share a folder. */
export function hooksFolder(workspace: GitWorkspace): HooksFolder {
  const given = git(workspace, "rev-parse", "--git-path", "hooks").stdout.toString().trimEnd();
  const path = resolve(workspace.root, given === "" ? join(workspace.commonDir, "hooks") : given);
  if (isInside(path, workspace.commonDir)) return { path, place: "repository" };
  return { path, place: isInside(path, workspace.root) ? "work tree" : "elsewhere" };
}

function isInside(path: string, folder: string): boolean {
  const [inner, outer] = [real(path), real(folder)];
  return inner === outer || inner.startsWith(outer + sep);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The command that git's configuration has for the driver; empty if it has none. */
export function driverCommand(workspace: GitWorkspace, ...scope: string[]): string {
  const key = `merge.${MERGE_DRIVER}.driver`;
  return git(workspace, "config", ...scope, "--get", key)
    .stdout.toString()
    .trimEnd();
}

function isBoardHere({ pmDir }: GitWorkspace): boolean {
  const { dataJson, gitattributes } = layout(pmDir);
  return existsSync(dataJson) || existsSync(gitattributes);
}

function mergeAttribute(workspace: GitWorkspace): string {
  const { stdout } = git(workspace, "check-attr", "-z", "merge", "--", BOARD_PATH);
  return stdout.toString().split("\0")[2] ?? "";
}

/** What belongs to one machine: the database and, worse, the token of a server. */
const RUNTIME_FILES = [
  ...[".pm/data.db", ".pm/server.json", ".pm/server.lock", ".pm/user.json"],
  ...[".pm/backups", ".pm/journal", ".pm/logs", ".pm/desktop"],
];

/** Those of them, files and folders, of which git tracks something: from before there were rules against it. */
export function trackedRuntimeFiles(workspace: GitWorkspace): string[] {
  const { stdout } = git(workspace, "ls-files", "-z", "--", ...RUNTIME_FILES);
  const tracked = stdout.toString().split("\0");
  return RUNTIME_FILES.filter((name) =>
    tracked.some((path) => path === name || path.startsWith(`${name}/`)),
  );
}
