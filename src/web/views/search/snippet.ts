/** Snippets of the search: each hit stands between these two characters. */
const START = "\u0002";
const END = "\u0003";

/** The parts of a snippet, hits and what is between them. */
export function partsOf(snippet: string): { text: string; isHit: boolean }[] {
  const [first = "", ...rest] = snippet.split(START);
  const parts = rest.flatMap((part) => {
    const [hit = "", ...after] = part.split(END);
    return [
      { text: hit, isHit: true },
      { text: after.join(""), isHit: false },
    ];
  });
  return [{ text: first, isHit: false }, ...parts].filter(({ text }) => text !== "");
}

/** The words of a snippet, without the marks. */
export function plainText(snippet: string): string {
  return partsOf(snippet)
    .map(({ text }) => text)
    .join("");
}
