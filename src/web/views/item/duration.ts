/** Lengths of time as people write and read them. */

const MINUTE = 60_000;

/** `2h 05m`, `45m`, `20s`. */
export function durationWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest}m`;
  return rest === 0 ? `${hours}h` : `${hours}h ${String(rest).padStart(2, "0")}m`;
}

/** `1:02:03`, for a clock that runs. */
export function clockWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, index) => (index === 0 ? part : String(part).padStart(2, "0"))).join(":");
}

/**
 * Reads `1h 30m`, `1h30`, `90m`, `1.5h`, `1:30`, `90` (minutes).
 *
 * @returns milliseconds; null if it is none, or nothing.
 */
export function parseDuration(text: string): number | null {
  const typed = text.trim().toLowerCase().replace(",", ".");
  const colon = /^(\d+):([0-5]?\d)$/.exec(typed);
  if (colon) return (Number(colon[1]) * 60 + Number(colon[2])) * MINUTE || null;
  const words =
    /^(?:(\d+(?:\.\d+)?)\s*h(?:ours?)?)?\s*(?:(\d+(?:\.\d+)?)\s*(?:m(?:in(?:utes?)?)?)?)?$/;
  const match = words.exec(typed);
  if (!match) return null;
  const minutes = Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0);
  return Math.round(minutes * MINUTE) || null;
}

/** An instant as a field for date and time shows it, in the time zone of the device. */
export function localInput(instant: number): string {
  const offset = new Date(instant).getTimezoneOffset() * MINUTE;
  return new Date(instant - offset).toISOString().slice(0, 16);
}
