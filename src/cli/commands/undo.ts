import { resolve } from "node:path";
import type { UndoneReplacement } from "../../board/commands.ts";
import { ok, refuse } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { shownPath } from "../output/paths.ts";
import { count } from "../output/plural.ts";
import { ago } from "../output/times.ts";
import { tsvLine } from "../output/tsv.ts";
import { actionInWords } from "../records/activity.ts";

export const command = defineCommand({
  args: {
    write: {
      summary: "the number of the write to take back; the last one if left out",
      optional: true,
    },
  },
  flags: {
    skip: { type: "switch", summary: "pass over what cannot be taken back" },
  },
  details:
    "Takes back my last change that is not taken back yet, a replacement of the board by an import among them. Called again, the one before it. Each undo names the command that takes it back. Refused where somebody has changed the same field since; --skip leaves that as it is and takes back what I did before it.",
  examples: [
    ["pm undo", "takes back what I did last"],
    ["pm log --user me", "shows what that is"],
    ["pm undo 12", "takes back write number 12, be it an undo, an import or a change"],
    ["pm undo --skip", "takes back the last one that can be"],
  ],
  async run({ args, flags }, context) {
    const write = args.write === undefined ? undefined : Number(args.write);
    if (write !== undefined && !(Number.isSafeInteger(write) && write > 0)) {
      const message = `“${args.write}” is not the number of a write.`;
      return refuse("usage", message, "pm log shows the numbers, in its first column in a pipe.");
    }
    const workspace = await context.workspace();
    if (!workspace.ok) return workspace;
    const result = await context.execute("undo", { skip: flags.skip, write });
    if (!result.ok) return result;
    const shown = (path: string) =>
      shownPath(resolve(workspace.value.root, path), context.directory);
    const { seq, action, at, records, take_back, replacement } = result.value.undone;
    const words = `Undone: ${actionInWords(action)}, ${count(records, "record")}`;
    return ok({
      json: result.value,
      text: (screen) =>
        screen.terminal
          ? `${words}, from ${ago(at, screen.now)}\n`
          : tsvLine([String(seq), action, at, String(records)]),
      notes: [
        ...(replacement === null
          ? []
          : notesOf(action === "sync.undo", records, replacement, shown)),
        ...(take_back === null ? [] : [`To take this back: pm undo ${take_back}`]),
      ],
    });
  },
});

/** What the undo of a replacement has done, and what it could not do for others. */
function notesOf(
  again: boolean,
  records: number,
  { exact, stayed, left, backup }: UndoneReplacement,
  shown: (path: string) => string,
): string[] {
  const notes = exact
    ? [
        again
          ? "The board is what it was before the undo."
          : "The board is what it was before. What data.json has is news again: the next sync merges it.",
      ]
    : [
        records === 0 && left === 0
          ? "It had taken nothing away, so there is nothing to bring back."
          : "It had been exported or built upon, so what was lost is written anew, for everybody to have.",
      ];
  if (stayed > 0) {
    notes.push(
      `${count(stayed, "record")} that came with it stayed: others may have them, and only delete removes for everybody.`,
    );
  }
  if (left > 0) notes.push(`${count(left, "value")} that somebody has written since stayed.`);
  if (backup !== null) notes.push(`What was here is saved to ${shown(backup)}.`);
  return notes;
}
