import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import { count } from "../output/plural.ts";
import { ago } from "../output/times.ts";
import { tsvLine } from "../output/tsv.ts";
import { actionInWords } from "../records/activity.ts";

export const command = defineCommand({
  details:
    "Takes back my last change that is not taken back yet. Called again, the one before it. Refused where somebody has changed the same field since.",
  examples: [
    ["pm undo", "takes back what I did last"],
    ["pm log --user me", "shows what that is"],
  ],
  async run(_, context) {
    const result = await context.execute("undo", {});
    if (!result.ok) return result;
    const { seq, action, at, records } = result.value.undone;
    const words = `Undone: ${actionInWords(action)}, ${count(records, "record")}`;
    return ok({
      json: result.value,
      text: (screen) =>
        screen.terminal
          ? `${words}, from ${ago(at, screen.now)}\n`
          : tsvLine([String(seq), action, at, String(records)]),
    });
  },
});
