import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { DELETED, PAGE, PROJECT } from "../flags.ts";
import { fetchList, listNotes } from "../paging.ts";
import { dependencyTable } from "../records/dependency.ts";

export const command = defineCommand({
  args: { item: { summary: "only of this item", optional: true } },
  flags: { "project-id": PROJECT, deleted: DELETED, ...PAGE },
  examples: [
    ["pm dependency list", "lists what blocks what"],
    ["pm dependency list 1a2b3c4d", "lists what an item waits for, and what waits for it"],
  ],
  async run({ args, flags }, context) {
    const result = await fetchList(context, flags, "dependencies", (page) =>
      context.query("dependencies", {
        ...page,
        project: flags["project-id"],
        work_item: args.item,
        deleted: flags.deleted,
      }),
    );
    if (!result.ok) return result;
    const { dependencies, next_cursor } = result.value;
    return ok({
      json: result.value,
      text: (screen) => dependencyTable(context, dependencies, screen),
      notes: listNotes(dependencies.length, next_cursor, "No dependencies here."),
    });
  },
});
