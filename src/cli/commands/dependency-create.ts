import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { DEPENDENCY_TYPE } from "../flags.ts";
import { dependencyChange } from "../records/dependency.ts";

export const command = defineCommand({
  flags: {
    blocking: { type: "text", value: "ID", required: true, summary: "the item that comes first" },
    blocked: { type: "text", value: "ID", required: true, summary: "the item that waits for it" },
    type: { ...DEPENDENCY_TYPE, summary: "how they depend, blocks if left out" },
  },
  details: "A circle of items that block each other is refused.",
  examples: [
    ["pm dependency create --blocking 1a2b3c4d --blocked 5e6f7a8b", "the second waits"],
    [
      "pm dependency create --blocking 1a2b --blocked 5e6f --type relates_to",
      "they belong together, neither waits",
    ],
  ],
  async run({ flags }, context) {
    const result = await context.execute("dependency.create", {
      blocking: flags.blocking,
      blocked: flags.blocked,
      dependency_type: flags.type,
    });
    return result.ok ? ok(await dependencyChange(context, "Created", result.value)) : result;
  },
});
