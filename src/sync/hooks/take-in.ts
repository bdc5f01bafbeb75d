import { existsSync } from "node:fs";
import { type Outcome, ok } from "../../domain/refusal.ts";
import { layout } from "../../workspace/layout.ts";
import type { GitWorkspace } from "../git.ts";
import { importBoard } from "../import.ts";
import { leftOut } from "../left-out.ts";
import type { OpenSync } from "./run-hook.ts";

/**
 * Brings what git has put into `.pm/data.json` into the database, which is made if there is none. The
 * file itself stays as it is.
 *
 * @returns what has changed, as one line; null for nothing.
 */
export async function takeIn(
  workspace: GitWorkspace,
  open: OpenSync,
): Promise<Outcome<string | null>> {
  if (!existsSync(layout(workspace.pmDir).dataJson)) return leftOut(workspace) ?? ok(null);
  const database = await open();
  if (!database.ok) return database;
  const report = importBoard(database.value, { tracked: true }, { mode: "merge", onlyNews: true });
  if (!report.ok) return report;
  const { created, updated, conflicts } = report.value;
  if (created + updated === 0) return ok(null);
  const lost = conflicts === 0 ? "" : `, ${conflicts} lost a contest (pm sync conflicts)`;
  return ok(`board: ${created} created, ${updated} updated${lost}`);
}
