import { expect, test } from "bun:test";
import { tsvLine } from "./tsv.ts";

test.each([
  [["a", "b c", ""], "a\tb c\t\n"],
  [["C:\\temp", "tab\there", "line\nline\r"], "C:\\\\temp\ttab\\there\tline\\nline\\r\n"],
  [["\u001b[31m\u0000\u009b"], "\\x1b[31m\\x00\\x9b\n"],
  [["日本 🎉"], "日本 🎉\n"],
])("%j", (values, line) => {
  expect(tsvLine(values)).toBe(line);
});
