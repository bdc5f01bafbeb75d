import { expect, test } from "bun:test";
import { partsOf, plainText } from "./snippet.ts";

const hit = (text: string) => ({ text, isHit: true });
const between = (text: string) => ({ text, isHit: false });

test.each([
  ["", []],
  ["nothing marked", [between("nothing marked")]],
  ["a \u0002cart\u0003 of", [between("a "), hit("cart"), between(" of")]],
  ["\u0002cart\u0003\u0002cart\u0003", [hit("cart"), hit("cart")]],
  ["an end is \u0002missing", [between("an end is "), hit("missing")]],
  ["<b>\u0002x\u0003</b>", [between("<b>"), hit("x"), between("</b>")]],
])("%j", (snippet, parts) => {
  expect(partsOf(snippet)).toEqual(parts);
  expect(plainText(snippet)).toBe(parts.map(({ text }) => text).join(""));
});
