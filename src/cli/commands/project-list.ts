import { PROJECT_STATUSES } from "../../domain/entities.ts";
import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { DELETED, PAGE } from "../flags.ts";
import { listNotesOrGone } from "../no-project.ts";
import { fetchList } from "../paging.ts";
import { projectTable } from "../records/project.ts";

export const command = defineCommand({
  flags: {
    status: {
      type: "choice",
      value: "STATUS",
      choices: PROJECT_STATUSES,
      summary: "only those with this status",
    },
    deleted: DELETED,
    ...PAGE,
  },
  examples: [
    ["pm project list", "lists the projects with the numbers of their items"],
    ["pm project list --deleted", "lists deleted ones too"],
  ],
  async run({ flags }, context) {
    const result = await fetchList(context, flags, "projects", (page) =>
      context.query("projects", { ...page, status: flags.status, deleted: flags.deleted }),
    );
    if (!result.ok) return result;
    const { projects, next_cursor } = result.value;
    const none = 'No projects yet. To add one: pm project create "My project"';
    return ok({
      json: result.value,
      text: (screen) => projectTable(projects, screen),
      notes: await listNotesOrGone(context, projects.length, next_cursor, none),
    });
  },
});
