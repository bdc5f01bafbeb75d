import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_VERSION } from "../flags.ts";
import { projectChange } from "../records/project.ts";

export const command = defineCommand({
  args: { project: { summary: "the deleted project, by key or id" } },
  flags: AT_VERSION,
  examples: [
    ["pm project restore OLD", "brings the project OLD and its items back"],
    ["pm project list --deleted", "shows which there are"],
  ],
  async run({ args, flags }, context) {
    const result = await context.execute("project.restore", {
      ref: args.project,
      version: flags.version,
    });
    return result.ok ? ok(projectChange("Restored", result.value)) : result;
  },
});
