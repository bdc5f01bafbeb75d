import { ok } from "../../domain/refusal.ts";
import { canCommit, commitBoard } from "../../sync/commit.ts";
import { needGit } from "../../sync/git.ts";
import { defineCommand } from "../command.ts";

export const command = defineCommand({
  flags: {
    message: {
      type: "text",
      value: "MSG",
      short: "m",
      summary: "the commit's message; Update the board if left out",
    },
  },
  details:
    "Exports the board and commits .pm/data.json, with the other files of .pm that git does not track yet. What else is staged stays staged.",
  examples: [
    ["pm sync commit", "commits the board"],
    ['pm sync commit -m "Plan sprint 4"', "with a message of its own"],
  ],
  async run({ flags }, context) {
    const workspace = await context.workspace();
    const repository = workspace.ok ? needGit(workspace.value) : workspace;
    if (!repository.ok) return repository;
    const possible = canCommit(repository.value);
    if (!possible.ok) return possible;
    const sync = await context.sync();
    const published = sync.ok ? await sync.value.publish() : sync;
    if (!published.ok) return published;
    const message = flags.message ?? "Update the board";
    const committed = commitBoard(repository.value, message);
    if (!committed.ok) return committed;
    const { commit } = committed.value;
    const note =
      commit === null
        ? "Nothing to commit: the board is in the last commit as it is."
        : `Committed the board: ${commit.slice(0, 7)} ${message.split("\n", 1)[0]}`;
    return ok({ json: committed.value, text: "", notes: [note] });
  },
});
