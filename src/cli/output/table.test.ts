import { describe, expect, test } from "bun:test";
import type { Screen } from "./screen.ts";
import { type Column, table } from "./table.ts";

interface Row {
  id: string;
  points: string;
  note: string;
  title: string;
}

const COLUMNS: Column<Row>[] = [
  { title: "ID", cell: (row) => row.id.slice(0, 4), exact: (row) => row.id },
  { title: "POINTS", cell: (row) => row.points, align: "right", yields: 1 },
  { title: "SEQ", cell: () => "7", pipeOnly: true },
  { title: "NOTE", cell: (row) => row.note, yields: 2, style: () => "red" },
  { title: "TITLE", cell: (row) => row.title, elastic: true },
];
const ROWS: Row[] = [
  { id: "1a2b3c4d", points: "5", note: "a note", title: "Homepage" },
  { id: "5e6f7a8b", points: "13", note: "", title: "日本語 of a length that has to be cut" },
];
const screen = (width: number, colour = false): Screen => ({
  terminal: true,
  width,
  colour,
  now: 0,
});
const PIPE: Screen = { terminal: false, width: Number.POSITIVE_INFINITY, colour: false, now: 0 };

describe("on a terminal", () => {
  test("cells are aligned, and the last column takes what is left", () => {
    expect(table(COLUMNS, ROWS, screen(54))).toBe(
      [
        "ID    POINTS  NOTE    TITLE",
        "1a2b       5  a note  Homepage",
        "5e6f      13          日本語 of a length that has to…",
        "",
      ].join("\n"),
    );
  });

  test("columns yield in their order where it is narrow", () => {
    expect(table(COLUMNS, ROWS, screen(48))).toStartWith("ID    POINTS  TITLE\n");
    expect(table(COLUMNS, ROWS, screen(40))).toStartWith("ID    TITLE\n");
  });

  test("no line is wider than the screen", () => {
    for (let width = 20; width < 80; width += 1) {
      for (const line of table(COLUMNS, ROWS, screen(width)).split("\n")) {
        expect(Bun.stringWidth(line)).toBeLessThanOrEqual(width);
      }
    }
  });

  test("a column without a value is left out", () => {
    const rows = ROWS.map((row) => ({ ...row, note: "" }));
    expect(table(COLUMNS, rows, screen(80))).toStartWith("ID    POINTS  TITLE\n");
  });

  test("what users typed cannot steer the terminal", () => {
    const rows = ROWS.map((row) => ({ ...row, title: "\u001b[2J\nnext" }));
    const text = table(COLUMNS, rows, screen(80));
    expect(text).not.toContain("\u001b");
    expect(text.split("\n")).toHaveLength(4);
  });

  test("colour changes no width", () => {
    const plain = table(COLUMNS, ROWS, screen(60));
    const coloured = table(COLUMNS, ROWS, screen(60, true));
    expect(coloured).toContain("\u001b[31ma note\u001b[39m");
    expect(Bun.stripANSI(coloured)).toBe(plain);
  });

  test("nothing is nothing", () => {
    expect(table(COLUMNS, [], screen(80))).toBe("");
  });
});

describe("in a pipe", () => {
  test("values are whole, without a header", () => {
    expect(table(COLUMNS, ROWS, PIPE)).toBe(
      "1a2b3c4d\t5\t7\ta note\tHomepage\n" +
        "5e6f7a8b\t13\t7\t\t日本語 of a length that has to be cut\n",
    );
  });

  test("colour can be asked for", () => {
    expect(table(COLUMNS, ROWS, { ...PIPE, colour: true })).toContain(
      "\t\u001b[31ma note\u001b[39m\tHomepage\n",
    );
  });
});
