/**
 * A point in time, as RFC 3339 in UTC with milliseconds: `2026-02-08T12:00:00.000Z`.
 *
 * Every `Instant` in the program has exactly these 24 characters, so that two of them compare as
 * points in time with `<`. Text from outside becomes one through {@link parseInstant} only.
 */
export type Instant = string & { readonly brand: "instant" };

/** The instant before all others: the time of a field that nobody has written. */
export const EPOCH = "0000-01-01T00:00:00.000Z" as Instant;

const CANONICAL = /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt ]((?:[01]\d|2[0-3]):\d{2}):(\d{2})(?:\.(\d+))?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * Reads an RFC 3339 time with any offset and any number of decimals (RFC 3339, section 5.6).
 *
 * @returns the instant, cut to the millisecond; null if the text is no time, or one outside the
 *   years 0000 to 9999.
 */
export function parseInstant(text: string): Instant | null {
  if (text.length === 24 && CANONICAL.test(text) && isCalendarDay(text)) return text as Instant;
  const match = RFC_3339.exec(text);
  if (!match) return null;
  const [, date = "", hourMinute = "", second = "", decimals = "", offset = ""] = match;
  if (!isCalendarDay(date)) return null;
  // A leap second has no number of its own in POSIX time: it is the first instant of the next minute.
  const leap = second === "60";
  const zone = offset === "z" ? "Z" : offset;
  const milliseconds = decimals.slice(0, 3).padEnd(3, "0");
  const parsed = Date.parse(
    `${date}T${hourMinute}:${leap ? "59" : second}.${leap ? "000" : milliseconds}${zone}`,
  );
  return Number.isNaN(parsed) ? null : fromMilliseconds(parsed + (leap ? 1000 : 0));
}

/** Whether the day exists: `Date.parse` takes the 30th of February for the 2nd of March. */
function isCalendarDay(text: string): boolean {
  const day = Number(text.slice(8, 10));
  if (day <= 28) return day > 0;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  if (month === 2) return day === 29 && (year % 400 === 0 || (year % 4 === 0 && year % 100 !== 0));
  return day <= 30 || (day === 31 && month !== 4 && month !== 6 && month !== 9 && month !== 11);
}

/** Milliseconds since 1970-01-01T00:00Z as an instant; null outside the years 0000 to 9999. */
export function fromMilliseconds(milliseconds: number): Instant | null {
  if (!(milliseconds >= -62_167_219_200_000 && milliseconds <= 253_402_300_799_999)) return null;
  return new Date(milliseconds).toISOString() as Instant;
}

/** Milliseconds since 1970-01-01T00:00Z. */
export function toMilliseconds(instant: Instant): number {
  return Date.parse(instant);
}

/** The instant one millisecond later; the last instant of the year 9999 stays. */
export function justAfter(instant: Instant): Instant {
  return fromMilliseconds(toMilliseconds(instant) + 1) ?? instant;
}

/** The later of the two. */
export function later(a: Instant, b: Instant): Instant {
  return a < b ? b : a;
}

/** The earlier of the two. */
export function earlier(a: Instant, b: Instant): Instant {
  return b < a ? b : a;
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  const match = /^\d{4}-(\d{2})-\d{2}$/.exec(text);
  return match !== null && Number(match[1]) >= 1 && Number(match[1]) <= 12 && isCalendarDay(text);
}
