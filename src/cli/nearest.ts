/** What people of other tools type, and what it is called here. */
const SYNONYMS: { readonly [word: string]: string } = {
  ls: "list",
  rm: "delete",
  remove: "delete",
  new: "create",
  add: "create",
  show: "get",
  view: "get",
  edit: "update",
  set: "update",
  find: "search",
  history: "log",
  next: "ready",
  todo: "ready",
  finish: "done",
  close: "done",
  serve: "server",
  item: "work-item",
  issue: "work-item",
  ticket: "work-item",
  lane: "swim-lane",
  column: "swim-lane",
  timer: "time-entry",
  time: "time-entry",
  body: "description",
  points: "story-points",
  estimate: "story-points",
};

/**
 * The word that was probably meant.
 *
 * @returns the candidate with the fewest slips of the finger from `word`, or one that `word` is
 *   another name or the beginning of; undefined if none is close.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const synonym = Object.hasOwn(SYNONYMS, typed) ? SYNONYMS[typed] : undefined;
  if (synonym !== undefined && candidates.includes(synonym)) return synonym;
  const begun = candidates.filter((candidate) => candidate.startsWith(typed));
  if (typed.length > 1 && begun.length > 0) return begun[0];

  const allowed = Math.max(1, Math.floor(typed.length / 3));
  let best: string | undefined;
  let least = allowed + 1;
  for (const candidate of candidates) {
    const slips = distance(typed, candidate);
    if (slips < least) {
      best = candidate;
      least = slips;
    }
  }
  return best;
}

/**
 * How many letters have to be added, left out, replaced or swapped with their neighbour to get from
 * one word to the other (optimal string alignment).
 */
export function distance(from: string, to: string): number {
  let older: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1];
      let cost = Math.min(
        at(previous, j) + 1,
        at(current, j - 1) + 1,
        at(previous, j - 1) + (same ? 0 : 1),
      );
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) cost = Math.min(cost, at(older, j - 2) + 1);
      current.push(cost);
    }
    older = previous;
    previous = current;
  }
  return at(previous, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
