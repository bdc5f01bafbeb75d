// How often a pull request's merge button meets a conflict in `.pm/data.json`.
//
//     node scripts/bun.mjs run bench/forge-merges.ts [--sizes 10,100] [--changes 1,3]
//         [--kinds create,mix] [--who people,clones,branches] [--bases 4] [--sides 7] [--seed 1]
//
// What it measures and how to read it stands in README.md.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { throwDice } from "./support/dice.ts";
import { withRandomIds } from "./support/forge/random-ids.ts";
import { mergeAll, type Sides, type Tally, tally, version } from "./support/forge/tally.ts";
import {
  type Clone,
  change,
  clone,
  fill,
  KINDS,
  type Kind,
  type Person,
} from "./support/forge/team-board.ts";

const { values: given } = parseArgs({
  options: {
    sizes: { type: "string", default: "10,100,1000,10000" },
    changes: { type: "string", default: "1,3,10,30" },
    kinds: { type: "string", default: KINDS.join(",") },
    who: { type: "string", default: "people" },
    bases: { type: "string", default: "4" },
    sides: { type: "string", default: "7" },
    seed: { type: "string", default: "1" },
  },
});
const words = (text: string): string[] => text.split(",");
const numbers = (text: string): number[] => words(text).map(Number);
const SIDES = Number(given.sides);
const SEED = Number(given.seed);

/** Whose the two sides are: two people's, one person's in two clones, or in one clone. */
type Who = "people" | "clones" | "branches";

interface Base {
  clone: Clone;
  text: string;
}

interface Trial {
  who: Who;
  kind: Kind;
  count: number;
  seed: number;
}

/** Each side's branch, so many times; the second one of `branches` begins after the first one. */
async function sidesOf(base: Base, trial: Trial): Promise<{ ours: string[]; theirs: string[] }> {
  const items = version(base.text).board.records.work_item.map(({ id }) => id);
  const [ours, theirs]: [string[], string[]] = [[], []];
  const folder = `${base.clone.folder}-side`;
  const work = async (side: Clone, person: Person, branch: string, seed: number) => {
    const dice = throwDice(seed);
    await side.work(person, branch, (board) => change(board, trial.kind, trial.count, items, dice));
    return side.exported();
  };
  for (let index = 0; index < SIDES; index += 1) {
    const seed = trial.seed + index * 7919;
    const first = base.clone.copy(folder, throwDice(seed));
    ours.push(await work(first, "ada", "topic-a", seed + 1));
    if (trial.who === "branches") {
      theirs.push(await work(first, "ada", "topic-b", seed + 2));
    }
    rmSync(folder, { recursive: true });
    if (trial.who === "branches") continue;
    const second = base.clone.copy(folder, throwDice(seed + 3));
    theirs.push(await work(second, trial.who === "people" ? "bob" : "ada", "topic-b", seed + 2));
    rmSync(folder, { recursive: true });
  }
  return { ours, theirs };
}

/** Which versions meet: each with each; of one clone each with the one that goes on from it. */
function pairsOf(who: Who): [number, number][] {
  const indexes = Array.from({ length: SIDES }, (_, index) => index);
  if (who === "branches") return indexes.map((index) => [index, index]);
  return indexes.flatMap((i) => indexes.map((j): [number, number] => [i, j]));
}

async function measure(
  scratch: string,
  bases: readonly Base[],
  trial: Trial,
): Promise<{ chance: Tally; chosen: Tally }> {
  const result = { chance: tally(), chosen: tally() };
  const folder = join(scratch, "repository");
  for (const [index, base] of bases.entries()) {
    const seed = trial.seed + index * 10_007;
    const { ours, theirs } = await sidesOf(base, { ...trial, seed });
    const drawn = new Map<string, string>();
    const dice = throwDice(seed + 4);
    const redrawn = (text: string): string => withRandomIds(text, drawn, dice);
    const merge = (say: (text: string) => string, into: Tally): void => {
      const [all, pairs] = [(text: string) => version(say(text)), pairsOf(trial.who)];
      const sides: Sides = { base: all(base.text), ours: ours.map(all), theirs: theirs.map(all) };
      mergeAll(folder, sides, pairs, into);
    };
    merge((text) => text, result.chosen);
    merge(redrawn, result.chance);
  }
  return result;
}

function row(size: number, { who, kind, count }: Trial, chance: Tally, chosen: Tally): string {
  const share = (part: number): string => `${((100 * part) / chosen.trials).toFixed(1)} %`;
  const clean = chance.trials + chosen.trials - chance.conflicts - chosen.conflicts;
  const wrong = clean - chance.right - chosen.right;
  const misfiled = chance.misfiled + chosen.misfiled;
  return `| ${[
    ...[size, who, kind, count, chosen.trials],
    ...[share(chance.conflicts), share(chosen.conflicts), share(chosen.sameRecord)],
    ...[`${wrong} of ${clean}`, misfiled],
  ].join(" | ")} |`;
}

const scratch = mkdtempSync(join(tmpdir(), "pm-forge-"));
try {
  console.log(
    "| items | who | kind | changes a side | merges | ids by chance | ids of pm | one record edited twice | clean, but wrong | misfiled |",
  );
  console.log("| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  for (const size of numbers(given.sizes)) {
    const bases: Base[] = [];
    for (let index = 0; index < Number(given.bases); index += 1) {
      const dice = throwDice(SEED * 1009 + index);
      const empty = clone(join(scratch, `base-${size}-${index}`), dice);
      const text = await fill(empty, size, dice);
      bases.push({ clone: await empty.another(`${empty.folder}-clone`, dice), text });
      rmSync(empty.folder, { recursive: true });
    }
    for (const who of words(given.who) as Who[]) {
      for (const kind of words(given.kinds) as Kind[]) {
        for (const count of numbers(given.changes)) {
          const trial = { who, kind, count, seed: SEED * 1_000_003 + count * 101 };
          const { chance, chosen } = await measure(scratch, bases, trial);
          console.log(row(size, trial, chance, chosen));
        }
      }
    }
    for (const base of bases) rmSync(base.clone.folder, { recursive: true });
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
