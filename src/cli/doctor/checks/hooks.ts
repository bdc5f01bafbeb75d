import { statSync } from "node:fs";
import { join } from "node:path";
import { ok } from "../../../domain/refusal.ts";
import { hookState, installHook, outdatedPart, renewBlock } from "../../../sync/hook-file.ts";
import { HOOK_NAMES, type HookName } from "../../../sync/hook-texts.ts";
import type { Integration } from "../../../sync/integration.ts";
import type { Exam } from "../exam.ts";
import { type Finding, type Fix, fine, found } from "../finding.ts";

/** Whether git calls `pm`, in the folder in which it looks for hooks. */
export function checkHooks({ git, integration }: Exam, name: string): Finding[] {
  if (git === null || integration.folder === null) return [];
  const { path } = integration.folder;
  const { hooks } = integration;
  const usual = join(git.commonDir, "hooks");
  const isThere = (hook: Hook): boolean => hook.in_place || hook.state === "disabled";
  if (!hooks.some(isThere)) {
    const elsewhere =
      path !== usual && HOOK_NAMES.some((hook) => IN_PLACE.has(hookState(usual, hook)));
    if (elsewhere) {
      const message = `core.hooksPath makes git look for hooks in ${path}; those of pm are in ${usual}.`;
      const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true;
      const repair = isFolder ? "pm sync init --yes" : "git config --unset core.hooksPath";
      return [found(name, "hooks-elsewhere", message, repair)];
    }
    const message = `git's hooks in ${path} do not call pm.`;
    return [found(name, "hooks-not-installed", message, "pm sync init --yes")];
  }
  const findings = hooks.flatMap((hook) => checkHook(name, path, hook));
  return findings.length > 0 ? findings : [fine(name, "All four call pm.")];
}

type Hook = Integration["hooks"][number];

const IN_PLACE = new Set(["ours", "block", "wrapper", "by hand"]);

function checkHook(name: string, folder: string, hook: Hook): Finding[] {
  const path = join(folder, hook.name);
  if (hook.state === "disabled") {
    const message = `The hook ${hook.name} is not executable.`;
    const repair = `chmod +x ${path}`;
    return [found(name, "hook-disabled", message, repair, install(folder, hook.name))];
  }
  if (!hook.in_place) {
    const message = `The hook ${hook.name} does not call pm, and others do.`;
    const repair = "pm sync init --yes";
    return [found(name, "hook-missing", message, repair, install(folder, hook.name))];
  }
  const part = outdatedPart(folder, hook.name);
  if (part === null) return [];
  const message = `The hook ${hook.name} has the lines of another version of pm.`;
  if (part === "block") {
    return [
      found(name, "hook-outdated", message, "pm doctor --fix", () => {
        renewBlock(folder, hook.name);
        return ok(`Gave the hook ${hook.name} the lines of this version`);
      }),
    ];
  }
  // Somebody may have written to it.
  const repair = `mv ${path} ${path}.old && pm sync init --yes`;
  return [found(name, "hook-outdated", message, repair)];
}

/** Some of the hooks are there: to complete them is what pm sync init was asked for. */
function install(folder: string, hook: HookName): Fix {
  return () => {
    const done = installHook(folder, hook);
    return done.ok ? ok(`Made the hook ${hook} call pm`) : done;
  };
}
