import { existsSync } from "node:fs";
import type { HooksFolder } from "../../board/sync-operations.ts";
import { ok, refuse } from "../../domain/refusal.ts";
import { BOARD_PATH, type GitWorkspace, indexEntries, needGit } from "../../sync/git.ts";
import { hooksToChain, type Installed, installIntegration } from "../../sync/install.ts";
import { hooksFolder, isComplete, readIntegration } from "../../sync/integration.ts";
import { layout } from "../../workspace/layout.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { YES } from "../flags.ts";
import { shownPath } from "../output/paths.ts";

export const command = defineCommand({
  flags: { yes: YES },
  details:
    "Installs four hooks of git, behind the ones that are there already, and the merge driver of .pm/data.json, for this clone. From then on git commit, pull, merge, rebase and switch carry the board. pm sync uninstall takes all of it out again.",
  examples: [
    ["pm sync init", "says what it will do and asks"],
    ["pm sync init --yes", "does it without asking"],
  ],
  async run({ flags }, context) {
    const workspace = await context.workspace();
    const repository = workspace.ok ? needGit(workspace.value) : workspace;
    if (!repository.ok) return repository;
    const advice = untrackAdvice(repository.value);
    const before = readIntegration(repository.value);
    if (isComplete(before)) {
      const notes = ["Hooks and merge driver are in place already.", ...advice];
      return ok({ json: before, text: "", notes });
    }
    if (!flags.yes) {
      const answer = await context.confirm(question(repository.value, context));
      if (answer === null) {
        return refuse(
          "refused",
          "Nothing was installed: there is no terminal to ask on.",
          "pm sync init --yes installs without asking.",
        );
      }
      if (!answer) return refuse("refused", "Nothing was installed.");
    }
    const installed = installIntegration(repository.value);
    if (!installed.ok) return installed;
    const notes = [
      ...report(installed.value, context),
      ...advice,
      ...trackAdvice(repository.value),
    ];
    return ok({ json: readIntegration(repository.value), text: "", notes });
  },
});

const WHERE: { readonly [P in HooksFolder["place"]]: string | null } = {
  repository: null,
  "work tree":
    "core.hooksPath puts git's hooks into the work tree. Where that folder is tracked, these are everybody's hooks: commit them. Where a tool makes it anew (husky does on npm install), run pm sync init again after that, or put the line that calls pm sync hook into the tool's own hook.",
  elsewhere:
    "core.hooksPath puts git's hooks into a folder that other repositories use, too. pm does nothing in a repository without a board.",
};

function question(workspace: GitWorkspace, context: Context): string {
  const { path, place } = hooksFolder(workspace);
  const chained = hooksToChain(workspace);
  const where = WHERE[place];
  return [
    "This will",
    `- add the hooks pre-commit, post-merge, post-checkout and post-rewrite to ${shownPath(path, context.directory)};`,
    ...(chained.length > 0
      ? [`  those that are there already (${chained.join(", ")}) go on to run, before pm`]
      : []),
    "- set the merge driver of .pm/data.json in this repository's git configuration,",
    "  and name it in .pm/.gitattributes",
    ...(where === null ? [] : [where]),
    "Go ahead?",
  ].join("\n");
}

function report(installed: Installed, context: Context): string[] {
  const { folder, hooks, driver, attributes } = installed;
  const named = (change: string) =>
    hooks.filter((hook) => hook.change === change).map(({ name }) => name);
  const [created, chained] = [named("created"), named("chained")];
  const path = shownPath(folder.path, context.directory);
  const where = WHERE[folder.place];
  return [
    ...(created.length > 0 ? [`Added to ${path}: ${created.join(", ")}`] : []),
    ...(chained.length > 0
      ? [`Added behind the hooks that were there in ${path}: ${chained.join(", ")}`]
      : []),
    ...(driver ? ["Set the merge driver of .pm/data.json."] : []),
    ...(attributes === null
      ? []
      : [`${shownPath(attributes, context.directory)} names the driver: commit it.`]),
    ...(where === null ? [] : [where]),
    "From now on git commit, pull, merge, rebase and switch carry the board.",
  ];
}

/** What is not in git yet travels with nothing. */
function trackAdvice(workspace: GitWorkspace): string[] {
  const { dataJson, dataDb } = layout(workspace.pmDir);
  if (!existsSync(dataJson) && !existsSync(dataDb)) return [];
  if (indexEntries(workspace, BOARD_PATH).length > 0) return [];
  return ["The board is not in git yet: pm sync commit commits it."];
}

function untrackAdvice(workspace: GitWorkspace): string[] {
  return readIntegration(workspace).tracked_runtime_files.map(
    (path) =>
      `git tracks ${path}, which belongs to this machine: git rm --cached ${path} takes it out of the next commit and leaves it here.`,
  );
}
