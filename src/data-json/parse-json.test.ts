import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { isRawNumber, parseJson, plainNumber } from "./parse-json.ts";

const DELICATE = [
  "12345678901234567890",
  "-12345678901234567890",
  "9007199254740993",
  "1.0",
  "-1.50",
  "0.1",
  "1e400",
  "-1E-400",
  "1e5",
  "1E+5",
  "-0",
  "-0.0",
  "0e0",
  "3.141592653589793238462643383279",
];

describe("a number", () => {
  const digits = fc.stringMatching(/^[0-9]{1,25}$/);
  const number = fc
    .record({
      sign: fc.constantFrom("", "-"),
      whole: digits.map((text) => text.replace(/^0+(?=.)/, "")),
      fraction: fc.option(digits),
      exponent: fc.option(fc.tuple(fc.constantFrom("e", "E", "e+", "E-"), digits)),
    })
    .map(({ sign, whole, fraction, exponent }) =>
      [sign, whole, fraction === null ? "" : `.${fraction}`, exponent?.join("") ?? ""].join(""),
    );
  const white = fc.constantFrom("", " ", "\t", "\n  ", "\r\n");

  test("keeps its text wherever it stands", () => {
    fc.assert(
      fc.property(fc.oneof(number, fc.constantFrom(...DELICATE)), white, white, (text, a, b) => {
        expect(JSON.stringify(parseJson(`{"a"${a}:${b}${text}${a}}`))).toBe(`{"a":${text}}`);
        expect(JSON.stringify(parseJson(`[${a}${text}${b}]`))).toBe(`[${text}]`);
        expect(JSON.stringify(parseJson(`[1,${b}${text}${a},2]`))).toBe(`[1,${text},2]`);
      }),
      { numRuns: 2000 },
    );
  });

  test("that JavaScript gives back as it was is a plain number", () => {
    expect(parseJson('{"a": 1, "b": -7, "c": 0.5, "d": [1024]}')).toEqual({
      a: 1,
      b: -7,
      c: 0.5,
      d: [1024],
    });
  });
});

test("text that looks like such numbers stays text", () => {
  const value = { "a,1.0]": ["[1.0,", '":1e400}'], b: "12345678901234567890" };
  expect(parseJson(JSON.stringify(value))).toEqual(value);
});

test("__proto__ is a key like any other, beside numbers that keep their text too", () => {
  for (const text of ['{"__proto__":{"a":1}}', '{"__proto__":{"a":1.0},"b":{"__proto__":2.50}}']) {
    const value = parseJson(text);
    expect(JSON.stringify(value)).toBe(text);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  }
});

test("throws a SyntaxError for what is no JSON", () => {
  for (const text of ["", "{", "[1.0,]", "01", "1.", "{'a':1.0}", "[1.0] 2"]) {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  }
});

test("plainNumber gives the number of a kept text, and other values as they are", () => {
  const [kept, plain, object] = parseJson('[1.50, 2, {"rawJSON": "1.0"}]') as [never, never, never];
  expect([kept, plain, object].map(isRawNumber)).toEqual([true, false, false]);
  expect(plainNumber(kept)).toBe(1.5);
  expect(plainNumber(plain)).toBe(2);
  expect(plainNumber(object)).toEqual({ rawJSON: "1.0" });
});
