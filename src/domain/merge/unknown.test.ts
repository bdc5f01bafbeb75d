import { describe, expect, test } from "bun:test";
import type { Json } from "../json.ts";
import { mergeUnknown } from "./unknown.ts";

const T1 = "2026-02-01T00:00:00.000Z";
const T2 = "2026-02-02T00:00:00.000Z";
const T3 = "2026-02-03T00:00:00.000Z";

/** The merge of two values under one key, the same from both sides. */
function merge(a: Json | undefined, b: Json | undefined, base?: Json): Json | undefined {
  const side = (value: Json | undefined): [string, Json][] =>
    value === undefined ? [] : [["acme", value]];
  const merged = mergeUnknown(side(a), side(b), side(base));
  const mirrored = mergeUnknown(side(b), side(a), side(base));
  expect(JSON.stringify(mirrored)).toBe(JSON.stringify(merged));
  return merged[0]?.[1];
}

test("keys are sorted, and none gets lost, null neither", () => {
  expect(mergeUnknown([["b", 1]], [["a", null]], [])).toEqual([
    ["a", null],
    ["b", 1],
  ]);
  expect(merge(null, undefined)).toBeNull();
});

describe("a value that is no list of records", () => {
  test("is taken from the side that changed it", () => {
    expect(merge({ zoom: 1 }, { zoom: 2 }, { zoom: 1 })).toEqual({ zoom: 2 });
    expect(merge(["a"], [], ["a"])).toEqual([]);
    expect(merge("old", "new", "old")).toBe("new");
  });

  test("that both changed, or without a base, is the one of the larger text", () => {
    expect(merge({ zoom: 2 }, { zoom: 3 }, { zoom: 1 })).toEqual({ zoom: 3 });
    expect(merge(9, 10)).toBe(9);
  });

  test("that differs in the order of its keys alone is one of the two, always the same", () => {
    expect(JSON.stringify(merge({ a: 1, b: 2 }, { b: 2, a: 1 }))).toBe('{"b":2,"a":1}');
    expect(JSON.stringify(merge({ a: 1, b: 2 }, { b: 2, a: 1 }, { a: 1, b: 2 }))).toBe(
      '{"b":2,"a":1}',
    );
  });

  test("gives way to records, and wins over an empty list", () => {
    expect(merge([], ["a"])).toEqual(["a"]);
    expect(merge([{ id: "1" }], "none")).toEqual([{ id: "1" }]);
    expect(merge([{ id: "1" }, { id: "1" }], [{ id: "2" }])).toEqual([{ id: "2" }]);
  });
});

describe("a list of records", () => {
  test("keeps what only one side has, sorted by id", () => {
    expect(merge([{ id: "2" }], [{ id: "1" }], [{ id: "2" }])).toEqual([{ id: "1" }, { id: "2" }]);
    expect(merge([{ id: "1" }], [])).toEqual([{ id: "1" }]);
  });

  test("is merged field by field, under the same law as known ones", () => {
    const base = { id: "1", created_at: T1, updated_at: T1, title: "a", due: "x" };
    const ours = { ...base, updated_at: T2, title: "b" };
    const theirs = { ...base, updated_at: T3, due: "y" };
    expect(merge([ours], [theirs], [base])).toEqual([
      {
        id: "1",
        created_at: T1,
        due: "y",
        title: "b",
        updated_at: T3,
        field_updated_at: { due: T3, title: T2 },
      },
    ]);
    expect(merge([ours], [theirs])).toEqual([{ ...base, updated_at: T3, due: "y" }]);
  });

  test("is given no times where it tells none", () => {
    const base = { id: "1", title: "a", due: "x" };
    const [ours, theirs] = [
      { ...base, title: "b" },
      { ...base, due: "y" },
    ];
    expect(merge([ours], [theirs], [base])).toEqual([{ id: "1", due: "y", title: "b" }]);
  });

  test("keeps times that are none of ours as they are", () => {
    const [ours, theirs] = [
      { id: "1", updated_at: 1_770_000_000, title: "a" },
      { id: "1", updated_at: 1_770_000_001, title: "a" },
    ];
    expect(merge([ours], [theirs])).toEqual([{ id: "1", title: "a", updated_at: 1_770_000_001 }]);
    expect(merge([ours], [theirs], [theirs])).toEqual([
      { id: "1", title: "a", updated_at: 1_770_000_000 },
    ]);
  });

  test("keeps created_at where only one side has it", () => {
    const plain = { id: "1", updated_at: T2 };
    expect(merge([plain], [{ ...plain, created_at: T1 }])).toEqual([
      { id: "1", created_at: T1, updated_at: T2 },
    ]);
  });
});

test("what has no id among records is kept from both sides, what is the same once", () => {
  const base = [{ note: "all" }, { id: "1" }];
  expect(
    merge([{ note: "all" }, { note: "ours" }, { id: "1" }], [...base, { note: "theirs" }], base),
  ).toEqual([{ note: "all" }, { note: "ours" }, { note: "theirs" }, { id: "1" }]);
  expect(merge([...base, { id: "2" }], [...base, { id: "3" }], base)).toEqual([
    ...base,
    { id: "2" },
    { id: "3" },
  ]);
});
