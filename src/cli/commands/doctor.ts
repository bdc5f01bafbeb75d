import { ok } from "../../domain/refusal.ts";
import { defineCommand } from "../command.ts";
import type { Check } from "../doctor/check.ts";
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
    const database = await checkDatabase(workspace);
    const checks = [...database];
    if (!database.some((check) => check.status === "problem")) {
      const board = await context.board();
      if (!board.ok) return board;
      checks.push(...(await checkTrackedFile(board.value)), ...(await checkRecords(board.value)));
    }
    checks.push(...checkGit(workspace, flags.fix));
    const problems = checks.filter((check) => check.status === "problem").length;
    return ok({
      json: { root: workspace.root, checks },
      text: (screen) => checks.map((check) => checkText(check, screen)).join(""),
      exitCode: problems > 0 ? 1 : 0,
    });
  },
});

const NAME_WIDTH = 13;
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
