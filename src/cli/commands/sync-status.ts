import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { details } from "../output/details.ts";

export const command = defineCommand({
  examples: [["pm sync status", "says what an export and an import would change"]],
  async run(_, context) {
    const sync = await context.sync();
    const result = sync.ok ? await sync.value.status() : sync;
    if (!result.ok) return result;
    const { tracked_file, problem, to_export, to_import, unseen_conflicts } = result.value;
    const file = tracked_file ? "there" : "not there yet: pm sync export makes it";
    const numbers = ({ created, updated }: { created: number; updated: number }) =>
      created + updated === 0 ? "nothing" : `${created} new, ${updated} changed`;
    return ok({
      json: result.value,
      text: (screen) =>
        details(
          [
            { name: "data.json", text: problem ?? file, style: problem ? "red" : undefined },
            { name: "to export", text: numbers(to_export) },
            { name: "to import", text: numbers(to_import) },
            {
              name: "unseen conflicts",
              text: String(unseen_conflicts),
              style: unseen_conflicts > 0 ? "yellow" : undefined,
            },
          ],
          screen,
        ),
    });
  },
});
