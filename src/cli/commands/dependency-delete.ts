import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { AT_TIME } from "../flags.ts";
import { restoreHint } from "../records/change.ts";
import { dependencyChange } from "../records/dependency.ts";

export const command = defineCommand({
  args: { id: { summary: "the dependency" } },
  flags: AT_TIME,
  examples: [["pm dependency delete 1a2b3c4d", "deletes a dependency"]],
  async run({ args, flags }, context) {
    const result = await context.execute("dependency.delete", {
      ref: args.id,
      if_updated_at: flags["if-updated-at"],
    });
    if (!result.ok) return result;
    const notes = [restoreHint("dependency", result.value.dependency.id)];
    return ok(await dependencyChange(context, "Deleted", result.value, notes));
  },
});
