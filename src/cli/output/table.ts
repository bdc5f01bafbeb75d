import { type Style, styled } from "./colour.ts";
import type { Screen } from "./screen.ts";
import { cut, pad, printable, widthOf } from "./text.ts";
import { tsvLine } from "./tsv.ts";

/** One column of a table of rows `T`. */
export interface Column<T> {
  /** The heading on a terminal. */
  title: string;
  /** What a person reads. */
  cell(row: T, screen: Screen): string;
  /** What a program reads, where that is more: a whole id, an exact time. */
  exact?(row: T): string;
  style?(row: T, screen: Screen): Style | undefined;
  align?: "right";
  /** Programs get it, people do not. */
  pipeOnly?: true;
  /** How soon it goes where the screen is narrow: the largest number first. 0, the default: never. */
  yields?: number;
  /** Takes the room that is left. One a table, the last. */
  elastic?: true;
}

const GAP = 2;
/** Columns yield until the elastic one has this width. */
const ELASTIC_LEAST = 30;

/** The rows as a table for people, or as lines for programs, as the screen wants them. */
export function table<T>(
  columns: readonly Column<T>[],
  rows: readonly T[],
  screen: Screen,
): string {
  return screen.terminal ? aligned(columns, rows, screen) : separated(columns, rows, screen);
}

function separated<T>(columns: readonly Column<T>[], rows: readonly T[], screen: Screen): string {
  let text = "";
  for (const row of rows) {
    const line = tsvLine(columns.map((column) => exactly(column, row, screen)));
    text += screen.colour ? colourLine(line, columns, row, screen) : line;
  }
  return text;
}

function exactly<T>(column: Column<T>, row: T, screen: Screen): string {
  return column.exact ? column.exact(row) : column.cell(row, screen);
}

/** `--color always` in a pipe: the escaped values themselves hold no control characters. */
function colourLine<T>(
  line: string,
  columns: readonly Column<T>[],
  row: T,
  screen: Screen,
): string {
  const values = line.slice(0, -1).split("\t");
  const coloured = values.map((value, index) =>
    styled(value, columns[index]?.style?.(row, screen), true),
  );
  return `${coloured.join("\t")}\n`;
}

function aligned<T>(columns: readonly Column<T>[], rows: readonly T[], screen: Screen): string {
  if (rows.length === 0) return "";
  const filled = columns
    .filter((column) => !column.pipeOnly)
    .map((column) => measure(column, rows, screen))
    .filter(({ column, empty }) => column.elastic || !empty);
  const shown = fit(filled, screen.width);
  const heading = shown.map(({ column, width }) => pad(column.title, width, sideOf(column)));
  const lines = [styled(heading.join("  ").trimEnd(), "dim", screen.colour)];
  rows.forEach((row, index) => {
    const line = shown.map(({ column, cells, width }) => {
      const text = cut(cells[index] ?? "", width);
      return alignedCell(text, column, row, width, screen);
    });
    lines.push(line.join(" ".repeat(GAP)).trimEnd());
  });
  return `${lines.join("\n")}\n`;
}

interface Measured<T> {
  column: Column<T>;
  cells: string[];
  width: number;
  empty: boolean;
}

function measure<T>(column: Column<T>, rows: readonly T[], screen: Screen): Measured<T> {
  const cells = rows.map((row) => printable(column.cell(row, screen)));
  const widest = cells.reduce((width, cell) => Math.max(width, widthOf(cell)), 0);
  return { column, cells, width: Math.max(widest, column.title.length), empty: widest === 0 };
}

/** Leaves columns out, then narrows the elastic one, until the line fits. */
function fit<T>(columns: readonly Measured<T>[], screenWidth: number): Measured<T>[] {
  const elastic = columns.find(({ column }) => column.elastic);
  const wanted = Math.min(elastic?.width ?? 0, ELASTIC_LEAST);
  const shown = [...columns];
  while (fixedWidth(shown) + wanted > screenWidth) {
    const yielding = shown.reduce((most, one) => (yieldsOf(one) > yieldsOf(most) ? one : most));
    if (yieldsOf(yielding) === 0) break;
    shown.splice(shown.indexOf(yielding), 1);
  }
  const left = Math.max(10, screenWidth - fixedWidth(shown));
  return shown.map((one) =>
    one.column.elastic ? { ...one, width: Math.min(one.width, left) } : one,
  );
}

function yieldsOf<T>({ column }: Measured<T>): number {
  return column.yields ?? 0;
}

/** The width of everything but the elastic column, gaps included. */
function fixedWidth<T>(columns: readonly Measured<T>[]): number {
  const cells = columns.reduce((sum, { column, width }) => sum + (column.elastic ? 0 : width), 0);
  return cells + GAP * (columns.length - 1);
}

function sideOf<T>(column: Column<T>): "left" | "right" {
  return column.align === "right" ? "right" : "left";
}

/** Padded outside of the style, so that colour codes count for nothing. */
function alignedCell<T>(
  text: string,
  column: Column<T>,
  row: T,
  width: number,
  screen: Screen,
): string {
  const spaces = " ".repeat(Math.max(0, width - widthOf(text)));
  const shown = styled(text, column.style?.(row, screen), screen.colour);
  return column.align === "right" ? spaces + shown : shown + spaces;
}
