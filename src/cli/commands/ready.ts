import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { filters } from "../fields.ts";
import { FILTERS, PAGE } from "../flags.ts";
import { listNotesOrGone } from "../no-project.ts";
import { fetchList } from "../paging.ts";
import { workItemTable } from "../records/work-item.ts";

export const command = defineCommand({
  flags: {
    ...FILTERS,
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
        ...filters(flags),
      }),
    );
    if (!result.ok) return result;
    const { work_items, next_cursor } = result.value;
    return ok({
      json: result.value,
      text: (screen) => workItemTable(context, work_items, screen),
      notes: await listNotesOrGone(
        context,
        work_items.length,
        next_cursor,
        "Nothing is ready to be started.",
      ),
    });
  },
});
