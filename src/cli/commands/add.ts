import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { itemFields } from "../fields.ts";
import { ITEM_FIELDS, LABEL, PROJECT, STATUS, TYPE } from "../flags.ts";
import { workItemChange } from "../records/work-item.ts";

export const command = defineCommand({
  args: { title: { summary: "its title" } },
  flags: {
    "project-id": PROJECT,
    type: { ...TYPE, short: "t", summary: "the kind of item, task if left out" },
    status: { ...STATUS, summary: "the status, backlog if left out" },
    ...ITEM_FIELDS,
    label: LABEL,
  },
  details: "The short form of pm work-item create.",
  examples: [
    ['pm add "Fix the login"', "adds a task to the backlog"],
    ['pm add "Homepage" -t story --priority high --assignee-id me', "adds a story of mine"],
  ],
  async run({ args, flags }, context) {
    const result = await context.execute("work_item.create", {
      project: flags["project-id"],
      item_type: flags.type ?? "task",
      title: args.title,
      status: flags.status,
      ...itemFields(flags),
      labels: flags.label,
    });
    return result.ok ? ok(workItemChange(context, "Created", result.value)) : result;
  },
});
