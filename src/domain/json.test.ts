import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { compareText, type Json, objectOf, own, sameJson } from "./json.ts";

test("own sees no inherited property, and __proto__ where it is one's own", () => {
  expect(own({}, "constructor")).toBeUndefined();
  expect(own<object>({}, "__proto__")).toBeUndefined();
  expect(own(JSON.parse('{"__proto__": 1}'), "__proto__")).toBe(1);
});

test("objectOf makes own properties, and null of nothing", () => {
  expect(objectOf([])).toBeNull();
  expect(objectOf([["a", 1]])).toEqual({ a: 1 });
  const odd = objectOf([["__proto__", 1]]);
  expect(JSON.stringify(odd)).toBe('{"__proto__":1}');
  expect(Object.getPrototypeOf(odd)).toBe(Object.prototype);
});

test("compareText goes by UTF-16 code units, not by language", () => {
  expect(["ä", "z", "Z", "a", "🎈", "\uffff"].sort(compareText)).toEqual([
    "Z",
    "a",
    "z",
    "ä",
    "🎈",
    "\uffff",
  ]);
  expect(compareText("a", "a")).toBe(0);
});

describe("sameJson", () => {
  const shuffledKeys = (value: Json): Json => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(shuffledKeys);
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, shuffledKeys(inner)]),
    );
  };

  test("holds for any value and itself, whatever the order of keys", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sameJson(value as Json, shuffledKeys(value as Json))).toBe(true);
      }),
    );
  });

  test("holds for two values exactly if their texts with sorted keys are one", () => {
    const small = fc.jsonValue({ maxDepth: 2, depthSize: "small" });
    const sorted = (_: string, value: unknown): unknown =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value;
    fc.assert(
      fc.property(small, small, (a, b) => {
        const expected = JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
        expect(sameJson(a as Json, b as Json)).toBe(expected);
      }),
    );
  });

  test("tells apart what is nearly the same", () => {
    const pairs: [Json | undefined, Json | undefined][] = [
      [null, undefined],
      [null, {}],
      [[], {}],
      [[1], [1, 2]],
      [{ a: 1 }, { b: 1 }],
      [{ a: 1 }, { a: 1, b: 2 }],
      [{ toString: 1 }, { a: 1 }],
      ["1", 1],
      [
        [1, 2],
        [2, 1],
      ],
      [0, false],
    ];
    for (const [a, b] of pairs) {
      expect(sameJson(a, b)).toBe(false);
      expect(sameJson(b, a)).toBe(false);
    }
  });
});
