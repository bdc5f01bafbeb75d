/**
 * `pm sync init` and `pm sync uninstall`: the hooks and the merge driver of this repository, put in
 * place and taken out again. Nothing here asks; the commands do.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HooksFolder } from "../board/sync-operations.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import {
  excludeRuntimeFiles,
  GITATTRIBUTES_TEXT,
  layout,
  MERGE_DRIVER,
} from "../workspace/layout.ts";
import { firstLine, type GitWorkspace, git } from "./git.ts";
import { type HookChange, hookState, installHook, uninstallHook } from "./hook-file.ts";
import { HOOK_NAMES, type HookName } from "./hook-texts.ts";
import { driverCommand, hooksFolder, readIntegration } from "./integration.ts";
import { replaceFile } from "./replace-file.ts";

/**
 * What git runs to merge `data.json`, through sh. Git's own text merge stands behind it, for the day
 * that `pm` is not there or cannot read a side: it leaves conflict markers, which `pm sync resolve`
 * understands.
 */
export const DRIVER_COMMAND =
  "pm sync merge-file %O %A %B %P || git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B";

const DRIVER_NAME = "pm board: field by field, the newest write wins";

export interface Installed {
  folder: HooksFolder;
  hooks: { name: HookName; change: HookChange }[];
  /** Whether the driver was put into, or taken out of, git's configuration now. */
  driver: boolean;
  /** The file that now has the rule which gives `data.json` to the driver; null if none changed. */
  attributes: string | null;
}

/** Puts in place what is not there yet. */
export function installIntegration(workspace: GitWorkspace): Outcome<Installed> {
  const before = readIntegration(workspace);
  const folder = hooksFolder(workspace);
  const hooks: Installed["hooks"] = [];
  for (const name of HOOK_NAMES) {
    const change = attempt(folder, () => installHook(folder.path, name));
    if (!change.ok) return change;
    hooks.push({ name, change: change.value });
  }
  const set = before.driver ? ok(null) : setDriver(workspace);
  if (!set.ok) return set;
  const attributes = before.attributes ? null : writeAttributes(workspace);
  return ok({ folder, hooks, driver: !before.driver, attributes });
}

/** Puts the merge driver into the repository's configuration. */
export function setDriver(workspace: GitWorkspace): Outcome<null> {
  for (const [key, value] of [
    ["name", DRIVER_NAME],
    ["driver", DRIVER_COMMAND],
  ] as const) {
    const set = git(workspace, "config", "--local", `merge.${MERGE_DRIVER}.${key}`, value);
    if (set.code !== 0) {
      return refuse("refused", `git config: ${firstLine(set.stderr, set.code)}`);
    }
  }
  return ok(null);
}

/** A folder that is none (`core.hooksPath=/dev/null` turns hooks off), or is not mine to write to. */
function attempt<T>(folder: HooksFolder, work: () => Outcome<T>): Outcome<T> {
  try {
    return work();
  } catch (error) {
    return refuse(
      "refused",
      `The hooks cannot be written to ${folder.path}: ${(error as Error).message}`,
      folder.place === "repository" ? undefined : "core.hooksPath in git's configuration names it.",
    );
  }
}

/**
 * Makes `.pm/.gitattributes` name the driver. Not where there is no board, on a branch from before it
 * or in a clone that has not pulled it yet: an untracked copy would block the switch or the pull that
 * brings it. With the first write of a new board the file comes by itself.
 */
export function writeAttributes(workspace: GitWorkspace): string | null {
  excludeRuntimeFiles(workspace);
  const files = layout(workspace.pmDir);
  const path = files.gitattributes;
  if (!existsSync(path)) {
    if (!existsSync(files.dataJson)) return null;
    writeFileSync(path, GITATTRIBUTES_TEXT);
    return path;
  }
  const text = readFileSync(path, "utf8");
  if (text === GITATTRIBUTES_TEXT) return path;
  const rule = GITATTRIBUTES_TEXT.split("\n").find((line) => line.startsWith("data.json")) ?? "";
  const gap = text === "" || text.endsWith("\n") ? "" : "\n";
  // Put in place of what is there: a link that the repository brings is not followed.
  replaceFile(path, Buffer.from(`${text}${gap}${rule}\n`));
  return path;
}

/**
 * Takes the hooks and the driver out. The rule in the tracked `.pm/.gitattributes` stays, since it is
 * everybody's: git merges as text where it has no such driver.
 */
export function uninstallIntegration(workspace: GitWorkspace): Outcome<Installed> {
  const folder = hooksFolder(workspace);
  // They may have been installed before core.hooksPath was set.
  const other = join(workspace.commonDir, "hooks");
  const hooks: Installed["hooks"] = [];
  for (const name of HOOK_NAMES) {
    const change = attempt(folder, () => {
      const here = uninstallHook(folder.path, name);
      const there = other === folder.path ? "unchanged" : uninstallHook(other, name);
      return ok(here === "unchanged" ? there : here);
    });
    if (!change.ok) return change;
    hooks.push({ name, change: change.value });
  }
  const driver = driverCommand(workspace, "--local") === DRIVER_COMMAND;
  for (const key of driver ? ["name", "driver"] : []) {
    const unset = git(workspace, "config", "--local", "--unset", `merge.${MERGE_DRIVER}.${key}`);
    // 5: it was not there.
    if (unset.code !== 0 && unset.code !== 5) {
      return refuse("refused", `git config: ${firstLine(unset.stderr, unset.code)}`);
    }
  }
  return ok({ folder, hooks, driver, attributes: null });
}

/** The hooks of other tools that {@link installIntegration} would chain `pm` behind. */
export function hooksToChain(workspace: GitWorkspace): HookName[] {
  const { path } = hooksFolder(workspace);
  return HOOK_NAMES.filter((name) => hookState(path, name) === "foreign");
}
