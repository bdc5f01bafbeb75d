import { resolve } from "node:path";
import type { RestoreReport } from "../../board/sync-operations.ts";
import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { shownPath } from "../output/paths.ts";
import { count } from "../output/plural.ts";

export const command = defineCommand({
  args: { backup: { summary: "its name or the beginning of it; latest for the newest one" } },
  flags: { "dry-run": { type: "switch", short: "n", summary: "only say what would happen" } },
  details:
    "Brings back what a backup holds, for everybody: records that are gone, and the values that it has, written as changes of mine. What the backup does not know stays. Its message names what takes it back; pm undo is also the way to take back only the last replacement.",
  examples: [
    ["pm sync backups", "lists the backups"],
    ["pm sync restore latest --dry-run", "says what the newest one would bring back"],
    ["pm sync restore 20260208T12", "brings back what the backup of that hour holds"],
  ],
  errorPrefix: "Restore error: ",
  async run({ args, flags }, context) {
    const workspace = await context.workspace();
    if (!workspace.ok) return workspace;
    const sync = await context.sync();
    if (!sync.ok) return sync;
    const result = await sync.value.restore(args.backup, { dry_run: flags["dry-run"] });
    if (!result.ok) return result;
    const notes = notesOf(result.value, flags["dry-run"], workspace.value.root, context);
    return ok({ json: result.value, text: "", notes });
  },
});

function notesOf(report: RestoreReport, dryRun: boolean, root: string, context: Context): string[] {
  const { restored, created, updated, stayed, backup, take_back } = report;
  const notes = [`Restored from ${restored}: ${created} brought back, ${updated} set back`];
  if (dryRun) notes.push("Dry run: nothing was written.");
  if (stayed > 0) notes.push(`${count(stayed, "record")} that it does not know stayed.`);
  if (backup !== null) {
    const path = shownPath(resolve(root, backup), context.directory);
    notes.push(
      `What was here is saved to ${path}. To take this back: pm undo ${take_back ?? ""}`.trimEnd(),
    );
  }
  return notes;
}
