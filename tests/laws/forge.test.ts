// Two people who create and comment, merged as a forge does it: as text, with real git and no driver.
// How often that conflicts, on boards of all sizes, is measured in bench/forge-merges.ts; here a board
// of 20 items holds the rule of domain/new-id.ts to its promise. With ids left to chance, nearly all of
// these merges conflict.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { throwDice } from "../../bench/support/dice.ts";
import { withRandomIds } from "../../bench/support/forge/random-ids.ts";
import { mergeAll, tally, version } from "../../bench/support/forge/tally.ts";
import { change, clone, fill, type Person } from "../../bench/support/forge/team-board.ts";

const SIDES = [0, 1, 2, 3];
let folder: string;
let base: string;
const sides: { [person: string]: string[] } = { ada: [], bob: [] };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "pm-forge-"));
  const all = clone(join(folder, "all"), throwDice(1));
  base = await fill(all, 20, throwDice(2));
  const items = version(base).board.records.work_item.map(({ id }) => id);
  for (const index of SIDES) {
    for (const person of ["ada", "bob"] as Person[]) {
      const dice = throwDice(100 + index * 10 + person.charCodeAt(0));
      const side = await all.another(join(folder, `${person}-${index}`), dice);
      await side.work(person, "topic", async (board) => {
        await change(board, "create", 5, items, dice);
        await change(board, "comment", 5, items, dice);
      });
      sides[person]?.push(await side.exported());
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pairs = SIDES.flatMap((i) => SIDES.map((j): [number, number] => [i, j]));

function merged(say: (text: string) => string) {
  const count = tally();
  const all = (texts: readonly string[] = []) => texts.map((text) => version(say(text)));
  const [ours, theirs] = [all(sides.ada), all(sides.bob)];
  mergeAll(join(folder, "git"), { base: version(say(base)), ours, theirs }, pairs, count);
  return count;
}

test("what two people create and comment seldom conflicts, and merges as the law says", () => {
  const { trials, conflicts, right } = merged((text) => text);
  expect(trials).toBe(16);
  expect(conflicts).toBeLessThanOrEqual(2);
  expect(right).toBe(trials - conflicts);
});

test("left to chance, it would nearly always", () => {
  const drawn = new Map<string, string>();
  const dice = throwDice(3);
  const { trials, conflicts, right } = merged((text) => withRandomIds(text, drawn, dice));
  expect(conflicts).toBeGreaterThan(8);
  expect(right).toBe(trials - conflicts);
});
