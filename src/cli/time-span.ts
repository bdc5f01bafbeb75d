import { fromMilliseconds, parseInstant, toMilliseconds } from "../domain/instant.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";

interface GivenSpan {
  start: string | undefined;
  end: string | undefined;
  length: string | undefined;
}

interface Span {
  start: string;
  end: string;
}

/**
 * The beginning and the end of a stretch of time of which two are given: beginning, end, length. An
 * end that is not given is `now` (milliseconds since 1970). Times are passed on as they are given.
 */
export function spanOf({ start, end, length }: GivenSpan, now: number): Outcome<Span> {
  const present = new Date(now).toISOString();
  if (length === undefined) {
    return start === undefined
      ? refuse("usage", "When? Give --started-at or --duration.")
      : ok({ start, end: end ?? present });
  }
  if (start !== undefined && end !== undefined) {
    return refuse("usage", "Give two of --started-at, --ended-at and --duration, not all three.");
  }
  const milliseconds = parseLength(length);
  if (milliseconds === null) {
    return refuse("usage", `--duration is a length such as 45m, 2h or 1h30m; it got “${length}”.`);
  }
  const known = start ?? end ?? present;
  const other = shift(known, start === undefined ? -milliseconds : milliseconds);
  if (other === null) {
    return refuse("invalid", `“${known}” is no time: write it as 2026-03-02T09:00:00Z.`);
  }
  return ok(start === undefined ? { start: other, end: known } : { start: known, end: other });
}

function shift(time: string, milliseconds: number): string | null {
  const instant = parseInstant(time);
  return instant === null ? null : fromMilliseconds(toMilliseconds(instant) + milliseconds);
}

/** `1h30m`, `2h`, `45m`, `1.5h` in milliseconds; null if it is none of them. */
function parseLength(text: string): number | null {
  const match = /^(?=.)(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?$/.exec(text.replaceAll(" ", ""));
  if (match === null) return null;
  return Math.round((Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0)) * 60_000);
}
