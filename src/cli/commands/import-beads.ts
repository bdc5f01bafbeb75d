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
    const dryRun = flags["dry-run"];
    const progress = await startProgress(context.globals.quiet);
    const lines = await readSource(args.file, context, progress);
    if (!lines.ok || lines.value.length === 0) {
      progress.clear();
      return lines.ok ? nothingToImport(args.file) : lines;
    }
    const project = await findProject(flags.project, context);
    const result = project.ok
      ? await importInto(project.value, lines.value, args.file, dryRun, context, progress)
      : project;
    progress.clear();
    if (!result.ok || !project.ok) return result as Outcome<never>;
    const { report, counts } = result.value;
    return ok({
      json: { ...counts, dry_run: dryRun, project: project.value, report },
      text: "",
      notes: notesOf(project.value, counts, report, dryRun),
    });
  },
});

interface Into {
  id: string;
  title: string;
  key: string | null;
  /** Whether the import makes it. */
  created: boolean;
}

async function readSource(
  file: string,
  context: Context,
  progress: Progress,
): Promise<Outcome<BeadsLine[]>> {
  const bytes =
    file === "-"
      ? ok(await Bun.stdin.bytes())
      : readWholeFile(resolve(context.directory, file), file);
  if (!bytes.ok) return bytes;
  const name = file === "-" ? "standard input" : file;
  const texts = splitLines(bytes.value, name);
  return texts.ok ? readLines(progress.over("Reading", texts.value), name) : texts;
}

function nothingToImport(file: string) {
  return ok({
    json: { created: 0, updated: 0, skipped: 0 },
    text: "",
    notes: [`Nothing to import: ${file} has no issues. Nothing was deleted here.`],
  });
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
  if (only !== undefined) return ok({ ...only, created: false });
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

async function importInto(
  project: Into,
  lines: readonly BeadsLine[],
  file: string,
  dryRun: boolean,
  context: Context,
  progress: Progress,
): Promise<Outcome<{ counts: ImportReport; report: BeadsReport }>> {
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
  const made = { ...since.board.records, project: project.created ? [beadsProject()] : [] };
  const text = writeBoard({ ...since.board, records: made }, { exportedAt: "", exportedBy: "" });
  const counts = await sync.value.import(
    { tracked: false, name: file, bytes: new TextEncoder().encode(text) },
    { mode: "merge", dry_run: dryRun },
  );
  if (!counts.ok) return counts;
  if (!dryRun) saveLastImport(folder, project.id, since.next);
  return ok({ counts: counts.value, report });
}

function notesOf(
  project: Into,
  { created, updated, skipped, conflicts }: ImportReport,
  report: BeadsReport,
  dryRun: boolean,
): string[] {
  const name = project.key ?? project.title;
  const made = project.created ? " (a new project)" : "";
  const notes = [
    ...reportText(report),
    `Import into ${name}${made} complete: ${created} created, ${updated} updated, ${skipped} unchanged`,
  ];
  if (dryRun) notes.push("Dry run: nothing was written.");
  if (conflicts > 0) {
    notes.push(`${count(conflicts, "value")} lost a contest: pm sync conflicts shows what.`);
  }
  return notes;
}
