import { expect, test } from "bun:test";
import { ago, duration } from "./times.ts";

const NOW = Date.parse("2026-03-02T12:00:00.000Z");

test.each([
  ["2026-03-02T12:00:30.000Z", "just now"],
  ["2026-03-02T12:05:00.000Z", "in 5 min"],
  ["2026-03-02T11:59:01.000Z", "just now"],
  ["2026-03-02T11:59:00.000Z", "1 min ago"],
  ["2026-03-02T11:00:01.000Z", "59 min ago"],
  ["2026-03-02T11:00:00.000Z", "1 h ago"],
  ["2026-03-01T12:00:01.000Z", "23 h ago"],
  ["2026-03-01T12:00:00.000Z", "1 day ago"],
  ["2026-02-03T12:00:00.000Z", "27 days ago"],
  ["2026-02-02T12:00:00.000Z", "2026-02-02"],
])("%s was %s", (instant, words) => {
  expect(ago(instant, NOW)).toBe(words);
});

test.each([
  [0, "0 min"],
  [59 * 60_000, "59 min"],
  [65 * 60_000, "1 h 05 min"],
  [-5, "0 min"],
])("%d ms last %s", (milliseconds, words) => {
  expect(duration(milliseconds)).toBe(words);
});
