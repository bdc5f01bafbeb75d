import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  EPOCH,
  earlier,
  fromMilliseconds,
  type Instant,
  isDate,
  justAfter,
  later,
  parseInstant,
  toMilliseconds,
} from "./instant.ts";

const FIRST = -62_167_219_200_000;
const LAST = 253_402_300_799_999;
const milliseconds = fc.integer({ min: FIRST, max: LAST });
const instant = milliseconds.map((time) => fromMilliseconds(time) as Instant);

describe("parseInstant", () => {
  const read: [text: string, instant: string][] = [
    ["2026-02-08T12:00:00.000Z", "2026-02-08T12:00:00.000Z"],
    ["2026-02-08T12:00:00Z", "2026-02-08T12:00:00.000Z"],
    ["2026-02-08t12:00:00z", "2026-02-08T12:00:00.000Z"],
    ["2026-02-08 12:00:00Z", "2026-02-08T12:00:00.000Z"],
    ["2026-02-08T12:00:00+00:00", "2026-02-08T12:00:00.000Z"],
    ["2026-02-08T12:00:00-00:00", "2026-02-08T12:00:00.000Z"],
    ["2026-02-08T12:00:00+05:30", "2026-02-08T06:30:00.000Z"],
    ["2026-02-08T12:00:00-09:30", "2026-02-08T21:30:00.000Z"],
    ["2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z"],
    ["2026-12-31T23:30:00-23:59", "2027-01-01T23:29:00.000Z"],
    // Cut to the millisecond, not rounded: a time is never later than it was.
    ["2026-02-08T12:00:00.1Z", "2026-02-08T12:00:00.100Z"],
    ["2026-02-08T12:00:00.9999999Z", "2026-02-08T12:00:00.999Z"],
    ["2026-02-08T12:00:00.000999999999Z", "2026-02-08T12:00:00.000Z"],
    // Leap days.
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
    ["2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"],
    // Leap seconds.
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
    ["2016-12-31T23:59:60.999Z", "2017-01-01T00:00:00.000Z"],
    ["2017-01-01T05:29:60+05:30", "2017-01-01T00:00:00.000Z"],
    // The first and the last year.
    ["0000-01-01T00:00:00Z", EPOCH],
    ["0000-02-29T00:00:00Z", "0000-02-29T00:00:00.000Z"],
    ["0099-12-31T00:00:00Z", "0099-12-31T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ];
  test.each(read)("reads %s", (text, expected) => {
    expect(parseInstant(text)).toBe(expected as Instant);
  });

  const refused = [
    "",
    "now",
    "2026-02-08",
    "2026-02-08T12:00Z",
    "2026-02-08T12:00:00",
    "2026-02-08T12:00:00.Z",
    "2026-02-08T12:00:00,5Z",
    "2026-02-08T12:00:00+0100",
    "2026-02-08T12:00:00+01",
    "20260208T120000Z",
    "+02026-02-08T12:00:00Z",
    "2026-2-8T12:00:00Z",
    " 2026-02-08T12:00:00Z",
    "2026-02-08T12:00:00Z\n",
    "2026-02-08T12:00:00.000Z ",
    "2026-00-08T12:00:00Z",
    "2026-13-08T12:00:00.000Z",
    "2026-02-00T12:00:00.000Z",
    "2026-02-30T12:00:00.000Z",
    "2026-02-29T12:00:00.000Z",
    "1900-02-29T12:00:00Z",
    "2026-04-31T12:00:00Z",
    "2026-01-32T12:00:00Z",
    "2026-02-08T24:00:00Z",
    "2026-02-08T24:00:00.000Z",
    "2026-02-08T12:60:00Z",
    "2026-02-08T12:00:61Z",
    "2026-02-08T12:00:00+24:00",
    "2026-02-08T12:00:00+01:60",
    "9999-12-31T23:59:60Z",
    "9999-12-31T23:59:59-00:01",
    "0000-01-01T00:00:00+00:01",
    "２０２６-02-08T12:00:00Z",
  ];
  test.each(refused)("refuses %j", (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test("gives back any instant, from whatever offset it is told in", () => {
    const offset = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });
    fc.assert(
      fc.property(milliseconds, offset, (time, minutes) => {
        const told = fromMilliseconds(time + minutes * 60_000);
        fc.pre(told !== null);
        const two = (value: number): string => String(value).padStart(2, "0");
        const size = Math.abs(minutes);
        const zone = `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
        const text = (told as string).replace("Z", zone);
        expect(parseInstant(text)).toBe(fromMilliseconds(time));
      }),
    );
  });

  test("takes a day exactly if it is in the calendar", () => {
    const part = (max: number): fc.Arbitrary<string> =>
      fc.nat({ max }).map((value) => String(value).padStart(2, "0"));
    const year = fc.integer({ min: 0, max: 9999 }).map((value) => String(value).padStart(4, "0"));
    fc.assert(
      fc.property(year, part(14), part(33), (y, m, d) => {
        const day = new Date(Date.UTC(2000, 0, 1));
        day.setUTCFullYear(Number(y), Number(m) - 1, Number(d));
        const exists = day.getUTCMonth() + 1 === Number(m) && day.getUTCDate() === Number(d);
        expect(parseInstant(`${y}-${m}-${d}T00:00:00Z`) !== null).toBe(exists);
        expect(parseInstant(`${y}-${m}-${d}T00:00:00.000Z`) !== null).toBe(exists);
        expect(isDate(`${y}-${m}-${d}`)).toBe(exists);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("instants", () => {
  test("compare as text as they do as points in time", () => {
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        expect(a < b).toBe(toMilliseconds(a) < toMilliseconds(b));
        expect(later(a, b)).toBe(toMilliseconds(a) < toMilliseconds(b) ? b : a);
        expect(earlier(a, b)).toBe(toMilliseconds(a) < toMilliseconds(b) ? a : b);
      }),
    );
  });

  test("are 24 characters, and milliseconds there and back", () => {
    fc.assert(
      fc.property(milliseconds, (time) => {
        const text = fromMilliseconds(time) as Instant;
        expect(text.length).toBe(24);
        expect(toMilliseconds(text)).toBe(time);
        expect(parseInstant(text)).toBe(text);
      }),
    );
  });

  test("have limits", () => {
    expect(fromMilliseconds(FIRST)).toBe(EPOCH);
    expect(fromMilliseconds(FIRST - 1)).toBeNull();
    expect(fromMilliseconds(LAST)).toBe("9999-12-31T23:59:59.999Z" as Instant);
    expect(fromMilliseconds(LAST + 1)).toBeNull();
    expect(fromMilliseconds(Number.NaN)).toBeNull();
  });

  test("justAfter is 1 ms later, but for the last of all", () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST, max: LAST - 1 }), (time) => {
        const after = justAfter(fromMilliseconds(time) as Instant);
        expect(toMilliseconds(after)).toBe(time + 1);
      }),
    );
    const last = fromMilliseconds(LAST) as Instant;
    expect(justAfter(last)).toBe(last);
  });
});

test("isDate takes YYYY-MM-DD and nothing else", () => {
  expect(["2026-02-28", "2024-02-29", "0000-01-01", "9999-12-31"].every(isDate)).toBe(true);
  const others = ["", "2026-2-28", "2026-02-29", "2026-02-28T00:00:00Z", "26-02-28", "2026-00-10"];
  expect(others.some(isDate)).toBe(false);
});
