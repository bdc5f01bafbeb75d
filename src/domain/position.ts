/**
 * Places in a list, as sparse integers: moving one record rewrites that record alone, as long as
 * there is a gap. Ties are possible (two people can pick one place) and go by id.
 */

/** The distance between neighbours in a list that nobody has reordered. */
export const GAP = 1024;

/**
 * Finds a place for one more record.
 *
 * @param positions those of the others, in order; ties allowed.
 * @param index before which of them the record goes; `positions.length` for the end.
 * @returns the place, and the neighbours that had to move because the gap had ended: as few as it
 *   takes, each by its index.
 */
export function placeAt(
  positions: readonly number[],
  index: number,
): { position: number; moved: { index: number; position: number }[] } {
  // The records from `low` up to `high` get new places, together with the new one among them.
  let [low, high] = [index, index];
  for (;;) {
    const count = high - low + 1;
    const above = positions[low - 1];
    const below = positions[high];
    const span = (count + 1) * GAP;
    const start = above ?? Math.max((below ?? span) - span, Number.MIN_SAFE_INTEGER);
    const end = below ?? Math.min(start + span, Number.MAX_SAFE_INTEGER);
    if (end - start > count) {
      const place = (nth: number): number =>
        start + Math.floor(((end - start) * nth) / (count + 1));
      const moved: { index: number; position: number }[] = [];
      for (let other = low; other < high; other += 1) {
        const nth = other - low + (other < index ? 1 : 2);
        if (place(nth) !== positions[other]) moved.push({ index: other, position: place(nth) });
      }
      return { position: place(index - low + 1), moved };
    }
    // One of the two sides has records left: where all of them get new places there is always room.
    if (high < positions.length && high - index <= index - low) high += 1;
    else if (low > 0) low -= 1;
    else high += 1;
  }
}
