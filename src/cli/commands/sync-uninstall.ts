import { ok, refuse } from "../../domain/refusal.ts";
import { needGit } from "../../sync/git.ts";
import { type Installed, uninstallIntegration } from "../../sync/install.ts";
import { hooksFolder } from "../../sync/integration.ts";
import { FORGES, removeWorkflow, WORKFLOW_PATHS } from "../../sync/workflow/workflow.ts";
import { defineCommand } from "../command.ts";
import { YES } from "../flags.ts";

export const command = defineCommand({
  flags: { yes: YES },
  details:
    "Takes the hooks and the merge driver of pm sync init out of this clone. Hooks of other tools are then what they were. The board and its files stay, and so does a workflow that is in git.",
  examples: [
    ["pm sync uninstall", "asks first"],
    ["pm sync uninstall --yes", "does it without asking"],
  ],
  async run({ flags }, context) {
    const workspace = await context.workspace();
    const repository = workspace.ok ? needGit(workspace.value) : workspace;
    if (!repository.ok) return repository;
    if (!flags.yes) {
      const { path, place } = hooksFolder(repository.value);
      const shared = place === "elsewhere" ? `${path} is used by other repositories, too.\n` : "";
      const answer = await context.confirm(
        `${shared}Take the hooks and the merge driver of pm out of this repository?`,
      );
      if (answer === null) {
        return refuse(
          "refused",
          "Nothing was changed: there is no terminal to ask on.",
          "pm sync uninstall --yes does it without asking.",
        );
      }
      if (!answer) return refuse("refused", "Nothing was changed.");
    }
    const done = uninstallIntegration(repository.value);
    if (!done.ok) return done;
    const { hooks, driver } = done.value;
    const workflows = FORGES.map((forge) => ({
      path: WORKFLOW_PATHS[forge],
      change: removeWorkflow(repository.value, forge),
    })).filter(({ change }) => change !== "absent");
    const notes = [...report(done.value), ...workflows.map(workflowNote)];
    const json = { hooks, driver, workflows };
    return ok({ json, text: "", notes: notes.length > 0 ? notes : [NOTHING] });
  },
});

function report({ folder, hooks, driver }: Installed): string[] {
  const named = (change: string) =>
    hooks.filter((hook) => hook.change === change).map(({ name }) => name);
  const [removed, restored, kept] = [named("removed"), named("restored"), named("kept")];
  const notes = [
    ...(removed.length > 0 ? [`Removed: ${removed.join(", ")}`] : []),
    ...(restored.length > 0 ? [`As they were before: ${restored.join(", ")}`] : []),
    ...(kept.length > 0
      ? [`Left alone, since the call of pm was put in by hand: ${kept.join(", ")}`]
      : []),
    ...(folder.place === "elsewhere" && removed.length + restored.length > 0
      ? [
          `${folder.path} is used by other repositories, too: pm sync init in one of them puts the hooks back.`,
        ]
      : []),
    ...(driver ? ["Removed the merge driver; git merges .pm/data.json as text now."] : []),
  ];
  return notes;
}

const NOTHING = "There was nothing of pm to take out.";

function workflowNote({ path, change }: { path: string; change: string }): string {
  return change === "removed"
    ? `Removed ${path}, which was not in git yet.`
    : `Left ${path}, which is everybody's: git rm ${path} removes it.`;
}
