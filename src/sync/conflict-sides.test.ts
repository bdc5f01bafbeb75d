import { describe, expect, test } from "bun:test";
import { conflictSides } from "./conflict-sides.ts";

const lines = (...text: string[]): string => `${text.join("\n")}\n`;

describe("the two sides", () => {
  test("of the style merge, with several conflicts", () => {
    const text = lines(
      "1",
      "<<<<<<< ours",
      "a",
      "=======",
      "b",
      ">>>>>>> theirs",
      "2",
      "<<<<<<< ours",
      "=======",
      "c",
      ">>>>>>> theirs",
    );
    expect(conflictSides(text)).toEqual({
      ours: lines("1", "a", "2"),
      theirs: lines("1", "b", "2", "c"),
      base: null,
    });
  });

  test("of the style diff3, with the ancestor", () => {
    const text = lines("1", "<<<<<<< a", "x", "||||||| b", "y", "=======", "z", ">>>>>>> c", "2");
    expect(conflictSides(text)).toEqual({
      ours: lines("1", "x", "2"),
      theirs: lines("1", "z", "2"),
      base: lines("1", "y", "2"),
    });
  });

  test("of an ancestor that is in conflict itself", () => {
    const inner = ["<<<<<<<<< x", "p", "||||||||| y", "=========", "q", ">>>>>>>>> z"];
    const text = lines("<<<<<<< a", "x", "||||||| b", ...inner, "=======", "z", ">>>>>>> c");
    expect(conflictSides(text)).toEqual({ ours: "x\n", theirs: "z\n", base: lines(...inner) });
  });

  test("without labels, and with the line ends of Windows", () => {
    const text = ["<<<<<<<", "x", "=======", "z", ">>>>>>>", "2", ""].join("\r\n");
    expect(conflictSides(text)).toEqual({ ours: "x\r\n2\r\n", theirs: "z\r\n2\r\n", base: null });
  });

  test("an ancestor that only some of the conflicts show is none", () => {
    const first = ["<<<<<<< a", "x", "||||||| b", "y", "=======", "z", ">>>>>>> c"];
    const second = ["<<<<<<< a", "x", "=======", "z", ">>>>>>> c"];
    expect(conflictSides(lines(...first, ...second))).toMatchObject({ base: null });
  });
});

test.each([
  ["none at all", lines("1", "2")],
  ["no end", lines("<<<<<<< a", "x", "=======", "z")],
  ["no middle", lines("<<<<<<< a", "x", ">>>>>>> c")],
  ["no beginning", lines("x", "=======", "z", ">>>>>>> c")],
  ["two beginnings", lines("<<<<<<< a", "<<<<<<< a", "=======", ">>>>>>> c")],
  ["two middles", lines("<<<<<<< a", "=======", "=======", ">>>>>>> c")],
])("markers that do not follow each other as git writes them: %s", (_, text) => {
  expect(conflictSides(text)).toBeNull();
});
