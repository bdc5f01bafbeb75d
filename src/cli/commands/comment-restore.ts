import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_TIME } from "../flags.ts";
import { commentChange } from "../records/comment.ts";

export const command = defineCommand({
  args: { id: { summary: "the deleted comment" } },
  flags: AT_TIME,
  examples: [
    ["pm comment restore 1a2b3c4d", "brings a comment back"],
    ["pm comment list --deleted", "shows which there are"],
  ],
  async run({ args, flags }, context) {
    const result = await context.execute("comment.restore", {
      ref: args.id,
      if_updated_at: flags["if-updated-at"],
    });
    return result.ok ? ok(commentChange(context, "Restored", result.value)) : result;
  },
});
