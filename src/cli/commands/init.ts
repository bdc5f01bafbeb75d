import { existsSync } from "node:fs";
import { type Outcome, ok } from "../../domain/refusal.ts";
import { leftOut } from "../../sync/left-out.ts";
import { prepareForWrite } from "../../workspace/layout.ts";
import type { Workspace } from "../../workspace/locate.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { YES } from "../flags.ts";

export const command = defineCommand({
  flags: {
    project: { type: "text", value: "TITLE", summary: "add a first project with this title" },
    yes: YES,
  },
  details:
    "Nothing needs this: the first write sets a board up, too. It asks for a first project and says how to go on.",
  examples: [
    ["pm init", "sets a board up in this repository"],
    ['pm init --project "V2 Redesign"', "adds a first project without asking"],
  ],
  async run({ flags }, context) {
    const found = await context.workspace();
    if (!found.ok) return found;
    const workspace = found.value;
    const elsewhere = leftOut(workspace);
    if (elsewhere !== null) return elsewhere;
    const isNew = !existsSync(workspace.pmDir);
    prepareForWrite(workspace);
    context.note(`${isNew ? "A new board is in" : "The board is in"} ${workspace.pmDir}`);

    const projects = await context.query("projects", { limit: 1 });
    if (!projects.ok) return projects;
    const isEmpty = projects.value.projects.length === 0;
    const project = await firstProject(flags, isEmpty, context);
    if (!project.ok) return project;
    const hasProject = !isEmpty || project.value !== null;
    return ok({
      json: { root: workspace.root, pm_dir: workspace.pmDir, created: isNew, ...project.value },
      text: "",
      notes: nextSteps(workspace, hasProject),
    });
  },
});

async function firstProject(
  flags: { project: string | undefined; yes: boolean },
  isEmpty: boolean,
  context: Context,
): Promise<Outcome<{ project: { title: string } } | null>> {
  const asked = isEmpty && !flags.yes && flags.project === undefined;
  const answer = asked ? await context.ask("Title of the first project (empty: none yet)?") : null;
  const title = flags.project ?? answer?.trim();
  if (!title) return ok(null);
  const result = await context.execute("project.create", { title });
  if (!result.ok) return result;
  context.note(`Created project ${result.value.project.title}`);
  return result;
}

function nextSteps(workspace: Workspace, hasProject: boolean): string[] {
  return [
    "",
    "Next:",
    ...(hasProject ? [] : ['  pm project create "My project"']),
    '  pm add "My first task"      adds a task',
    "  pm board                    draws the board",
    ...(workspace.gitDir === null
      ? []
      : ["  pm sync init                lets git commit, pull and merge carry the board"]),
  ];
}
