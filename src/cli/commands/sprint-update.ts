import { SPRINT_STATUSES } from "../../domain/entities.ts";
import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { given, nothingToChange, textOrNull } from "../fields.ts";
import { AT_VERSION } from "../flags.ts";
import { sprintChange } from "../records/sprint.ts";

const FIELDS = {
  name: { type: "text", value: "N", summary: "a new name" },
  goal: { type: "text", value: "TEXT", stdin: true, summary: "a new goal" },
  "start-date": {
    type: "text",
    value: "DATE",
    clearable: true,
    summary: "its first day, YYYY-MM-DD",
  },
  "end-date": { type: "text", value: "DATE", clearable: true, summary: "its last day, YYYY-MM-DD" },
  status: { type: "choice", value: "STATUS", choices: SPRINT_STATUSES, summary: "the status" },
} as const;

export const command = defineCommand({
  args: { id: { summary: "the sprint: its name, its id, or active" } },
  flags: { ...FIELDS, ...AT_VERSION },
  examples: [
    ["pm sprint update 1a2b3c4d --end-date 2026-03-20", "gives it another last day"],
    ["pm sprint update 1a2b3c4d --status cancelled", "cancels it"],
  ],
  async run({ args, flags }, context) {
    const set = given({
      name: flags.name,
      goal: textOrNull(flags.goal),
      start_date: flags["start-date"],
      end_date: flags["end-date"],
      status: flags.status,
    });
    if (Object.keys(set).length === 0) return nothingToChange(FIELDS);
    const result = await context.execute("sprint.update", {
      ref: args.id,
      version: flags.version,
      set,
    });
    return result.ok ? ok(sprintChange("Updated", result.value)) : result;
  },
});
