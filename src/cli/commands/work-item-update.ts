import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { given, itemFields, nothingToChange } from "../fields.ts";
import { AT_VERSION, ITEM_FIELDS, LABEL, STATUS, TYPE } from "../flags.ts";
import { workItemChange } from "../records/work-item.ts";

const FIELDS = {
  title: { type: "text", value: "T", summary: "a new title" },
  type: TYPE,
  status: STATUS,
  ...ITEM_FIELDS,
  label: { ...LABEL, summary: "a label; those given replace all others" },
  "add-label": { ...LABEL, summary: "a label more" },
  "remove-label": { ...LABEL, summary: "a label less" },
} as const;

export const command = defineCommand({
  args: { id: { summary: "the item" } },
  flags: { ...FIELDS, ...AT_VERSION },
  examples: [
    ["pm work-item update 1a2b3c4d --status review", "changes one field"],
    ["pm work-item update 1a2b3c4d --assignee-id none --add-label later", "takes one away"],
    ["pm work-item update 1a2b3c4d --title New --version 7", "renames it, if nobody was faster"],
  ],
  async run({ args, flags }, context) {
    const set = given({
      title: flags.title,
      item_type: flags.type,
      status: flags.status,
      ...itemFields(flags),
      labels: ifAny(flags.label),
      add_labels: ifAny(flags["add-label"]),
      remove_labels: ifAny(flags["remove-label"]),
    });
    if (Object.keys(set).length === 0) return nothingToChange(FIELDS);
    const result = await context.execute("work_item.update", {
      ref: args.id,
      version: flags.version,
      set,
    });
    return result.ok ? ok(workItemChange(context, "Updated", result.value)) : result;
  },
});

function ifAny(labels: string[]): string[] | undefined {
  return labels.length > 0 ? labels : undefined;
}
