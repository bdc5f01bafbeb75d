/**
 * The beginning of an id that people see and type: 8 characters. Ids whose first characters are a
 * time (UUID versions 1, 6 and 7) look alike when they were made together, and show more.
 */
export function shortId(id: string): string {
  return id.slice(0, shortLength(id));
}

/** The beginnings of several ids, each long enough to tell it from the others. */
export function shortIds(ids: readonly string[]): string[] {
  let length = Math.max(...ids.map(shortLength));
  while (length < 36 && new Set(ids.map((id) => id.slice(0, length))).size < ids.length)
    length += 1;
  return ids.map((id) => id.slice(0, length));
}

function shortLength(id: string): number {
  const version = id.charAt(14);
  if (version === "6" || version === "7") return 18;
  return version === "1" ? 13 : 8;
}

/** The fewest characters of an id that name a record. */
export const MIN_PREFIX = 4;

/** Where the groups of a UUID end, in digits. */
const GROUP_ENDS = [8, 12, 16, 20, 32];

/**
 * The beginning of an id as it is stored, from what somebody typed: hex digits of any case, with the
 * dashes of a UUID or without any.
 *
 * @returns null if the text cannot be one, or is too short.
 */
export function idPrefix(text: string): string | null {
  const typed = text.toLowerCase();
  const digits = typed.replaceAll("-", "");
  if (!/^[0-9a-f]+$/.test(digits) || digits.length < MIN_PREFIX || digits.length > 32) return null;
  const groups = GROUP_ENDS.map((end, index) => digits.slice(GROUP_ENDS[index - 1] ?? 0, end));
  const dashed = groups.filter((group) => group !== "").join("-");
  return typed === digits || typed === dashed || typed === `${dashed}-` ? dashed : null;
}
