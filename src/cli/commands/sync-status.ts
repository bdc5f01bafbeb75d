import type { Integration } from "../../board/sync-operations.ts";
import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { details } from "../output/details.ts";

/** Without the file there is nothing to compare the board with. */
const UNKNOWN = "not known until data.json can be read";

export const command = defineCommand({
  examples: [["pm sync status", "says what an export and an import would change"]],
  async run(_, context) {
    const sync = await context.sync();
    const result = sync.ok ? await sync.value.status() : sync;
    if (!result.ok) return result;
    const { tracked_file, problem, to_export, to_import, unseen_conflicts, integration } =
      result.value;
    const file = tracked_file ? "there" : "not there yet: pm sync export makes it";
    return ok({
      json: result.value,
      text: (screen) =>
        details(
          [
            { name: "data.json", text: problem ?? file, style: problem ? "red" : undefined },
            { name: "to export", text: problem === null ? numbers(to_export) : UNKNOWN },
            { name: "to import", text: problem === null ? numbers(to_import) : UNKNOWN },
            {
              name: "unseen conflicts",
              text: String(unseen_conflicts),
              style: unseen_conflicts > 0 ? "yellow" : undefined,
            },
            { name: "hooks", text: hooks(integration) },
            { name: "merge driver", text: driver(integration) },
            ...integration.tracked_runtime_files.map((path) => ({
              name: "tracked by git",
              text: `${path}, which belongs to this machine; git rm --cached -rf ${path} lets git forget it`,
              style: "red" as const,
            })),
          ],
          screen,
        ),
    });
  },
});

function numbers({ created, updated }: { created: number; updated: number }): string {
  return created + updated === 0 ? "nothing" : `${created} new, ${updated} changed`;
}

function hooks({ folder, hooks: all }: Integration): string {
  if (folder === null) return "none: not in a git repository";
  const missing = all.filter((hook) => !hook.in_place).map((hook) => hook.name);
  if (missing.length === 0) return "in place";
  const which = missing.length === all.length ? "" : `: ${missing.join(", ")}`;
  return `not in place${which}; pm sync init puts them there`;
}

function driver(integration: Integration): string {
  if (integration.folder === null) return "none: not in a git repository";
  if (!integration.driver) return "not in place; pm sync init puts it there";
  return integration.attributes ? "in place" : "set up, but .gitattributes does not name it";
}
