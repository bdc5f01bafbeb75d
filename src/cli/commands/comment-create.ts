import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { either } from "../fields.ts";
import { commentChange } from "../records/comment.ts";

export const command = defineCommand({
  args: {
    item: { summary: "the item" },
    content: { summary: "what to say", optional: true, stdin: true },
  },
  flags: {
    content: {
      type: "text",
      value: "TEXT",
      stdin: true,
      summary: "what to say, if not given as an argument",
    },
  },
  examples: [
    ['pm comment create 1a2b3c4d "Works on my machine"', "comments on an item"],
    ["git log -3 | pm comment create 1a2b3c4d -", "takes a long text from a program"],
  ],
  async run({ args, flags }, context) {
    const content = either(args.content, flags.content, "content");
    if (!content.ok) return content;
    const result = await context.execute("comment.create", {
      work_item: args.item,
      content: content.value,
    });
    return result.ok ? ok(commentChange(context, "Created", result.value)) : result;
  },
});
