import { expect, test } from "bun:test";
import { jsonText } from "./json-text.ts";

test("controls are escaped, and read back as they were", () => {
  const value = { title: "\u001b[2J\u007f\u0085\u009b31m \u2028", n: 1 };
  const text = jsonText(value, false);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  expect(text.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028]/);
  expect(JSON.parse(text)).toEqual(value);
});

test("a person gets it indented", () => {
  expect(jsonText({ a: [1] }, true)).toBe('{\n  "a": [\n    1\n  ]\n}\n');
  expect(jsonText({ a: [1] }, false)).toBe('{"a":[1]}\n');
});
