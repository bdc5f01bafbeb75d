import { resolve } from "node:path";
import type { UndoneReplacement } from "../../board/commands.ts";
import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { shownPath } from "../output/paths.ts";
import { count } from "../output/plural.ts";
import { ago } from "../output/times.ts";
import { tsvLine } from "../output/tsv.ts";
import { actionInWords } from "../records/activity.ts";

export const command = defineCommand({
  flags: {
    skip: { type: "switch", summary: "pass over what cannot be taken back" },
  },
  details:
    "Takes back my last change that is not taken back yet, a replacement of the board by an import among them. Called again, the one before it. Refused where somebody has changed the same field since; --skip leaves that as it is and takes back what I did before it.",
  examples: [
    ["pm undo", "takes back what I did last"],
    ["pm log --user me", "shows what that is"],
    ["pm undo --skip", "takes back the last one that can be"],
  ],
  async run({ flags }, context) {
    const workspace = await context.workspace();
    if (!workspace.ok) return workspace;
    const result = await context.execute("undo", { skip: flags.skip });
    if (!result.ok) return result;
    const shown = (path: string) =>
      shownPath(resolve(workspace.value.root, path), context.directory);
    const { seq, action, at, records, replacement } = result.value.undone;
    const words = `Undone: ${actionInWords(action)}, ${count(records, "record")}`;
    return ok({
      json: result.value,
      text: (screen) =>
        screen.terminal
          ? `${words}, from ${ago(at, screen.now)}\n`
          : tsvLine([String(seq), action, at, String(records)]),
      notes: replacement === null ? [] : notesOf(replacement, shown),
    });
  },
});

/** What the undo of a replacement has done, and what it could not do for others. */
function notesOf(
  { exact, stayed, left, backup }: UndoneReplacement,
  shown: (path: string) => string,
): string[] {
  const notes = exact
    ? [
        "The board is what it was before. What data.json has is news again: the next sync merges it.",
      ]
    : [
        "It had been exported or built upon, so what was lost is written anew, for everybody to have.",
      ];
  if (stayed > 0) {
    notes.push(
      `${count(stayed, "record")} that came with it stayed: others may have them, and only delete removes for everybody.`,
    );
  }
  if (left > 0) notes.push(`${count(left, "value")} that somebody has written since stayed.`);
  if (backup !== null) {
    // As it was before, nobody has seen the replacement; else its values have to be written once more.
    const name = backup.split("/").at(-1);
    notes.push(
      exact
        ? `To take this back: pm sync import ${shown(backup)}`
        : `What it has set back is saved: pm sync restore ${name} sets it again, for everybody.`,
    );
  }
  return notes;
}
