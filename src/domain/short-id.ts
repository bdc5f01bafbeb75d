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
