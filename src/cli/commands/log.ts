import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { PAGE, PROJECT } from "../flags.ts";
import { listNotes } from "../paging.ts";
import { activityTable } from "../records/activity.ts";

export const command = defineCommand({
  args: { id: { summary: "only of this item", optional: true } },
  flags: {
    "project-id": PROJECT,
    user: { type: "text", value: "WHO", summary: "only by this person; me, a name or an id" },
    ...PAGE,
  },
  details: "Who changed which field, from what to what; the newest first.",
  examples: [
    ["pm log", "shows the last changes of the board"],
    ["pm log 1a2b3c4d", "shows the history of an item"],
    ["pm log --user me --limit 5", "shows what I did last"],
  ],
  async run({ args, flags }, context) {
    const result = await context.query("activity", {
      limit: flags.limit,
      cursor: flags.cursor,
      work_item: args.id,
      project: flags["project-id"],
      user: flags.user,
    });
    if (!result.ok) return result;
    const { activity, next_cursor } = result.value;
    return ok({
      json: result.value,
      text: (screen) => activityTable(context, activity, screen),
      notes: listNotes(activity.length, next_cursor, "Nothing has been changed yet."),
    });
  },
});
