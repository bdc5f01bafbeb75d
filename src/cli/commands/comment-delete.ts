import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_TIME } from "../flags.ts";
import { restoreHint } from "../records/change.ts";
import { commentChange } from "../records/comment.ts";

export const command = defineCommand({
  args: { id: { summary: "the comment" } },
  flags: AT_TIME,
  examples: [["pm comment delete 1a2b3c4d", "deletes a comment"]],
  async run({ args, flags }, context) {
    const result = await context.execute("comment.delete", {
      ref: args.id,
      if_updated_at: flags["if-updated-at"],
    });
    if (!result.ok) return result;
    const notes = [restoreHint("comment", result.value.comment.id)];
    return ok(commentChange(context, "Deleted", result.value, notes));
  },
});
