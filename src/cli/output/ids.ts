/**
 * The beginning of an id that people see and type: 8 characters. Ids whose first characters are a
 * time (UUID versions 1, 6 and 7) look alike when they were made together, and show more.
 */
export function shortId(id: string): string {
  const version = id.charAt(14);
  if (version === "6" || version === "7") return id.slice(0, 18);
  return id.slice(0, version === "1" ? 13 : 8);
}
