/** The findings as people and programs get them. */
import { type Style, styled } from "../output/colour.ts";
import type { Screen } from "../output/screen.ts";
import { pad, printable, wrap } from "../output/text.ts";
import { tsvLine } from "../output/tsv.ts";
import type { Finding, Status } from "./finding.ts";
import { FINDINGS } from "./findings.ts";

/** A finding as `--json` has it. */
export function shown({ name, code, status, message, repair, fix }: Finding) {
  const meaning = code === null ? null : FINDINGS[code].meaning;
  return { name, code, status, message, meaning, repair, fixable: fix !== null };
}

const STYLES: { readonly [S in Status | "fixed"]: Style | undefined } = {
  ok: undefined,
  notice: "yellow",
  problem: "red",
  fixed: "green",
};

export function findingText(finding: Finding, screen: Screen): string {
  const { name, code, status, message, meaning, repair, fixable } = shown(finding);
  if (!screen.terminal) {
    return tsvLine([name, status, message, repair ?? "", code ?? "", meaning ?? ""]);
  }
  const way = repair === null ? [] : [`→ ${repair}${fixable ? "  (pm doctor --fix does it)" : ""}`];
  return lines(name, status, [message, ...(meaning === null ? [] : [meaning]), ...way], screen);
}

/** What `--fix` has done about a finding, or why it could not. */
export function fixedText(
  { code, done, message }: { code: string; done: boolean; message: string },
  screen: Screen,
): string {
  const status = done ? "fixed" : "notice";
  const text = done ? message : `Not fixed: ${message}`;
  return screen.terminal
    ? lines("fix", status, [text], screen)
    : tsvLine(["fix", done ? "fixed" : "not fixed", message, "", code, ""]);
}

const NAME_WIDTH = 13;
const STATUS_WIDTH = 8;

function lines(
  name: string,
  status: Status | "fixed",
  texts: readonly string[],
  screen: Screen,
): string {
  const indent = NAME_WIDTH + STATUS_WIDTH + 1;
  const room = Math.max(20, screen.width - indent);
  const wrapped = texts
    .flatMap((line) => wrap(printable(line), room))
    .map((line, index) => (index === 0 ? line : " ".repeat(indent) + line));
  const word = styled(status, STYLES[status], screen.colour);
  const gap = " ".repeat(STATUS_WIDTH + 1 - status.length);
  return `${pad(name, NAME_WIDTH)}${word}${gap}${wrapped.join("\n")}\n`;
}
