import { existsSync } from "node:fs";
import type { HooksFolder } from "../../board/sync-operations.ts";
import { ok, refuse } from "../../domain/refusal.ts";
import { BOARD_PATH, type GitWorkspace, indexEntries, needGit } from "../../sync/git.ts";
import { hooksToChain, type Installed, installIntegration } from "../../sync/install.ts";
import { hooksFolder, isComplete, readIntegration } from "../../sync/integration.ts";
import {
  FORGES,
  type Forge,
  WORKFLOW_PATHS,
  type WorkflowState,
  workflowState,
  writeWorkflow,
} from "../../sync/workflow/workflow.ts";
import { layout } from "../../workspace/layout.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { YES } from "../flags.ts";
import { shownPath } from "../output/paths.ts";

export const command = defineCommand({
  flags: {
    yes: YES,
    workflow: {
      type: "choice",
      value: "FORGE",
      choices: FORGES,
      summary: "also add a workflow that merges the board in pull requests",
    },
  },
  details:
    "Installs four hooks of git, behind the ones that are there already, and the merge driver of .pm/data.json, for this clone. From then on git commit, pull, merge, rebase and switch carry the board. pm sync uninstall takes all of it out again.\n\nA forge merges as text. --workflow github adds .github/workflows/pm-board.yml: where a pull request conflicts in .pm/data.json and nothing else, it is merged there with the driver. The file is everybody's: it is committed, and its head says how it gets pm.",
  examples: [
    ["pm sync init", "says what it will do and asks"],
    ["pm sync init --yes", "does it without asking"],
    ["pm sync init --workflow github", "and merges the board in pull requests"],
  ],
  async run({ flags }, context) {
    const workspace = await context.workspace();
    const repository = workspace.ok ? needGit(workspace.value) : workspace;
    if (!repository.ok) return repository;
    const advice = untrackAdvice(repository.value);
    const before = readIntegration(repository.value);
    const { workflow } = flags;
    const state = workflow === undefined ? null : workflowState(repository.value, workflow);
    const plan = {
      hooks: !isComplete(before),
      workflow: state === "absent" ? workflow : undefined,
    };
    const there = [
      ...(plan.hooks ? [] : ["Hooks and merge driver are in place already."]),
      ...(workflow === undefined ? [] : whatIsThere(workflow, state)),
    ];
    if (!plan.hooks && plan.workflow === undefined) {
      return ok({ json: before, text: "", notes: [...there, ...advice] });
    }
    if (!flags.yes) {
      const answer = await context.confirm(question(repository.value, plan, context));
      if (answer === null) {
        return refuse(
          "refused",
          "Nothing was installed: there is no terminal to ask on.",
          "pm sync init --yes installs without asking.",
        );
      }
      if (!answer) return refuse("refused", "Nothing was installed.");
    }
    const installed = plan.hooks ? installIntegration(repository.value) : null;
    if (installed?.ok === false) return installed;
    const written = plan.workflow && writeWorkflow(repository.value, plan.workflow);
    if (written?.ok === false) return written;
    const notes = [
      ...there,
      ...(installed === null ? [] : report(installed.value, context)),
      ...(written === undefined ? [] : [`Added ${written.value}. ${SET_UP}`]),
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

const SET_UP = "Its head says which two variables it needs, so that it gets pm; then commit it.";

function whatIsThere(forge: Forge, state: WorkflowState | null): string[] {
  const path = WORKFLOW_PATHS[forge];
  if (state === "ours") return [`${path} is in place already.`];
  if (state === "absent") return [];
  return [
    `${path} is not as this version writes it, and was left alone: move it away, and run this again, to have it written anew.`,
  ];
}

interface Plan {
  hooks: boolean;
  workflow: Forge | undefined;
}

function question(workspace: GitWorkspace, plan: Plan, context: Context): string {
  const file = plan.workflow && WORKFLOW_PATHS[plan.workflow];
  return [
    "This will",
    ...(plan.hooks ? whatHooks(workspace, context) : []),
    ...(file === undefined
      ? []
      : [`- add ${file}, which merges the board in pull requests once it is committed`]),
    "Go ahead?",
  ].join("\n");
}

function whatHooks(workspace: GitWorkspace, context: Context): string[] {
  const { path, place } = hooksFolder(workspace);
  const chained = hooksToChain(workspace);
  const where = WHERE[place];
  return [
    `- add the hooks pre-commit, post-merge, post-checkout and post-rewrite to ${shownPath(path, context.directory)};`,
    ...(chained.length > 0
      ? [`  those that are there already (${chained.join(", ")}) go on to run, before pm`]
      : []),
    "- set the merge driver of .pm/data.json in this repository's git configuration,",
    "  and name it in .pm/.gitattributes",
    ...(where === null ? [] : [where]),
  ];
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
      `git tracks ${path}, which belongs to this machine: git rm --cached -rf ${path} takes it out of the next commit and leaves it here.`,
  );
}
