import { type Style, styled } from "./colour.ts";
import type { Screen } from "./screen.ts";
import { cut, pad, printable, widthOf } from "./text.ts";
import { tsvLine, tsvLines } from "./tsv.ts";

/** What can be seen of rows `T`. */
export interface Table<T> {
  /**
   * All values of a row by their names, in the order of the lines that a program gets: whole ids,
   * exact times.
   */
  values(row: T): { readonly [name: string]: string };
  /** What a person gets, from left to right. */
  columns: readonly Column<T>[];
}

/** A column for people: one of the values, under its name in capitals. */
export interface Column<T> {
  name: string;
  /** What is shown instead of the whole value: a short id, a relative time. */
  cell?(row: T, screen: Screen): string;
  style?(row: T, screen: Screen): Style | undefined;
  align?: "right";
  /** How soon it goes where the screen is narrow: the largest number first. 0, the default: never. */
  yields?: number;
  /** Takes the room that is left. One a table, the last. */
  elastic?: true;
}

const GAP = 2;
/** Columns yield until the elastic one has this width. */
const ELASTIC_LEAST = 30;

/** The rows as a table for people, or as lines for programs, as the screen wants them. */
export function renderTable<T>(table: Table<T>, rows: readonly T[], screen: Screen): string {
  if (screen.terminal) return aligned(table, rows, screen);
  if (screen.colour) return rows.map((row) => colouredLine(table, row, screen)).join("");
  return tsvLines(rows, (row) => Object.values(table.values(row)));
}

/** `--color always` in a pipe: the escaped values themselves hold no control characters. */
function colouredLine<T>(table: Table<T>, row: T, screen: Screen): string {
  const values = Object.entries(table.values(row)).map(([name, value]) => {
    const column = table.columns.find((one) => one.name === name);
    return styled(tsvLine([value]).slice(0, -1), column?.style?.(row, screen), true);
  });
  return `${values.join("\t")}\n`;
}

function aligned<T>(table: Table<T>, rows: readonly T[], screen: Screen): string {
  if (rows.length === 0) return "";
  const values = rows.map((row) => table.values(row));
  const filled = table.columns
    .map((column) => measure(column, rows, values, screen))
    .filter(({ column, empty }) => column.elastic || !empty);
  const shown = fit(filled, screen.width);
  const heading = shown.map(({ column, width }) => pad(titleOf(column), width, sideOf(column)));
  const lines = [styled(heading.join(" ".repeat(GAP)).trimEnd(), "dim", screen.colour)];
  rows.forEach((row, index) => {
    const line = shown.map(({ column, cells, width }) => {
      const text = cut(cells[index] ?? "", width);
      return alignedCell(text, column, row, width, screen);
    });
    lines.push(line.join(" ".repeat(GAP)).trimEnd());
  });
  return `${lines.join("\n")}\n`;
}

function titleOf<T>({ name }: Column<T>): string {
  return name.toUpperCase();
}

interface Measured<T> {
  column: Column<T>;
  cells: string[];
  width: number;
  empty: boolean;
}

function measure<T>(
  column: Column<T>,
  rows: readonly T[],
  values: readonly { readonly [name: string]: string }[],
  screen: Screen,
): Measured<T> {
  const cells = rows.map((row, index) =>
    printable(column.cell?.(row, screen) ?? values[index]?.[column.name] ?? ""),
  );
  const widest = cells.reduce((width, cell) => Math.max(width, widthOf(cell)), 0);
  return { column, cells, width: Math.max(widest, column.name.length), empty: widest === 0 };
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
