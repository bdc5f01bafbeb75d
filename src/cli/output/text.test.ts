import { describe, expect, test } from "bun:test";
import { cut, pad, printable, printableLines, widthOf, wrap } from "./text.ts";

const ESC = "\u001b";

describe("printable", () => {
  test.each([
    ["plain", "plain"],
    ["Grüße 日本 🎉 ‍", "Grüße 日本 🎉 ‍"],
    [`${ESC}[31mred${ESC}]0;title\u0007`, "␛[31mred␛]0;title␇"],
    ["one\ntwo\tthree\r", "one␊two␉three␍"],
    ["\u009b31m \u007f", "\ufffd31m ␡"],
    ["abc\u202egpj.exe", "abc\ufffdgpj.exe"],
  ])("%j becomes %j", (text, safe) => {
    expect(printable(text)).toBe(safe);
  });

  test("lines stay lines", () => {
    expect(printableLines(`a\r\nb\tc\n${ESC}d`)).toEqual(["a", "b    c", "␛d"]);
  });
});

test.each([
  ["plain", 5],
  ["日本", 4],
  ["🎉", 2],
  ["👩‍👩‍👧", 2],
  ["é", 1],
])("%s takes %d columns", (text, width) => {
  expect(widthOf(text)).toBe(width);
});

describe("cut", () => {
  test.each([
    ["plain", 5, "plain"],
    ["plain", 4, "pla…"],
    ["a word", 3, "a…"],
    ["日本語", 6, "日本語"],
    ["日本語", 5, "日本…"],
    ["日本語", 4, "日…"],
    ["👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧…"],
    ["plain", 1, "…"],
    ["plain", 0, ""],
  ])("%s to %d", (text, width, expected) => {
    expect(cut(text, width)).toBe(expected);
    expect(widthOf(cut(text, width))).toBeLessThanOrEqual(width);
  });
});

test("pad counts columns, not characters", () => {
  expect(pad("日本", 6)).toBe("日本  ");
  expect(pad("12", 4, "right")).toBe("  12");
  expect(pad("longer", 3)).toBe("longer");
});

describe("wrap", () => {
  test.each([
    ["", 5, [""]],
    ["one two three", 7, ["one two", "three"]],
    ["abcdefgh", 3, ["abc", "def", "gh"]],
    ["a abcdefgh b", 3, ["a", "abc", "def", "gh", "b"]],
    ["日本語 日本", 4, ["日本", "語", "日本"]],
    ["🎉🎉", 1, ["🎉", "🎉"]],
  ])("%s to %d", (text, width, expected) => {
    expect(wrap(text, width)).toEqual(expected);
  });
});
