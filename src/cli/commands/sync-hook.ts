import { ok, refuse } from "../../domain/refusal.ts";
import { HOOK_NAMES } from "../../sync/hook-texts.ts";
import { runHook } from "../../sync/hooks/run-hook.ts";
import { defineCommand } from "../command.ts";

/**
 * A commit waits no longer than this for another process that writes to the board: that suffices for
 * every write but an import of a very large board, and the hook says how to do its work by hand.
 */
const PATIENCE_MS = 3_000;

export const command = defineCommand({
  args: {
    name: { summary: `the hook: ${HOOK_NAMES.join(", ")}` },
    given: { summary: "what git gave the hook", optional: true, many: true },
  },
  details:
    "git's hooks call this; pm sync init installs them. It never fails because of the board: it says in one line what is wrong.",
  examples: [['pm sync hook pre-commit "$@"', "the line that belongs into a hook"]],
  async run({ args }, context) {
    const name = HOOK_NAMES.find((one) => one === args.name);
    if (name === undefined) {
      return refuse("usage", `There is no hook "${args.name}", only ${HOOK_NAMES.join(", ")}.`);
    }
    const workspace = await context.workspace();
    if (!workspace.ok) return workspace;
    const closes: (() => Promise<void>)[] = [];
    const message = await runHook(name, args.given, workspace.value, async () => {
      const { openDatabase } = await import("../../access/local.ts");
      const database = openDatabase(workspace.value, { patienceMs: PATIENCE_MS });
      if (!database.ok) return database;
      closes.push(() => database.value.board.close());
      return ok(database.value.sync);
    });
    for (const close of closes) await close();
    const notes = message === null ? [] : [`pm: ${message}`];
    return ok({ json: { hook: name, message }, text: "", notes });
  },
});
