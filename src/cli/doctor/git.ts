import { git } from "../../sync/git.ts";
import { type Integration, isComplete, readIntegration } from "../../sync/integration.ts";
import { excludeRuntimeFiles } from "../../workspace/layout.ts";
import type { Workspace } from "../../workspace/locate.ts";
import { type Check, fine, notice, problem } from "./check.ts";

/** Whether git carries the board, and nothing of it that belongs to this machine. */
export function checkGit(workspace: Workspace, fix: boolean): Check[] {
  if (workspace.kind !== "git") {
    return [notice("git", "The board is not in a git repository: nothing carries it to others.")];
  }
  if (fix) excludeRuntimeFiles(workspace);
  const integration = readIntegration(workspace);
  return [boardTravels(workspace), machineStays(workspace, integration), sync(integration)];
}

function boardTravels(workspace: Workspace): Check {
  const name = "git: board";
  return git(workspace, "check-ignore", "-q", ".pm/data.json").code === 0
    ? problem(
        name,
        ".gitignore keeps .pm/data.json out of git.",
        "Add the line !data.json to .pm/.gitignore, and un-ignore .pm/ itself.",
      )
    : fine(name, "git takes .pm/data.json.");
}

function machineStays(workspace: Workspace, { tracked_runtime_files: files }: Integration): Check {
  const name = "git: machine";
  if (files.length > 0) {
    const hint = `git rm --cached ${files.join(" ")} lets git forget them; the files stay.`;
    return problem(name, `git tracks what belongs to this machine: ${files.join(", ")}`, hint);
  }
  return git(workspace, "check-ignore", "-q", ".pm/data.db").code === 0
    ? fine(name, "git leaves the database alone.")
    : problem(name, "git does not ignore .pm/data.db.", "pm doctor --fix adds the rules.");
}

function sync(integration: Integration): Check {
  const name = "git: sync";
  if (isComplete(integration)) return fine(name, "The hooks and the merge driver are in place.");
  const missing = [
    ...integration.hooks.filter((hook) => !hook.in_place).map((hook) => `the hook ${hook.name}`),
    ...(integration.driver ? [] : ["the merge driver"]),
    ...(integration.attributes ? [] : ["its rule in .gitattributes"]),
  ];
  return notice(name, `Not in place: ${missing.join(", ")}.`, "pm sync init puts them there.");
}
