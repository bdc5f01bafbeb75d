import { resolve } from "node:path";
import type { BoardCounts } from "../../board/sync-operations.ts";
import { type Outcome, ok } from "../../domain/refusal.ts";
import { layout } from "../../workspace/layout.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { shownPath } from "../output/paths.ts";
import type { Report } from "../report.ts";

export const command = defineCommand({
  flags: {
    output: {
      type: "text",
      value: "FILE",
      short: "o",
      summary: "write a copy to FILE, or to standard output with -",
    },
  },
  details:
    "Writes .pm/data.json, the file that git carries. What a pull has brought into it is merged into the database first.",
  examples: [
    ["pm sync export", "brings .pm/data.json up to date, to be committed"],
    ["pm sync export -o - | jq .work_items", "gives the board to another program"],
  ],
  errorPrefix: "Export error: ",
  async run({ flags }, context) {
    const workspace = await context.workspace();
    if (!workspace.ok) return workspace;
    const tracked = layout(workspace.value.pmDir).dataJson;
    const { output } = flags;
    if (output === undefined || resolve(context.directory, output) === tracked) {
      return publish(context, output ?? shownPath(tracked, context.directory));
    }
    return copy(context, output);
  },
});

async function publish(context: Context, name: string): Promise<Outcome<Report>> {
  context.note(`Exporting to ${name}...`);
  const sync = await context.sync();
  const result = sync.ok ? await sync.value.publish() : sync;
  if (!result.ok) return result;
  const { counts, merged_first } = result.value;
  if (merged_first) {
    const { created, updated } = merged_first;
    context.note(`Merged in first what ${name} had: ${created} created, ${updated} updated`);
  }
  return ok({ json: result.value, text: "", notes: [inNumbers(counts), `Written to: ${name}`] });
}

async function copy(context: Context, output: string): Promise<Outcome<Report>> {
  const name = output === "-" ? "standard output" : output;
  context.note(`Exporting to ${name}...`);
  const sync = await context.sync();
  const result = sync.ok ? await sync.value.exportCopy() : sync;
  if (!result.ok) return result;
  const { bytes, counts } = result.value;
  const notes = [inNumbers(counts), `Written to: ${name}`];
  if (output === "-") {
    // The board itself is the one JSON value that --json asks for.
    const { writeAll } = await import("../output/streams.ts");
    writeAll(1, bytes);
    return ok({ json: undefined, text: "", notes });
  }
  const { writeFileWhole } = await import("../output/files.ts");
  const written = writeFileWhole(resolve(context.directory, output), bytes, output);
  return written.ok ? ok({ json: { counts, output }, text: "", notes }) : written;
}

function inNumbers({ projects, work_items, comments }: BoardCounts): string {
  return `Exported ${projects} projects, ${work_items} work items, ${comments} comments`;
}
