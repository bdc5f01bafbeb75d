import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { PAGE, PRIORITY, PROJECT, TYPE } from "../flags.ts";
import { fetchList, listNotes } from "../paging.ts";
import { workItemTable } from "../records/work-item.ts";

export const command = defineCommand({
  flags: {
    "project-id": PROJECT,
    type: { ...TYPE, short: "t", summary: "only of this kind" },
    priority: { ...PRIORITY, summary: "only of this priority" },
    sprint: {
      type: "text",
      value: "ID",
      aliases: ["sprint-id"],
      summary: "only in this sprint; active for the active one, none for in no sprint",
    },
    assignee: {
      type: "text",
      value: "WHO",
      aliases: ["assignee-id"],
      summary: "only of this person; me, or none for nobody's",
    },
    label: { type: "text", value: "L", summary: "only with this label" },
    ...PAGE,
  },
  details:
    "Items in backlog or todo that no open item blocks and that have no open items below them, the most urgent first.",
  examples: [
    ["pm ready", "lists what can be started now"],
    ["pm ready --assignee none --limit 1", "shows what to do next"],
  ],
  async run({ flags }, context) {
    const result = await fetchList(context, flags, "work_items", (page) =>
      context.query("ready", {
        ...page,
        project: flags["project-id"],
        item_type: flags.type,
        priority: flags.priority,
        sprint: flags.sprint,
        assignee: flags.assignee,
        label: flags.label,
      }),
    );
    if (!result.ok) return result;
    const { work_items, next_cursor } = result.value;
    return ok({
      json: result.value,
      text: (screen) => workItemTable(context, work_items, screen),
      notes: listNotes(work_items.length, next_cursor, "Nothing is ready to be started."),
    });
  },
});
