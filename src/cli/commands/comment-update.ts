import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { either } from "../fields.ts";
import { AT_TIME } from "../flags.ts";
import { commentChange } from "../records/comment.ts";

export const command = defineCommand({
  args: {
    id: { summary: "the comment" },
    content: { summary: "what it is to say", optional: true, stdin: true },
  },
  flags: {
    content: {
      type: "text",
      value: "TEXT",
      stdin: true,
      summary: "what it is to say, if not given as an argument",
    },
    ...AT_TIME,
  },
  examples: [['pm comment update 1a2b3c4d "Works everywhere"', "replaces the text of a comment"]],
  async run({ args, flags }, context) {
    const content = either(args.content, flags.content, "content");
    if (!content.ok) return content;
    const result = await context.execute("comment.update", {
      ref: args.id,
      if_updated_at: flags["if-updated-at"],
      set: { content: content.value },
    });
    return result.ok ? ok(commentChange(context, "Updated", result.value)) : result;
  },
});
