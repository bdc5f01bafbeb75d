import { resolve } from "node:path";
import type { ImportReport } from "../../board/sync-operations.ts";
import { beadsProject, convertBeads } from "../../bridges/beads/convert.ts";
import { sinceLastImport } from "../../bridges/beads/last-import.ts";
import { readLines, splitLines } from "../../bridges/beads/read-lines.ts";
import type { BeadsReport } from "../../bridges/beads/report.ts";
import { reportText } from "../../bridges/beads/report-text.ts";
import { loadLastImport, saveLastImport } from "../../bridges/beads/saved-import.ts";
import type { BeadsLine } from "../../bridges/beads/source.ts";
import { writeBoard } from "../../data-json/write.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import { personId } from "../../workspace/identity.ts";
import { layout } from "../../workspace/layout.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { PROJECT } from "../flags.ts";
import { readWholeFile } from "../output/files.ts";
import { count } from "../output/plural.ts";
import { type Progress, startProgress } from "../output/progress.ts";

export const command = defineCommand({
  args: { file: { summary: "the issue file, .beads/issues.jsonl in most repositories" } },
  flags: {
    project: {
      ...PROJECT,
      aliases: ["project-id"],
      summary: "the project, by key or id; where there is none, one is made",
    },
    "dry-run": { type: "switch", short: "n", summary: "only say what would happen" },
  },
  details:
    "Brings in the issues of Beads: their hierarchy, links, labels and comments, deleted ones as deleted, each with its author and times. Importing a file again brings in what has changed in Beads since, and takes back nothing that was changed here.",
  examples: [
    ["pm import beads .beads/issues.jsonl", "brings in everything"],
    ["pm import beads issues.jsonl --dry-run", "says what that would do"],
    ["pm import beads issues.jsonl --project WEB", "brings it into the project WEB"],
  ],
  errorPrefix: "Import error: ",
  async run({ args, flags }, context) {
    const progress = await startProgress(context.globals.quiet);
    const options = { project: flags.project, dryRun: flags["dry-run"] };
    const done = await importFile(args.file, options, context, progress);
    progress.clear();
    if (!done.ok) return done;
    if (done.value === null) {
      return ok({
        json: { created: 0, updated: 0, skipped: 0 },
        text: "",
        notes: [`Nothing to import: ${args.file} has no issues. Nothing was deleted here.`],
      });
    }
    const { project, counts, report } = done.value;
    return ok({
      json: { ...counts, dry_run: options.dryRun, project, report },
      text: "",
      notes: notesOf(done.value, options.dryRun),
    });
  },
});

interface Options {
  /** What was given with `--project`. */
  project: string | undefined;
  dryRun: boolean;
}

/** Null for a file without issues. */
async function importFile(
  file: string,
  options: Options,
  context: Context,
  progress: Progress,
): Promise<Outcome<Imported | null>> {
  const bytes =
    file === "-"
      ? ok(await Bun.stdin.bytes())
      : readWholeFile(resolve(context.directory, file), file);
  if (!bytes.ok) return bytes;
  const name = file === "-" ? "standard input" : file;
  const texts = splitLines(bytes.value, name);
  if (!texts.ok) return texts;
  const lines = readLines(progress.over("Reading", texts.value), name);
  if (!lines.ok) return lines;
  if (lines.value.length === 0) return ok(null);
  const project = await findProject(options.project, context);
  if (!project.ok) return project;
  return importLines(lines.value, name, project.value, options, context, progress);
}

interface Into {
  id: string;
  title: string;
  key: string | null;
  /** Whether the import makes it. */
  created: boolean;
}

/** The project that is named, else the only live one, else one that is to be made. */
async function findProject(ref: string | undefined, context: Context): Promise<Outcome<Into>> {
  if (ref !== undefined) return existingProject(ref, context);
  const found = await context.query("projects", { limit: 10 });
  if (!found.ok) return found;
  const live = found.value.projects.filter(({ status }) => status === "active");
  const candidates = live.length > 0 ? live : found.value.projects;
  const [only, second] = candidates;
  if (second !== undefined) {
    const names = candidates.map(({ id, key }) => key ?? id.slice(0, 8)).join(", ");
    return refuse(
      "usage",
      "There are several projects on this board: say which one.",
      `Add --project with one of ${names}.`,
    );
  }
  if (only !== undefined) {
    return ok({ id: only.id, title: only.title, key: only.key, created: false });
  }
  const project = beadsProject();
  const gone = await context.query("project", { ref: project.id });
  if (gone.ok) return existingProject(project.id, context);
  const { id, title, key } = project;
  return gone.refusal.kind === "not_found" ? ok({ id, title, key, created: true }) : gone;
}

async function existingProject(ref: string, context: Context): Promise<Outcome<Into>> {
  const found = await context.query("project", { ref });
  if (!found.ok) return found;
  const { id, title, key, deleted_at } = found.value.project;
  if (deleted_at === null) return ok({ id, title, key, created: false });
  return refuse(
    "refused",
    `The project ${key ?? title} is deleted: nobody would see what is imported into it.`,
    `\`pm project restore ${id.slice(0, 8)}\` brings it back.`,
  );
}

interface Imported {
  project: Into;
  counts: ImportReport;
  report: BeadsReport;
  /** Nothing was imported into this project on this machine before. */
  isFirstHere: boolean;
}

async function importLines(
  lines: readonly BeadsLine[],
  name: string,
  project: Into,
  { dryRun }: Options,
  context: Context,
  progress: Progress,
): Promise<Outcome<Imported>> {
  const workspace = await context.workspace();
  if (!workspace.ok) return workspace;
  const folder = layout(workspace.value.pmDir).imports;
  const last = loadLastImport(folder, project.id);
  if (!last.ok) return last;
  const sync = await context.sync();
  if (!sync.ok) return sync;

  const destination = { project: project.id, personId };
  const { board, report } = convertBeads(progress.over("Converting", lines), destination);
  const since = sinceLastImport(board, last.value);
  report.removed_links = since.removedLinks;
  progress.say(`Writing ${count(board.records.work_item.length, "item")}`);
  const records = { ...since.board.records, project: project.created ? [beadsProject()] : [] };
  const text = writeBoard({ ...since.board, records }, { exportedAt: "", exportedBy: "" });
  const counts = await sync.value.import(
    { tracked: false, name, bytes: new TextEncoder().encode(text) },
    { mode: "merge", dry_run: dryRun },
  );
  if (!counts.ok) return counts;
  if (!dryRun) saveLastImport(folder, project.id, since.next);
  return ok({ project, counts: counts.value, report, isFirstHere: last.value === null });
}

function notesOf(
  { project, report, isFirstHere, counts: { created, updated, skipped, conflicts } }: Imported,
  dryRun: boolean,
): string[] {
  const name = project.key ?? project.title;
  const made = project.created ? " (a new project)" : "";
  const notes = [
    ...reportText(report),
    `Import into ${name}${made} complete: ${created} created, ${updated} updated, ${skipped} unchanged`,
  ];
  if (dryRun) notes.push("Dry run: nothing was written.");
  if (isFirstHere && updated > 0) {
    notes.push(
      "This is the first import of these issues on this machine: of a newer line, every field counted as newer.",
    );
  }
  if (conflicts > 0) {
    notes.push(`${count(conflicts, "value")} lost a contest: pm sync conflicts shows what.`);
  }
  return notes;
}
