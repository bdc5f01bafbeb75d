import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { GAP, placeAt } from "./position.ts";

/** The list after one more record was put in before `index`: null for the new one. */
function putIn(positions: readonly number[], index: number): (readonly [number | null, number])[] {
  const { position, moved } = placeAt(positions, index);
  const after = positions.map((old, at) => [at as number | null, old] as const);
  for (const { index: at, position: anew } of moved) after[at] = [at, anew];
  after.splice(index, 0, [null, position]);
  return after;
}

const list = fc
  .array(fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constantFrom(-GAP, GAP, 2 * GAP)), {
    maxLength: 12,
  })
  .map((positions) => positions.sort((a, b) => a - b));
const listAndIndex = list.chain((positions) =>
  fc.tuple(fc.constant(positions), fc.nat({ max: positions.length })),
);

describe("a place for one more record", () => {
  test("of an empty list, at its ends and in a gap moves nobody", () => {
    expect(placeAt([], 0)).toEqual({ position: GAP, moved: [] });
    expect(placeAt([GAP], 1)).toEqual({ position: 2 * GAP, moved: [] });
    expect(placeAt([GAP], 0)).toEqual({ position: 0, moved: [] });
    expect(placeAt([0, 2], 1)).toEqual({ position: 1, moved: [] });
    expect(placeAt([-GAP, GAP], 1)).toEqual({ position: 0, moved: [] });
  });

  test("lies strictly between its neighbours, in whole numbers", () => {
    fc.assert(
      fc.property(listAndIndex, ([positions, index]) => {
        const after = putIn(positions, index);
        const [above, here, below] = [after[index - 1], after[index], after[index + 1]];
        expect(after.every(([, position]) => Number.isSafeInteger(position))).toBe(true);
        if (above && here) expect(above[1]).toBeLessThan(here[1]);
        if (below && here) expect(here[1]).toBeLessThan(below[1]);
      }),
      { numRuns: 3000 },
    );
  });

  test("leaves the others in their order", () => {
    fc.assert(
      fc.property(listAndIndex, ([positions, index]) => {
        const after = putIn(positions, index);
        for (const [at, [, position]] of after.entries()) {
          const next = after[at + 1];
          if (next !== undefined) expect(position).toBeLessThanOrEqual(next[1]);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test("moves nobody where there is room, and only neighbours where there is none", () => {
    fc.assert(
      fc.property(listAndIndex, ([positions, index]) => {
        const { moved } = placeAt(positions, index);
        const [above, below] = [positions[index - 1], positions[index]];
        const room = above === undefined || below === undefined || below - above > 1;
        if (room) expect(moved).toEqual([]);
        else expect(moved.length).toBeGreaterThan(0);
        for (const { index: at, position } of moved) expect(position).not.toBe(positions[at]);
      }),
      { numRuns: 2000 },
    );
  });

  test("can be found a thousand times over at the same spot", () => {
    for (const spot of [0, 1, 2]) {
      let positions = [GAP, 2 * GAP];
      let written = 0;
      for (let times = 0; times < 1000; times += 1) {
        const { moved } = placeAt(positions, spot);
        written += 1 + moved.length;
        positions = putIn(positions, spot).map(([, position]) => position);
      }
      expect(new Set(positions).size).toBe(1002);
      expect(positions.toSorted((a, b) => a - b)).toEqual(positions);
      expect(written).toBeLessThan(40_000);
    }
  });

  test("stays a number that a file can hold, at the ends of what there is too", () => {
    const { MAX_SAFE_INTEGER: max, MIN_SAFE_INTEGER: min } = Number;
    for (const positions of [
      [max],
      [min],
      [min, max],
      [max - 1, max],
      [min, min + 1],
      [max, max],
    ]) {
      for (let index = 0; index <= positions.length; index += 1) {
        const after = putIn(positions, index).map(([, position]) => position);
        expect({ positions, index, after }).toEqual({
          positions,
          index,
          after: after.toSorted((a, b) => a - b),
        });
        for (const position of after) {
          if (!Number.isSafeInteger(position)) throw new Error(`${positions} ${index} ${after}`);
        }
      }
    }
  });
});
