import { realpathSync } from "node:fs";
import { sep } from "node:path";
import { PROGRAM } from "../../../workspace/version.ts";
import type { Exam } from "../exam.ts";
import { type Finding, fine, found } from "../finding.ts";

/** Whether git is there, and whether hooks and driver find a `pm`, and this one. */
export function checkProgram({ workspace, git, integration }: Exam, name: string): Finding[] {
  if (workspace.kind !== "git") return [];
  if (workspace.gitDir === null) {
    const message = `The git directory that ${workspace.root}/.git names is not there.`;
    const repair = "Put it where it was, or run git worktree repair from the repository.";
    return [found(name, "git-directory-missing", message, repair)];
  }
  if (git === null) {
    return [found(name, "git-missing", "There is no git on the PATH.", "Install git.")];
  }
  const needed = integration.driver || integration.hooks.some((hook) => hook.in_place);
  if (!needed) return [];
  const path = Bun.which("pm");
  if (path === null) {
    const message = "There is no pm on the PATH.";
    const repair = `Put this one there: ln -s ${process.execPath} ~/.local/bin/pm`;
    return [found(name, "pm-not-on-path", message, repair)];
  }
  const version = isInside(path, workspace.root) ? null : versionOf(path);
  const ours = PROGRAM.replace(/^pm-cli /, "");
  if (version !== ours) {
    const other = version === null ? "another one than this" : `version ${version}`;
    const message = `The pm on the PATH, ${path}, is ${other}; this is ${ours}.`;
    const repair = `Update the one on the PATH, or put this one first: ${process.execPath}`;
    return [found(name, "pm-other-version", message, repair)];
  }
  return [fine(name, "git and pm are on the PATH.")];
}

/** A program that came with the repository is not run. */
function isInside(path: string, root: string): boolean {
  return realpathSync(path).startsWith(root + sep);
}

function versionOf(path: string): string | null {
  try {
    const run = Bun.spawnSync([path, "--version"], {
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 3_000,
    });
    return /^pm (\S+)$/m.exec(run.stdout.toString())?.[1] ?? null;
  } catch {
    return null;
  }
}
