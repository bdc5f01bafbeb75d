import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { either, textOrNull } from "../fields.ts";
import { PROJECT } from "../flags.ts";
import { sprintChange } from "../records/sprint.ts";

export const command = defineCommand({
  args: { name: { summary: "its name", optional: true } },
  flags: {
    "project-id": PROJECT,
    name: { type: "text", value: "N", summary: "its name, if not given as an argument" },
    goal: { type: "text", value: "TEXT", stdin: true, summary: "what it is to reach" },
    "start-date": { type: "text", value: "DATE", summary: "its first day, YYYY-MM-DD" },
    "end-date": { type: "text", value: "DATE", summary: "its last day, YYYY-MM-DD" },
  },
  examples: [
    ['pm sprint create "Sprint 7"', "plans a sprint"],
    ['pm sprint create "Sprint 7" --start-date 2026-03-02 --end-date 2026-03-13', "with dates"],
  ],
  async run({ args, flags }, context) {
    const name = either(args.name, flags.name, "name");
    if (!name.ok) return name;
    const result = await context.execute("sprint.create", {
      project: flags["project-id"],
      name: name.value,
      goal: textOrNull(flags.goal),
      start_date: flags["start-date"],
      end_date: flags["end-date"],
    });
    return result.ok ? ok(sprintChange("Created", result.value)) : result;
  },
});
