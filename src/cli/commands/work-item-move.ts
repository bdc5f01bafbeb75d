import { ITEM_STATUSES } from "../../domain/entities.ts";
import { ok, refuse } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_VERSION, ITEM_FIELDS, STATUS } from "../flags.ts";
import { nearest } from "../nearest.ts";
import { workItemChange } from "../records/work-item.ts";

const FLAGS = {
  status: { ...STATUS, summary: "to this column, if not given as an argument" },
  before: { type: "text", value: "ID", summary: "right before this item" },
  after: { type: "text", value: "ID", summary: "right after this item" },
  top: { type: "switch", summary: "to the top of its column" },
  bottom: { type: "switch", summary: "to the bottom of its column" },
  "sprint-id": ITEM_FIELDS["sprint-id"],
  ...AT_VERSION,
} as const;

export const command = defineCommand({
  args: {
    id: { summary: "the item" },
    status: { summary: `to this column: ${ITEM_STATUSES.join(", ")}`, optional: true },
  },
  flags: FLAGS,
  examples: [
    ["pm work-item move 1a2b3c4d review", "moves a card to another column"],
    ["pm work-item move 1a2b3c4d --top", "makes it the first of its column"],
    ["pm work-item move 1a2b3c4d todo --before 5e6f7a8b", "puts it in its place there"],
  ],
  async run({ args, flags }, context) {
    const status = ITEM_STATUSES.find((one) => one === args.status) ?? flags.status;
    if (args.status !== undefined && status !== args.status) return unknownStatus(args.status);
    const places = [flags.before, flags.after, flags.top || undefined, flags.bottom || undefined];
    if (places.filter((place) => place !== undefined).length > 1) {
      return refuse("usage", "Give one of --before, --after, --top and --bottom.");
    }
    if (status === undefined && flags["sprint-id"] === undefined && !places.some(Boolean)) {
      return refuse(
        "usage",
        "Where to? Give a status, --sprint-id, --before, --after, --top or --bottom.",
      );
    }
    const result = await context.execute("work_item.move", {
      ref: args.id,
      version: flags.version,
      status,
      before: flags.before,
      after: flags.after,
      to: flags.top ? "top" : flags.bottom ? "bottom" : undefined,
      sprint: flags["sprint-id"],
    });
    return result.ok ? ok(workItemChange(context, "Moved", result.value)) : result;
  },
});

function unknownStatus(given: string) {
  const meant = nearest(given.replaceAll("-", "_"), ITEM_STATUSES);
  return refuse(
    "usage",
    `STATUS is one of ${ITEM_STATUSES.join(", ")}; it got “${given}”.`,
    meant === undefined ? undefined : `Did you mean ${meant}?`,
  );
}
