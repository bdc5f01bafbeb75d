import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_VERSION } from "../flags.ts";
import { sprintChange } from "../records/sprint.ts";

export const command = defineCommand({
  args: { id: { summary: "the deleted sprint" } },
  flags: AT_VERSION,
  examples: [
    ["pm sprint restore 1a2b3c4d", "brings a sprint back, with its items"],
    ["pm sprint list --deleted", "shows which there are"],
  ],
  async run({ args, flags }, context) {
    const result = await context.execute("sprint.restore", {
      ref: args.id,
      version: flags.version,
    });
    return result.ok ? ok(sprintChange("Restored", result.value)) : result;
  },
});
