import { resolve } from "node:path";
import type { ImportReport, ImportSource } from "../../board/sync-operations.ts";
import { type Outcome, ok } from "../../domain/refusal.ts";
import { layout } from "../../workspace/layout.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { readWholeFile } from "../output/files.ts";
import { shownPath } from "../output/paths.ts";
import { count } from "../output/plural.ts";

export const command = defineCommand({
  args: { file: { summary: "the file; .pm/data.json if left out", optional: true } },
  flags: {
    merge: { type: "switch", summary: "keep what is here, the newest write of each field wins" },
    "dry-run": { type: "switch", short: "n", summary: "only say what would happen" },
  },
  details:
    "Without --merge the file replaces the board in the database here. What that would drop is saved to .pm/backups first.",
  examples: [
    ["pm sync import --merge", "takes in what git pull has brought"],
    ["pm sync import", "builds the board of a fresh clone"],
    ["pm sync import other.json --merge --dry-run", "says what another board would bring"],
  ],
  errorPrefix: "Import error: ",
  async run({ args, flags }, context) {
    const named = await findSource(args.file, context);
    if (!named.ok) return named;
    const { name, source } = named.value;
    context.note(`Importing from ${name}...`);
    context.note(
      flags.merge
        ? "Merge mode: keeping newer records by updated_at timestamp"
        : "Replace mode: clearing existing data and inserting all",
    );
    const sync = await context.sync();
    if (!sync.ok) return sync;
    const mode = flags.merge ? "merge" : "replace";
    const result = await sync.value.import(source, { mode, dry_run: flags["dry-run"] });
    if (!result.ok) return result;
    const notes = notesOf(result.value, flags["dry-run"], context);
    return ok({ json: result.value, text: "", notes });
  },
});

async function findSource(
  file: string | undefined,
  context: Context,
): Promise<Outcome<{ name: string; source: ImportSource }>> {
  const workspace = await context.workspace();
  if (!workspace.ok) return workspace;
  const tracked = layout(workspace.value.pmDir).dataJson;
  if (file === undefined || resolve(context.directory, file) === tracked) {
    const name = file ?? shownPath(tracked, context.directory);
    return ok({ name, source: { tracked: true } });
  }
  if (file === "-") {
    const name = "standard input";
    return ok({ name, source: { tracked: false, name, bytes: await Bun.stdin.bytes() } });
  }
  const bytes = readWholeFile(resolve(context.directory, file), file);
  if (!bytes.ok) return bytes;
  return ok({ name: file, source: { tracked: false, name: file, bytes: bytes.value } });
}

function notesOf(report: ImportReport, dryRun: boolean, context: Context): string[] {
  const { created, updated, skipped, removed, conflicts, backup } = report;
  const notes = [
    `Import complete: ${created} created, ${updated} updated, ${skipped} skipped (local newer)`,
  ];
  if (dryRun) notes.push("Dry run: nothing was written.");
  if (removed > 0) {
    notes.push(
      `Removed here: ${count(removed, "record")} that the file does not have. For everybody, only delete removes.`,
    );
  }
  if (backup !== null) {
    const path = shownPath(backup, context.directory);
    notes.push(`What was here is saved. To get it back: pm sync import ${path}`);
  }
  if (conflicts > 0) {
    notes.push(`${count(conflicts, "value")} lost a contest: pm sync conflicts shows what.`);
  }
  return notes;
}
