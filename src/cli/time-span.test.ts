import { expect, test } from "bun:test";
import { spanOf } from "./time-span.ts";

const NOW = Date.parse("2026-03-02T12:00:00.000Z");
const nine = "2026-03-02T09:00:00+01:00";
const none = { start: undefined, end: undefined, length: undefined };

test.each([
  [{ length: "1h30m" }, "2026-03-02T10:30:00.000Z", "2026-03-02T12:00:00.000Z"],
  [{ length: "45m" }, "2026-03-02T11:15:00.000Z", "2026-03-02T12:00:00.000Z"],
  [{ start: nine }, nine, "2026-03-02T12:00:00.000Z"],
  [{ start: nine, length: "2h" }, nine, "2026-03-02T10:00:00.000Z"],
  [{ end: nine, length: "1.5h" }, "2026-03-02T06:30:00.000Z", nine],
  [{ start: nine, end: "x" }, nine, "x"],
])("%j", (given, start, end) => {
  expect(spanOf({ ...none, ...given }, NOW)).toEqual({ ok: true, value: { start, end } });
});

test.each([
  [{}, "usage"],
  [{ end: nine }, "usage"],
  [{ start: nine, end: nine, length: "1h" }, "usage"],
  [{ length: "soon" }, "usage"],
  [{ length: "" }, "usage"],
  [{ length: "90" }, "usage"],
  [{ start: "yesterday", length: "1h" }, "invalid"],
])("%j is refused", (given, kind) => {
  expect(spanOf({ ...none, ...given }, NOW)).toMatchObject({ ok: false, refusal: { kind } });
});
