import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { either, itemFields } from "../fields.ts";
import { ITEM_FIELDS, LABEL, PROJECT, STATUS, TYPE } from "../flags.ts";
import { workItemChange } from "../records/work-item.ts";

export const command = defineCommand({
  args: { title: { summary: "its title", optional: true } },
  flags: {
    "project-id": PROJECT,
    type: { ...TYPE, required: true },
    title: { type: "text", value: "T", summary: "its title, if not given as an argument" },
    status: { ...STATUS, summary: "the status, backlog if left out" },
    ...ITEM_FIELDS,
    label: LABEL,
  },
  examples: [
    ['pm work-item create --type story --title "Homepage"', "adds a story to the backlog"],
    ['pm work-item create --type task "Logo" --parent-id 1a2b3c4d', "adds a task below it"],
    ["pm work-item create --type task Notes --description - < notes.md", "takes a long text"],
  ],
  async run({ args, flags }, context) {
    const title = either(args.title, flags.title, "title");
    if (!title.ok) return title;
    const result = await context.execute("work_item.create", {
      project: flags["project-id"],
      item_type: flags.type,
      title: title.value,
      status: flags.status,
      ...itemFields(flags),
      labels: flags.label,
    });
    return result.ok ? ok(workItemChange(context, "Created", result.value)) : result;
  },
});
