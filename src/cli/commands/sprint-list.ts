import { SPRINT_STATUSES } from "../../domain/entities.ts";
import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { eitherOrNone } from "../fields.ts";
import { DELETED, PAGE, PROJECT } from "../flags.ts";
import { listNotesOrGone } from "../no-project.ts";
import { fetchList } from "../paging.ts";
import { sprintTable } from "../records/sprint.ts";

export const command = defineCommand({
  args: { project: { summary: "only of this project, by key or id", optional: true } },
  flags: {
    "project-id": PROJECT,
    status: {
      type: "choice",
      value: "STATUS",
      choices: SPRINT_STATUSES,
      summary: "only those with this status",
    },
    deleted: DELETED,
    ...PAGE,
  },
  examples: [
    ["pm sprint list", "lists the sprints"],
    ["pm sprint list --status active", "shows the one that runs"],
  ],
  async run({ args, flags }, context) {
    const project = eitherOrNone(args.project, flags["project-id"], "project-id");
    if (!project.ok) return project;
    const result = await fetchList(context, flags, "sprints", (page) =>
      context.query("sprints", {
        ...page,
        project: project.value,
        status: flags.status,
        deleted: flags.deleted,
      }),
    );
    if (!result.ok) return result;
    const { sprints, next_cursor } = result.value;
    return ok({
      json: result.value,
      text: (screen) => sprintTable(sprints, screen),
      notes: await listNotesOrGone(
        context,
        sprints.length,
        next_cursor,
        'No sprints here. To plan one: pm sprint create "Sprint 1"',
      ),
    });
  },
});
