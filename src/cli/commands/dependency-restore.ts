import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_TIME } from "../flags.ts";
import { dependencyChange } from "../records/dependency.ts";

export const command = defineCommand({
  args: { id: { summary: "the deleted dependency" } },
  flags: AT_TIME,
  examples: [
    ["pm dependency restore 1a2b3c4d", "brings a dependency back"],
    ["pm dependency list --deleted", "shows which there are"],
  ],
  async run({ args, flags }, context) {
    const result = await context.execute("dependency.restore", {
      ref: args.id,
      if_updated_at: flags["if-updated-at"],
    });
    return result.ok ? ok(await dependencyChange(context, "Restored", result.value)) : result;
  },
});
