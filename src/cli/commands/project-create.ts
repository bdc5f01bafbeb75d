import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { either, textOrNull } from "../fields.ts";
import { projectChange } from "../records/project.ts";

export const command = defineCommand({
  args: { title: { summary: "its title", optional: true } },
  flags: {
    title: { type: "text", value: "T", summary: "its title, if not given as an argument" },
    key: {
      type: "text",
      value: "K",
      summary: "a short name in capitals, as WEB; made from the title if left out",
    },
    description: { type: "text", value: "TEXT", stdin: true, summary: "what it is about" },
  },
  examples: [
    ['pm project create "V2 Redesign"', "adds a project"],
    ['pm project create "Web shop" --key SHOP', "adds one that goes by the key SHOP"],
  ],
  async run({ args, flags }, context) {
    const title = either(args.title, flags.title, "title");
    if (!title.ok) return title;
    const result = await context.execute("project.create", {
      title: title.value,
      key: flags.key,
      description: textOrNull(flags.description),
    });
    return result.ok ? ok(projectChange("Created", result.value)) : result;
  },
});
