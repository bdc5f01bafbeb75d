import { describe, expect, test } from "bun:test";
import type { Screen } from "./screen.ts";
import { renderTable, type Table } from "./table.ts";

interface Row {
  id: string;
  points: string;
  note: string;
  title: string;
}

const TABLE: Table<Row> = {
  values: ({ id, points, note, title }) => ({ id, points, seq: "7", note, title }),
  columns: [
    { name: "id", cell: (row) => row.id.slice(0, 4) },
    { name: "points", align: "right", yields: 1 },
    { name: "note", yields: 2, style: () => "red" },
    { name: "title", elastic: true },
  ],
};
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
    expect(renderTable(TABLE, ROWS, screen(54))).toBe(
      [
        "ID    POINTS  NOTE    TITLE",
        "1a2b       5  a note  Homepage",
        "5e6f      13          日本語 of a length that has to…",
        "",
      ].join("\n"),
    );
  });

  test("columns yield in their order where it is narrow", () => {
    expect(renderTable(TABLE, ROWS, screen(48))).toStartWith("ID    POINTS  TITLE\n");
    expect(renderTable(TABLE, ROWS, screen(40))).toStartWith("ID    TITLE\n");
  });

  test("no line is wider than the screen", () => {
    for (let width = 20; width < 80; width += 1) {
      for (const line of renderTable(TABLE, ROWS, screen(width)).split("\n")) {
        expect(Bun.stringWidth(line)).toBeLessThanOrEqual(width);
      }
    }
  });

  test("a column without a value is left out", () => {
    const rows = ROWS.map((row) => ({ ...row, note: "" }));
    expect(renderTable(TABLE, rows, screen(80))).toStartWith("ID    POINTS  TITLE\n");
  });

  test("what users typed cannot steer the terminal", () => {
    const rows = ROWS.map((row) => ({ ...row, title: "\u001b[2J\nnext" }));
    const text = renderTable(TABLE, rows, screen(80));
    expect(text).not.toContain("\u001b");
    expect(text.split("\n")).toHaveLength(4);
  });

  test("colour changes no width", () => {
    const plain = renderTable(TABLE, ROWS, screen(60));
    const coloured = renderTable(TABLE, ROWS, screen(60, true));
    expect(coloured).toContain("\u001b[31ma note\u001b[39m");
    expect(Bun.stripANSI(coloured)).toBe(plain);
  });

  test("nothing is nothing", () => {
    expect(renderTable(TABLE, [], screen(80))).toBe("");
  });
});

describe("in a pipe", () => {
  test("values are whole, without a header", () => {
    expect(renderTable(TABLE, ROWS, PIPE)).toBe(
      "1a2b3c4d\t5\t7\ta note\tHomepage\n" +
        "5e6f7a8b\t13\t7\t\t日本語 of a length that has to be cut\n",
    );
  });

  test("colour can be asked for", () => {
    expect(renderTable(TABLE, ROWS, { ...PIPE, colour: true })).toContain(
      "\t\u001b[31ma note\u001b[39m\tHomepage\n",
    );
  });
});
