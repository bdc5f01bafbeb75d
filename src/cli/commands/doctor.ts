import { existsSync } from "node:fs";
import { type Outcome, ok } from "../../domain/refusal.ts";
import type { Workspace } from "../../workspace/locate.ts";
import { defineCommand } from "../command.ts";
import type { Context } from "../context.ts";
import { type Check, notice } from "../doctor/check.ts";
import { checkDatabase } from "../doctor/database.ts";
import { checkGit } from "../doctor/git.ts";
import { checkRecords, checkTrackedFile } from "../doctor/records.ts";
import { type Style, styled } from "../output/colour.ts";
import type { Screen } from "../output/screen.ts";
import { pad, printable, wrap } from "../output/text.ts";
import { tsvLine } from "../output/tsv.ts";

const STYLES: { readonly [S in Check["status"]]: Style | undefined } = {
  ok: undefined,
  notice: "yellow",
  problem: "red",
};

export const command = defineCommand({
  flags: {
    fix: { type: "switch", summary: "put missing ignore rules in place" },
  },
  details:
    "Looks at the database, data.json, the records and git. Exits with 1 if something does not work. It changes nothing without --fix, and never takes anything away.",
  examples: [
    ["pm doctor", "checks everything"],
    ["pm doctor --fix", "and repairs what can be repaired safely"],
  ],
  async run({ flags }, context) {
    const found = await context.workspace();
    if (!found.ok) return found;
    const workspace = found.value;
    const result = await checkAll(workspace, flags.fix, context);
    if (!result.ok) return result;
    const checks = result.value;
    const problems = checks.filter((check) => check.status === "problem").length;
    return ok({
      json: { root: workspace.root, checks },
      text: (screen) => checks.map((check) => checkText(check, screen)).join(""),
      exitCode: problems > 0 ? 1 : 0,
    });
  },
});

async function checkAll(
  workspace: Workspace,
  fix: boolean,
  context: Context,
): Promise<Outcome<Check[]>> {
  if (!existsSync(workspace.pmDir)) {
    const none = `There is none in ${workspace.root} yet.`;
    return ok([notice("board", none, "pm init sets one up, and so does the first write.")]);
  }
  const checks = await checkDatabase(workspace);
  if (checks.every((check) => check.status !== "problem")) {
    const board = await context.board();
    if (!board.ok) return board;
    checks.push(...(await checkTrackedFile(board.value)), ...(await checkRecords(board.value)));
  }
  return ok([...checks, ...checkGit(workspace, fix)]);
}

const NAME_WIDTH = 14;
const STATUS_WIDTH = 8;

function checkText({ name, status, message, hint }: Check, screen: Screen): string {
  if (!screen.terminal) return tsvLine([name, status, message, hint ?? ""]);
  const indent = NAME_WIDTH + STATUS_WIDTH + 1;
  const room = Math.max(20, screen.width - indent);
  const lines = [message, ...(hint === null ? [] : [hint])]
    .flatMap((line) => wrap(printable(line), room))
    .map((line, index) => (index === 0 ? line : " ".repeat(indent) + line));
  const shown = styled(status, STYLES[status], screen.colour);
  const gap = " ".repeat(STATUS_WIDTH + 1 - status.length);
  return `${pad(name, NAME_WIDTH)}${shown}${gap}${lines.join("\n")}\n`;
}
