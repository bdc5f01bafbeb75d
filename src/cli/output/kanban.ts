/** The kanban board: columns side by side, as many as the screen has room for. */
import type { Card, Column } from "../../board/queries.ts";
import { shortId } from "../../domain/short-id.ts";
import { type Style, styled } from "./colour.ts";
import type { Screen } from "./screen.ts";
import { cut, pad, printable, widthOf, wrap } from "./text.ts";

export interface KanbanOptions {
  /** The name of a person, by id. */
  nameOf(id: string): string;
  /** Every card, however many. */
  all: boolean;
}

/** Below this width of the screen, one column stands under the other. */
const STACKED_BELOW = 60;
const COLUMN_LEAST = 17;
const COLUMN_MOST = 44;
const GAP = 2;
const CARDS_MOST = 20;
const DONE_MOST = 3;
const TITLE_LINES = 3;

/** Draws the columns with their cards, in one or more rows of columns. */
export function kanban(
  columns: readonly Column[],
  cards: readonly Card[],
  screen: Screen,
  options: KanbanOptions,
): string {
  const perBand = screen.width < STACKED_BELOW ? 1 : inOneBand(screen.width);
  const filled = columns.map((column) => ({
    column,
    cards: cards.filter((card) => card.status === column.status_value),
  }));
  // Where there is no room for all, those without a card go first.
  const shown = filled.length <= perBand ? filled : filled.filter((one) => one.cards.length > 0);
  const bands = Math.max(1, Math.ceil(shown.length / perBand));
  const each = Math.max(1, Math.ceil(shown.length / bands));
  const width = Math.min(COLUMN_MOST, Math.floor((screen.width + GAP) / each) - GAP);

  const rows: string[] = [];
  for (let first = 0; first < shown.length; first += each) {
    const band = shown.slice(first, first + each);
    const drawn = band.map((one) => drawColumn(one.column, one.cards, width, screen, options));
    rows.push(sideBySide(drawn, width));
  }
  const hidden = filled.filter((one) => !shown.includes(one)).map((one) => one.column.name);
  if (hidden.length > 0) rows.push(cut(printable(`Empty: ${hidden.join(", ")}`), screen.width));
  return `${rows.join("\n\n")}\n`;
}

function inOneBand(screenWidth: number): number {
  return Math.max(1, Math.floor((screenWidth + GAP) / (COLUMN_LEAST + GAP)));
}

/** A line of a column: what it looks like, and how wide that is. */
interface Line {
  text: string;
  width: number;
}

const EMPTY: Line = { text: "", width: 0 };

function drawColumn(
  column: Column,
  cards: readonly Card[],
  width: number,
  screen: Screen,
  options: KanbanOptions,
): Line[] {
  const most = column.status_value === "done" ? DONE_MOST : CARDS_MOST;
  const shown = options.all ? cards : inOrder(column, cards).slice(0, most);
  const number = String(cards.length);
  const name = cut(printable(column.name), width - number.length - 1);
  const more = cards.length - shown.length;
  return [
    {
      text: `${styled(name, "bold", screen.colour)} ${styled(number, "dim", screen.colour)}`,
      width: widthOf(name) + 1 + number.length,
    },
    lineOf("─".repeat(width), "dim", screen),
    ...shown.flatMap((card) => [...drawCard(card, width, screen, options), EMPTY]),
    ...(more > 0 ? [lineOf(`+${more} more`, "dim", screen)] : []),
  ];
}

/** What is done is shown latest first: those cards are the ones that people ask for. */
function inOrder(column: Column, cards: readonly Card[]): readonly Card[] {
  if (column.status_value !== "done") return cards;
  return cards.toSorted((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
}

function drawCard(card: Card, width: number, screen: Screen, options: KanbanOptions): Line[] {
  const title = wrap(printable(card.title), width);
  const shown = title.slice(0, TITLE_LINES);
  if (title.length > TITLE_LINES) {
    const last = title.slice(TITLE_LINES - 1).join(" ");
    shown[TITLE_LINES - 1] = cut(last, width);
  }
  return [
    lineOf(cut(`${shortId(card.id)} ${card.item_type}`, width), "dim", screen),
    ...shown.map((line) => lineOf(line, undefined, screen)),
    ...remarkLines(remarksOf(card, options), width, screen),
  ];
}

interface Remark {
  text: string;
  style?: Style;
}

/** What is not as usual, and who has it. */
function remarksOf(card: Card, options: KanbanOptions): Remark[] {
  const remarks: Remark[] = [];
  if (card.is_blocked) remarks.push({ text: "blocked", style: "red" });
  if (card.priority === "critical") remarks.push({ text: "critical", style: "red" });
  if (card.priority === "high") remarks.push({ text: "high", style: "yellow" });
  if (card.story_points !== null) remarks.push({ text: `${card.story_points} pt` });
  if (card.assignee_id !== null) {
    remarks.push({ text: printable(options.nameOf(card.assignee_id)) });
  }
  return remarks;
}

const SEPARATOR = " · ";

function remarkLines(remarks: readonly Remark[], width: number, screen: Screen): Line[] {
  const lines: Line[] = [];
  for (const { text, style } of remarks) {
    const remark = lineOf(cut(text, width), style, screen);
    const last = lines.at(-1);
    const joined = (last?.width ?? 0) + SEPARATOR.length + remark.width;
    if (last === undefined || joined > width) lines.push(remark);
    else lines[lines.length - 1] = { text: last.text + SEPARATOR + remark.text, width: joined };
  }
  return lines;
}

function lineOf(text: string, style: Style | undefined, screen: Screen): Line {
  return { text: styled(text, style, screen.colour), width: widthOf(text) };
}

function sideBySide(columns: readonly Line[][], width: number): string {
  const height = Math.max(...columns.map((column) => column.length));
  const lines: string[] = [];
  for (let index = 0; index < height; index += 1) {
    const cells = columns.map((column) => {
      const { text, width: taken } = column[index] ?? EMPTY;
      return text + pad("", width - taken);
    });
    lines.push(cells.join(" ".repeat(GAP)).trimEnd());
  }
  return lines.join("\n").trimEnd();
}
