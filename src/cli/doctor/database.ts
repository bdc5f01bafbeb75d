import { existsSync } from "node:fs";
import { openDatabase } from "../../access/local.ts";
import { layout } from "../../workspace/layout.ts";
import type { Workspace } from "../../workspace/locate.ts";
import { type Check, fine, notice, problem } from "./check.ts";

const NAME = "database";

/** Whether the database can be opened, and whether SQLite finds it whole. Makes none. */
export async function checkDatabase(workspace: Workspace): Promise<Check[]> {
  const { dataDb } = layout(workspace.pmDir);
  if (!existsSync(dataDb)) {
    return [notice(NAME, "There is none yet: the first command that needs one makes it.")];
  }
  const opened = openDatabase(workspace);
  if (!opened.ok) {
    return [problem(NAME, opened.refusal.message, opened.refusal.hint ?? null)];
  }
  const { board, sync } = opened.value;
  const found = sync.storage.check();
  await board.close();
  if (found.length === 0) return [fine(NAME, "It is whole.")];
  return [
    problem(
      NAME,
      `SQLite finds it damaged: ${found.slice(0, 3).join("; ")}`,
      "Copy .pm/data.db to a safe place, then pm sync export -o saves what can be read.",
    ),
  ];
}
