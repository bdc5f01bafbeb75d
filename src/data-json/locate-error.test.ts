import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { locateSyntaxError } from "./locate-error.ts";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON of every kind, broken in one place or not at all. */
const mutated = fc
  .record({
    value: fc.jsonValue(),
    indent: fc.constantFrom(0, 2),
    at: fc.nat(),
    cut: fc.nat({ max: 2 }),
    put: fc.oneof(
      fc.constantFrom(..."{}[],:\"\\-+.eE019 \n\r\t\u0000\u2028\u00a0tfn/'a"),
      fc.constantFrom("", "null", "tru", "\\u12", "\\x", '"a":', "//", "NaN", ",,", "1e"),
    ),
  })
  .map(({ value, indent, at, cut, put }) => {
    const text = JSON.stringify(value, null, indent);
    const place = at % (text.length + 1);
    return text.slice(0, place) + put + text.slice(place + cut);
  });

function offsetOf(text: string, line: number, column: number): number {
  const before = text.split("\n").slice(0, line - 1);
  return before.reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}

describe("the place of an error", () => {
  test("is found exactly where JSON.parse throws", () => {
    fc.assert(
      fc.property(mutated, (text) => {
        expect(locateSyntaxError(text) === null).toBe(isJson(text));
      }),
      { numRuns: 5000 },
    );
  });

  test("is the first from which no ending makes it JSON, or inside the word or text that starts there", () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const place = locateSyntaxError(text);
        if (place === null) return;
        const at = offsetOf(text, place.line, place.column);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(text.length);
        // What stands before the place is the beginning of some JSON: cut there, it only lacks an end.
        const before = locateSyntaxError(text.slice(0, at));
        if (before === null) return;
        const end = offsetOf(text.slice(0, at), before.line, before.column);
        expect(end).toBe(at);
        expect(before.problem).toMatch(/the end of the file|does not end/);
      }),
      { numRuns: 5000 },
    );
  });

  const cases: [text: string, line: number, column: number, problem: string][] = [
    ["", 1, 1, "expected a value, found the end of the file"],
    [" \n ", 2, 2, "expected a value, found the end of the file"],
    ["{", 1, 2, "expected a key in quotes, found the end of the file"],
    ["[", 1, 2, "expected a value, found the end of the file"],
    ['{"a": 1,}', 1, 9, 'expected a key in quotes, found "}"'],
    ["[1, 2,]", 1, 7, 'expected a value, found "]"'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'expected “,” or “}”, found "\\""'],
    ["[1 2]", 1, 4, 'expected “,” or “]”, found "2"'],
    ["[1}", 1, 3, 'expected “,” or “]”, found "}"'],
    ['{"a" 1}', 1, 6, 'expected “:”, found "1"'],
    ["{a: 1}", 1, 2, 'expected a key in quotes, found "a"'],
    ["['a']", 1, 2, 'expected a value, found "\'"'],
    ["[01]", 1, 3, 'expected “,” or “]”, found "1"'],
    ["[1.]", 1, 3, 'expected “,” or “]”, found "."'],
    ["[-]", 1, 2, 'expected a value, found "-"'],
    ["[nul]", 1, 2, 'expected a value, found "n"'],
    ['["a', 1, 4, "the text in quotes does not end"],
    ['["a\tb"]', 1, 4, "a raw control character in quotes"],
    ['["a\nb"]', 1, 4, "a raw control character in quotes"],
    ['["a\\x"]', 1, 4, "unknown escape in quotes"],
    ['["\\u12g4"]', 1, 3, "unknown escape in quotes"],
    ["{} {}", 1, 4, 'unexpected "{" after the end'],
    ["{}\r\n\r\nx", 3, 1, 'unexpected "x" after the end'],
    ["🎈", 1, 1, 'expected a value, found "🎈"'],
  ];
  test.each(cases)("of %j", (text, line, column, problem) => {
    expect(isJson(text)).toBe(false);
    expect(locateSyntaxError(text)).toEqual({ line, column, problem });
  });

  test("is found behind long texts and deep nesting", () => {
    const long = `{"a": "${"x".repeat(10_000_000)}",}`;
    expect(locateSyntaxError(long)?.column).toBe(long.length);
    expect(locateSyntaxError("[".repeat(1_000_000))?.column).toBe(1_000_001);
    expect(locateSyntaxError("[".repeat(100_000) + "]".repeat(100_000))).toBeNull();
  });
});
