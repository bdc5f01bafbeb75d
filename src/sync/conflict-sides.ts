/** Takes a text with git's conflict markers apart again. */

export interface Sides {
  ours: string;
  theirs: string;
  /** Null where the markers do not show the ancestor (`merge.conflictStyle` is `merge`). */
  base: string | null;
}

type Part = "common" | "ours" | "base" | "theirs";

/**
 * The two versions behind a text with conflict markers, and the ancestor where they show it (the
 * styles `diff3` and `zdiff3`).
 *
 * Only markers of exactly seven characters count: the longer ones that git puts inside are those of
 * an ancestor which is a merge of its own.
 *
 * @returns null if the markers do not follow each other as git writes them.
 */
export function conflictSides(text: string): Sides | null {
  const lines: Record<Exclude<Part, "common">, string[]> = { ours: [], base: [], theirs: [] };
  let part: Part = "common";
  let hunks = 0;
  let hunksWithBase = 0;
  for (const line of text.split("\n")) {
    const next = markerIn(line);
    if (next === null) {
      if (part !== "common") lines[part].push(line);
      else for (const side of Object.values(lines)) side.push(line);
      continue;
    }
    if (!FOLLOWS[next].includes(part)) return null;
    if (next === "ours") hunks += 1;
    if (next === "base") hunksWithBase += 1;
    part = next;
  }
  if (part !== "common" || hunks === 0) return null;
  return {
    ours: lines.ours.join("\n"),
    theirs: lines.theirs.join("\n"),
    base: hunksWithBase === hunks ? lines.base.join("\n") : null,
  };
}

/** For each part, after which ones it can begin. */
const FOLLOWS: { readonly [P in Part]: readonly Part[] } = {
  ours: ["common"],
  base: ["ours"],
  theirs: ["ours", "base"],
  common: ["theirs"],
};

const MARKERS: { readonly [character: string]: Part } = {
  "<": "ours",
  "|": "base",
  "=": "theirs",
  ">": "common",
};

/** Which part of the text begins after this line; null if it is no marker. */
function markerIn(line: string): Part | null {
  const [, character] = /^([<|=>])\1{6}(?: .*)?\r?$/.exec(line) ?? [];
  return character === undefined ? null : (MARKERS[character] ?? null);
}
