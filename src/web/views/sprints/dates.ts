/** Days as `YYYY-MM-DD`, as the person in front of the screen counts them. */

const DAY_MS = 86_400_000;

export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param now milliseconds since 1970. */
export function today(now: number): string {
  const minutes = new Date(now).getTimezoneOffset();
  return new Date(now - minutes * 60_000).toISOString().slice(0, 10);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days later the other is. */
export function daysUntil(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

const short = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});
const withYear = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });

/** `16 Nov`, with the year where it is not this one. */
export function dayName(date: string): string {
  const isThisYear = date.slice(0, 4) === today(Date.now()).slice(0, 4);
  return (isThisYear ? short : withYear).format(Date.parse(date));
}

/** `16 Nov – 29 Nov`. */
export function span(start: string | null, end: string | null): string {
  if (start !== null && end !== null) return `${dayName(start)} – ${dayName(end)}`;
  if (start !== null) return `From ${dayName(start)}`;
  return end === null ? "No dates yet" : `Until ${dayName(end)}`;
}

/** `3 days left`, `Last day`, `2 days over`. */
export function daysLeft(end: string, now: number): string {
  const days = daysUntil(today(now), end);
  if (days === 0) return "Last day";
  const number = Math.abs(days);
  return `${number} ${number === 1 ? "day" : "days"} ${days > 0 ? "left" : "over"}`;
}
