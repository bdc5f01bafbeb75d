/**
 * A key for a project, made of its title: the initials of several words, else the first letters.
 *
 * @param taken the keys that other projects have.
 * @returns null where the title has nothing to make one of, or everything like it is taken.
 */
export function keyFromTitle(title: string, taken: ReadonlySet<string>): string | null {
  const words = title
    .normalize("NFKD")
    .toUpperCase()
    .replace(/[^A-Z0-9\s]/g, "")
    .split(/\s+/)
    .filter((word) => word !== "");
  const joined = words.length > 1 ? words.map((word) => word[0]).join("") : (words[0] ?? "");
  const stem = joined.replace(/^[0-9]+/, "").slice(0, words.length > 1 ? 6 : 4);
  if (stem.length >= 2 && !taken.has(stem)) return stem;
  const letters =
    stem.length > 0
      ? stem
      : words
          .join("")
          .replace(/^[0-9]+/, "")
          .slice(0, 1);
  if (letters === "") return null;
  for (let number = letters.length === 1 ? 1 : 2; number < 1000; number += 1) {
    if (!taken.has(`${letters}${number}`)) return `${letters}${number}`;
  }
  return null;
}
