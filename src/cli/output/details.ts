import { type Style, styled } from "./colour.ts";
import type { Screen } from "./screen.ts";
import { pad, printable, printableLines, widthOf, wrap } from "./text.ts";
import { tsvLine } from "./tsv.ts";

/** One line of a record that is shown on its own. */
export interface Detail {
  name: string;
  /** What a person reads; empty for nothing to say. */
  text: string;
  /** What a program reads, where that is more. */
  exact?: string;
  style?: Style | undefined;
}

/**
 * Names and values, one below the other. A person does not see those without a text; a program gets
 * every name, so that it finds what it looks for.
 */
export function details(all: readonly Detail[], screen: Screen): string {
  if (!screen.terminal) {
    return all.map(({ name, text, exact }) => tsvLine([name, exact ?? text])).join("");
  }
  const shown = all.filter(({ text }) => text !== "");
  const width = Math.max(...shown.map(({ name }) => widthOf(name)));
  return shown
    .map(({ name, text, style }) => {
      const label = styled(pad(name, width), "dim", screen.colour);
      const [first = "", ...more] = wrap(printable(text), Math.max(20, screen.width - width - 2));
      const rest = more.map((line) => `${" ".repeat(width + 2)}${line}\n`).join("");
      return `${label}  ${styled(first, style, screen.colour)}\n${rest}`;
    })
    .join("");
}

/** A text of several lines, wrapped and indented, for a person. */
export function paragraph(text: string, screen: Screen, indent = 2): string {
  const width = Math.max(20, Math.min(screen.width, 100) - indent);
  return printableLines(text.trimEnd())
    .flatMap((line) => wrapIndented(line, width))
    .map((line) => `${" ".repeat(indent)}${line}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}

/** Lists and code keep the spaces they begin with. */
function wrapIndented(line: string, width: number): string[] {
  const spaces = /^ */.exec(line)?.[0].slice(0, width / 2) ?? "";
  return wrap(line.trimStart(), width - spaces.length).map((part) => spaces + part);
}

/** The heading of a part of a page, for a person. */
export function heading(text: string, screen: Screen): string {
  return `\n${styled(text, "bold", screen.colour)}\n`;
}
