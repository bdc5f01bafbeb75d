import { describe, expect, test } from "bun:test";
import type { BoardData } from "../domain/board-data.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import { FIXTURE } from "./fixtures/board.ts";
import { parseLarge } from "./parse-large.ts";
import { readBoard } from "./read.ts";
import { writeBoard } from "./write.ts";

const HEAD = { exportedAt: "2026-02-08T12:00:00.000Z", exportedBy: "pm-cli 0.1.0" };
/** A little more than the size from which a file is parsed in pieces, in large and small records. */
const LARGE = ((): BoardData => {
  const [epic, story] = FIXTURE.records.work_item;
  if (epic === undefined || story === undefined) throw new Error("the fixture has two items");
  const id = (number: number): string => `2${String(number).padStart(7, "0")}${story.id.slice(8)}`;
  const items = Array.from({ length: 8_000 }, (_, index) => ({
    ...(index % 2 === 0 ? epic : story),
    id: id(index),
    description: index % 1000 === 0 ? "[\n  ]\n    },\n{“ü”".repeat(8_000) : "short",
  }));
  return { ...FIXTURE, records: { ...FIXTURE.records, work_item: items } };
})();
const TEXT = writeBoard(LARGE, HEAD);

const parse = (text: string): JsonObject | null =>
  parseLarge(new TextEncoder().encode(text), (piece) => JSON.parse(piece) as Json);

describe("parsing in pieces", () => {
  test("gives what parsing the whole gives", () => {
    const parsed = parse(TEXT);
    expect(parsed).not.toBeNull();
    expect(Bun.deepEquals(parsed, JSON.parse(TEXT), true)).toBe(true);
  });

  test("is not tried on small files, and not on files laid out in another way", () => {
    expect(parse(writeBoard(FIXTURE, HEAD))).toBeNull();
    const other = parse(JSON.stringify(JSON.parse(TEXT), null, 4));
    if (other !== null) expect(Bun.deepEquals(other, JSON.parse(TEXT), true)).toBe(true);
  });

  const traps: [name: string, text: string][] = [
    ["an array that is there twice", TEXT.replace('\n  "sprints": [\n', '\n  "projects": [\n')],
    ["an array after one of its name", TEXT.replace(/\}\n$/, ',\n  "work_items": []\n}\n')],
    [
      "an array inside another value",
      TEXT.replace('{\n  "schema', '{"x": {\n  "comments": [\n1\n  ]},\n  "schema'),
    ],
    [
      "a list in a record that looks like the end",
      TEXT.replace('"hours": 12', '"hours": [\n1\n  ]'),
    ],
    [
      "a record in a record that looks like the end",
      TEXT.replace('"hours": 12', '"hours": {"a": {\n    },\n"b": 1}'),
    ],
    ["CRLF", TEXT.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\uFEFF${TEXT}`],
  ];
  test.each(traps)("is right or gives up: %s", (_, text) => {
    expect(text).not.toBe(TEXT);
    const expected = JSON.parse(text.replace(/^\uFEFF/, ""));
    const parsed = parse(text);
    if (parsed !== null) expect(Bun.deepEquals(parsed, expected, true)).toBe(true);
  });

  const broken: [name: string, text: string][] = [
    ["cut off", TEXT.slice(0, TEXT.length / 2)],
    ["a missing comma between records", TEXT.replace("\n    },\n", "\n    }\n")],
    ["one comma too many", TEXT.replace("\n    }\n  ]", "\n    },\n  ]")],
    ["two boards", TEXT + TEXT],
    ["a conflict", TEXT.replace('\n  "sprints"', '\n<<<<<<< HEAD\n  "sprints"')],
  ];
  test.each(broken)("gives up on what is no JSON: %s", (_, text) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(parse(text)).toBeNull();
    expect(readBoard(new TextEncoder().encode(text), "F").ok).toBe(false);
  });
});

test("a large board is read, and written back byte for byte", () => {
  const result = readBoard(new TextEncoder().encode(TEXT), "F");
  if (!result.ok) throw new Error(result.refusal.message);
  expect(writeBoard(result.value, HEAD)).toBe(TEXT);
});
