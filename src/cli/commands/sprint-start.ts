import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_VERSION } from "../flags.ts";
import { sprintChange } from "../records/sprint.ts";

export const command = defineCommand({
  args: { id: { summary: "the sprint: its name or its id" } },
  flags: AT_VERSION,
  details: "A project has one active sprint at a time.",
  examples: [["pm sprint start 1a2b3c4d", "makes it the active sprint of its project"]],
  async run({ args, flags }, context) {
    const result = await context.execute("sprint.start", {
      ref: args.id,
      version: flags.version,
    });
    return result.ok ? ok(sprintChange("Started", result.value)) : result;
  },
});
