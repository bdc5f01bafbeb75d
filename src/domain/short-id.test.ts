import { expect, test } from "bun:test";
import { idPrefix, shortId, shortIds } from "./short-id.ts";

const RANDOM = "1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d";
const TIMED = "018f3c4d-5e6f-7a1b-8c2d-3e4f5a6b7c8d";

test("a random id is known by 8 characters, one that begins with a time by more", () => {
  expect(shortId(RANDOM)).toBe("1a2b3c4d");
  expect(shortId(TIMED)).toBe("018f3c4d-5e6f-7a1b");
});

test("ids that begin alike are shown until they differ", () => {
  expect(shortIds([RANDOM, "1a2b3c4d-5e60-4a1b-8c2d-3e4f5a6b7c8d"])).toEqual([
    "1a2b3c4d-5e6f",
    "1a2b3c4d-5e60",
  ]);
  expect(shortIds([RANDOM, TIMED])).toEqual([RANDOM.slice(0, 18), TIMED.slice(0, 18)]);
  expect(shortIds([RANDOM, RANDOM])).toEqual([RANDOM, RANDOM]);
});

test.each([
  ["1a2b", "1a2b"],
  ["1A2B3C4D", "1a2b3c4d"],
  ["1a2b3c4d-", "1a2b3c4d"],
  ["1a2b3c4d5e", "1a2b3c4d-5e"],
  ["1a2b3c4d-5e6f-4a", "1a2b3c4d-5e6f-4a"],
  [RANDOM.toUpperCase(), RANDOM],
  [RANDOM.replaceAll("-", ""), RANDOM],
])("%s is the beginning of an id", (text, prefix) => {
  expect(idPrefix(text)).toBe(prefix);
});

test.each(["", "1a2", "homepage", "1a-2b", "1a2b3c4d-5e6f4a1b", `${RANDOM}0`, "1a2b%", "-1a2b"])(
  "“%s” is none",
  (text) => {
    expect(idPrefix(text)).toBeNull();
  },
);
