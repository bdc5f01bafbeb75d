import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { ImportReport, ImportSource } from "../../board/sync-operations.ts";
import { type Outcome, ok } from "../../domain/refusal.ts";
import { layout } from "../../workspace/layout.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { readWholeFile } from "../output/files.ts";
import { shownPath } from "../output/paths.ts";
import { count } from "../output/plural.ts";
import { recordNames } from "../records/record-names.ts";

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
    const workspace = await context.workspace();
    if (!workspace.ok) return workspace;
    const tracked = layout(workspace.value.pmDir).dataJson;
    const name =
      args.file === "-" ? "standard input" : (args.file ?? shownPath(tracked, context.directory));
    context.note(`Importing from ${name}...`);
    const source = await findSource(args.file, tracked, name, context);
    if (!source.ok) return source;
    context.note(
      flags.merge
        ? "Merge mode: keeping newer records by updated_at timestamp"
        : "Replace mode: clearing existing data and inserting all",
    );
    const sync = await context.sync();
    if (!sync.ok) return sync;
    const mode = flags.merge ? "merge" : "replace";
    const result = await sync.value.import(source.value, { mode, dry_run: flags["dry-run"] });
    if (!result.ok) return result;
    const notes = notesOf(result.value, flags["dry-run"], workspace.value.root, context);
    if (
      !flags["dry-run"] &&
      result.value.removed > 0 &&
      !source.value.tracked &&
      existsSync(tracked)
    ) {
      notes.push(
        `${shownPath(tracked, context.directory)} has it until the next export: pm sync import --merge brings it back.`,
      );
    }
    return ok({ json: result.value, text: "", notes });
  },
});

async function findSource(
  file: string | undefined,
  tracked: string,
  name: string,
  context: Context,
): Promise<Outcome<ImportSource>> {
  if (file === undefined || resolve(context.directory, file) === tracked) {
    return ok({ tracked: true });
  }
  if (file === "-") return ok({ tracked: false, name, bytes: await Bun.stdin.bytes() });
  const bytes = readWholeFile(resolve(context.directory, file), file);
  return bytes.ok ? ok({ tracked: false, name, bytes: bytes.value }) : bytes;
}

function notesOf(report: ImportReport, dryRun: boolean, root: string, context: Context): string[] {
  const { created, updated, skipped, removed, conflicts, endless, backup, take_back } = report;
  const notes = [
    `Import complete: ${created} created, ${updated} updated, ${skipped} skipped (local newer)`,
  ];
  if (dryRun) notes.push("Dry run: nothing was written.");
  if (removed > 0) {
    const what = `${count(removed, "record")} that the file does not have`;
    notes.push(
      dryRun
        ? `It would remove here: ${what}.`
        : `Removed here: ${what}. For everybody, only delete removes.`,
    );
  }
  if (backup !== null) {
    const path = shownPath(resolve(root, backup), context.directory);
    notes.push(
      `What was here is saved to ${path}. To get it back: pm undo ${take_back ?? ""}`.trimEnd(),
    );
  }
  if (endless.length > 0) {
    notes.push(
      `Times from the year 9999 on say nothing, since no edit could follow them. They count as when the record was last written otherwise, of ${recordNames(endless)}.`,
    );
  }
  if (conflicts > 0) {
    notes.push(`${count(conflicts, "value")} lost a contest: pm sync conflicts shows what.`);
  }
  return notes;
}
