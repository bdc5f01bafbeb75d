/** Points in time as people say them. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "long" });
const thisYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const withYear = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short" });

/** `just now`, `5 minutes ago`, `yesterday`, `3 Feb`, `3 Feb 2024`. */
export function sinceWords(instant: string, now: number): string {
  const at = Date.parse(instant);
  const ago = now - at;
  // Clocks of two machines differ by a little: what is barely ahead is now.
  if (Math.abs(ago) < MINUTE) return "just now";
  const [size, unit] = ago < HOUR ? ([MINUTE, "minute"] as const) : ([HOUR, "hour"] as const);
  if (ago > 0 && ago < DAY) return relative.format(-Math.floor(ago / size), unit);
  if (ago > 0 && ago < 7 * DAY) return relative.format(-Math.floor(ago / DAY), "day");
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? thisYear : withYear).format(at);
}

/** `Monday 23 November 2026 at 10:15`, in the time zone of the device. */
export function exactWords(instant: string): string {
  return exact.format(Date.parse(instant));
}
