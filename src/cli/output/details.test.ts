import { expect, test } from "bun:test";
import { details, paragraph } from "./details.ts";
import type { Screen } from "./screen.ts";

const SCREEN: Screen = { terminal: true, width: 40, colour: false, now: 0 };
const PIPE: Screen = { terminal: false, width: Number.POSITIVE_INFINITY, colour: false, now: 0 };
const ALL = [
  { name: "id", text: "1a2b" },
  { name: "parent", text: "" },
  { name: "title", text: "a long \u001b[31m title that goes on and on" },
  { name: "updated", text: "now", exact: "2026-01-01T00:00:00.000Z" },
];

test("a person sees what there is to see, wrapped", () => {
  expect(details(ALL, SCREEN)).toBe(
    [
      "id       1a2b",
      "title    a long ␛[31m title that goes on",
      "         and on",
      "updated  now",
      "",
    ].join("\n"),
  );
});

test("a program finds every name", () => {
  expect(details(ALL, PIPE)).toBe(
    "id\t1a2b\nparent\t\ntitle\ta long \\x1b[31m title that goes on and on\n" +
      "updated\t2026-01-01T00:00:00.000Z\n",
  );
});

test("a paragraph keeps its lines and their indentation", () => {
  const text = "First line\n\n    code\u001b\n  - a point that is long enough to be wrapped\n\n";
  expect(paragraph(text, SCREEN)).toBe(
    "  First line\n\n      code␛\n    - a point that is long enough to be\n    wrapped\n",
  );
});
