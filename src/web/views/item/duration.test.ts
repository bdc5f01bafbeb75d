import { expect, test } from "bun:test";
import { clockWords, durationWords, localInput, parseDuration } from "./duration.ts";

const MINUTE = 60_000;

test("reads lengths of time as people write them", () => {
  const minutes = (text: string) => (parseDuration(text) ?? Number.NaN) / MINUTE;
  expect(minutes("1h 30m")).toBe(90);
  expect(minutes("1h30")).toBe(90);
  expect(minutes("90m")).toBe(90);
  expect(minutes("90 min")).toBe(90);
  expect(minutes("1.5h")).toBe(90);
  expect(minutes("1,5 h")).toBe(90);
  expect(minutes("1:30")).toBe(90);
  expect(minutes("90")).toBe(90);
  expect(minutes("2 hours")).toBe(120);
  for (const none of ["", "0", "0m", "soon", "-5", "1:75", "1d"]) {
    expect(parseDuration(none)).toBeNull();
  }
});

test("writes them in two units at most", () => {
  expect(durationWords(20_000)).toBe("20s");
  expect(durationWords(45 * MINUTE)).toBe("45m");
  expect(durationWords(120 * MINUTE)).toBe("2h");
  expect(durationWords(125 * MINUTE)).toBe("2h 05m");
  expect(durationWords(-1)).toBe("0s");
  expect(clockWords(3_723_000)).toBe("1:02:03");
});

test("a field shows the time of the device, and reading it gives the instant back", () => {
  const instant = Date.parse("2026-03-04T10:20:00.000Z");
  expect(Date.parse(localInput(instant))).toBe(instant);
});
