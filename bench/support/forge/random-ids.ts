// The same boards with every random id drawn anew from the whole space: what a program would have
// written that leaves the choice of an id to chance alone.
import type { Dice } from "../dice.ts";

const RANDOM_ID = /"([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"/g;

/**
 * @param drawn the ids that were drawn for ids before; it is added to.
 * @returns the canonical `data.json` of the same board.
 */
export function withRandomIds(text: string, drawn: Map<string, string>, dice: Dice): string {
  const renamed = text.replace(RANDOM_ID, (_, id: string) => {
    const other = drawn.get(id) ?? dice.uuid();
    drawn.set(id, other);
    return `"${other}"`;
  });
  const board = JSON.parse(renamed) as { [key: string]: { id: string }[] };
  for (const array of Object.values(board)) {
    if (Array.isArray(array)) array.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
  return `${JSON.stringify(board, null, 2)}\n`;
}
