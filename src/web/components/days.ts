/** Days and times of day, in the time zone of the device. */

const DAY = 24 * 60 * 60_000;

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { dateStyle: "full" });

/** `Today`, `Yesterday`, `Monday 16 November`, with the year where it is another one. */
export function dayName(instant: string, now: number): string {
  const at = new Date(instant);
  const days = Math.round((startOfDay(now) - startOfDay(at.getTime())) / DAY);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  return (at.getFullYear() === new Date(now).getFullYear() ? day : dayOfYear).format(at);
}

/** `14:03`. */
export function timeOfDay(instant: string): string {
  return time.format(Date.parse(instant));
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
