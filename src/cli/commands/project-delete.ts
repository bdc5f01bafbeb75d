import { ok, refuse } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_VERSION, YES } from "../flags.ts";
import { count } from "../output/plural.ts";
import { restoreHint } from "../records/change.ts";
import { projectChange } from "../records/project.ts";

export const command = defineCommand({
  args: { project: { summary: "the project, by key or id" } },
  flags: { yes: YES, ...AT_VERSION },
  details: "Its items go out of sight with it. pm project restore brings both back.",
  examples: [
    ["pm project delete OLD", "asks, then deletes the project OLD"],
    ["pm project delete OLD --yes", "deletes it without asking"],
  ],
  async run({ args, flags }, context) {
    if (!flags.yes) {
      const found = await context.query("project", { ref: args.project });
      if (!found.ok) return found;
      const answer = await context.confirm(
        `Delete the project ${found.value.project.title} with all its items?`,
      );
      if (answer === false) return refuse("refused", "Nothing was deleted.");
    }
    const result = await context.execute("project.delete", {
      ref: args.project,
      version: flags.version,
    });
    if (!result.ok) return result;
    const { project, hidden_work_items } = result.value;
    return ok(
      projectChange("Deleted", result.value, [
        `With it, ${count(hidden_work_items, "item")} went out of sight.`,
        restoreHint("project", project.id),
      ]),
    );
  },
});
