import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { DELETED, PAGE } from "../flags.ts";
import { fetchList, listNotes } from "../paging.ts";
import { commentTable } from "../records/comment.ts";

export const command = defineCommand({
  args: { item: { summary: "only on this item", optional: true } },
  flags: { deleted: DELETED, ...PAGE },
  examples: [
    ["pm comment list 1a2b3c4d", "lists the comments on an item"],
    ["pm show 1a2b3c4d", "shows them in full, with the item"],
  ],
  async run({ args, flags }, context) {
    const result = await fetchList(context, flags, "comments", (page) =>
      context.query("comments", { ...page, work_item: args.item, deleted: flags.deleted }),
    );
    if (!result.ok) return result;
    const { comments, next_cursor } = result.value;
    return ok({
      json: result.value,
      text: (screen) => commentTable(context, comments, screen),
      notes: listNotes(comments.length, next_cursor, "No comments here."),
    });
  },
});
