import { PROJECT_STATUSES } from "../../domain/entities.ts";
import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { given, nothingToChange, textOrNull } from "../fields.ts";
import { AT_VERSION } from "../flags.ts";
import { projectChange } from "../records/project.ts";

const FIELDS = {
  title: { type: "text", value: "T", summary: "a new title" },
  key: { type: "text", value: "K", summary: "a new short name in capitals" },
  description: { type: "text", value: "TEXT", stdin: true, summary: "a new description" },
  status: {
    type: "choice",
    value: "STATUS",
    choices: PROJECT_STATUSES,
    summary: "in use, or put away",
  },
} as const;

export const command = defineCommand({
  args: { project: { summary: "the project, by key or id" } },
  flags: { ...FIELDS, ...AT_VERSION },
  examples: [
    ["pm project update WEB --status archived", "puts a project away"],
    ['pm project update WEB --title "Web shop" --version 3', "renames it, if nobody was faster"],
  ],
  async run({ args, flags }, context) {
    const set = given({
      title: flags.title,
      key: flags.key,
      description: textOrNull(flags.description),
      status: flags.status,
    });
    if (Object.keys(set).length === 0) return nothingToChange(FIELDS);
    const result = await context.execute("project.update", {
      ref: args.project,
      version: flags.version,
      set,
    });
    return result.ok ? ok(projectChange("Updated", result.value)) : result;
  },
});
