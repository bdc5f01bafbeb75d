import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { eitherOrNone, filters } from "../fields.ts";
import { DELETED, FILTERS, PAGE, STATUS } from "../flags.ts";
import { listNotesOrGone } from "../no-project.ts";
import { fetchList } from "../paging.ts";
import { workItemTable } from "../records/work-item.ts";

export const command = defineCommand({
  args: { project: { summary: "only of this project, by key or id", optional: true } },
  flags: {
    ...FILTERS,
    status: { ...STATUS, summary: "only with this status" },
    "parent-id": { type: "text", value: "ID", aliases: ["parent"], summary: "its children" },
    orphaned: { type: "switch", summary: "only those without a parent" },
    "descendants-of": { type: "text", value: "ID", summary: "everything below it" },
    "ancestors-of": { type: "text", value: "ID", summary: "everything above it" },
    "include-done": { type: "switch", aliases: ["done"], summary: "done items, too" },
    deleted: DELETED,
    ...PAGE,
  },
  details: "Items are in the order of the board. Done ones are left out unless asked for.",
  examples: [
    ["pm work-item list", "lists the open items"],
    ["pm list --assignee me --status in_progress", "lists what I am working on"],
    ["pm list --sprint active --include-done --json", "gives the active sprint to a script"],
  ],
  async run({ args, flags }, context) {
    const project = eitherOrNone(args.project, flags["project-id"], "project-id");
    if (!project.ok) return project;
    const result = await fetchList(context, flags, "work_items", (page) =>
      context.query("work_items", {
        ...page,
        ...filters(flags),
        project: project.value,
        status: flags.status,
        parent: flags["parent-id"],
        orphaned: flags.orphaned,
        descendants_of: flags["descendants-of"],
        ancestors_of: flags["ancestors-of"],
        include_done: flags["include-done"],
        deleted: flags.deleted,
      }),
    );
    if (!result.ok) return result;
    const { work_items, next_cursor } = result.value;
    const notes = await listNotesOrGone(
      context,
      work_items.length,
      next_cursor,
      'No open items here. To add one: pm add "Title". Done ones: --include-done',
    );
    return ok({
      json: result.value,
      text: (screen) => workItemTable(context, work_items, screen),
      notes,
    });
  },
});
