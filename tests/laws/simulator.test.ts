// Several developers work on one board for a while, each with a clock of their own, over real git and
// a bare remote: edits, commits, amends, merges, rebases, cherry-picks, stashes, switches, pulls and
// pushes in any order. In the end everybody has the same bytes, and every field says what was written
// last, whoever wrote it and however it travelled.
//
// PM_SIMULATOR_SEEDS=5,6,7 runs these instead; PM_SIMULATOR_STEPS=500 makes the runs longer.
import { afterEach, beforeEach, expect, test } from "bun:test";
import { makeWorld, type World } from "../journeys/support.ts";
import { type Developer, startDeveloper } from "./simulator/clone.ts";
import { editRandomly } from "./simulator/edits.ts";
import { createOracle, type Oracle } from "./simulator/oracle.ts";
import { type Random, seeded, seededId } from "./simulator/random.ts";

const SEEDS = (process.env.PM_SIMULATOR_SEEDS ?? "1,2,3").split(",").map(Number);
const STEPS = Number(process.env.PM_SIMULATOR_STEPS ?? 60);
const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 5, 9);
const BRANCHES = ["main", "topic"];

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

test.each(SEEDS)("seed %d: no write is lost, and all end with the same bytes", async (seed) => {
  const random = seeded(seed);
  const oracle = createOracle();
  const developers = await gather(random);
  try {
    for (let step = 0; step < STEPS; step += 1) {
      await act(random.pick(developers), random, oracle);
    }
    await settle(developers);
    const [first] = developers;
    const expected = first?.at.read(".pm/data.json") ?? "";
    expect(oracle.lost(JSON.parse(expected))).toEqual([]);
    for (const { at, board } of developers) {
      expect(at.read(".pm/data.json")).toBe(expected);
      expect(await board.sync.publish()).toMatchObject({ ok: true, value: { written: false } });
      expect(at.status()).toEqual([]);
    }
    expect(oracle.writes()).toBeGreaterThan(STEPS / 4);
  } finally {
    for (const { board } of developers) await board.close();
  }
});

/** Ada starts the board; Bob and Cleo clone it. Cleo does without hooks and merge driver. */
async function gather(random: Random): Promise<Developer[]> {
  let ticks = 0;
  const clock = (): (() => number) => {
    const skew = (random.below(2_001) - 1_000) * (HOUR / 1_000);
    return () => {
      ticks += 1 + random.below(400);
      return START + ticks + skew;
    };
  };
  const at = world.repository("ada");
  at.ok("pm sync init --yes");
  const newId = (): string => seededId(random);
  const habits = (hooks: boolean) => ({ hooks, now: clock(), newId });
  const ada = startDeveloper("ada", at, habits(true));
  await ada.board.execute("project.create", { title: "Simulation", key: "SIM" });
  await ada.board.execute("work_item.create", { item_type: "task", title: "first" });
  at.ok("git add .pm");
  await ada.commit();
  ada.push();
  const bob = startDeveloper("bob", world.clone("bob", "Bob", true), habits(true));
  const cleo = startDeveloper("cleo", world.clone("cleo", "Cleo"), habits(false));
  return [ada, bob, cleo];
}

async function act(who: Developer, random: Random, oracle: Oracle): Promise<void> {
  const edit = (): Promise<void> => editRandomly(who.board, random, oracle);
  const branch = random.pick(BRANCHES);
  const acts: [weight: number, () => Promise<void> | void][] = [
    [14, edit],
    [4, () => who.commit()],
    [3, () => who.pull("merge")],
    [3, () => who.pull("rebase")],
    [4, () => who.push()],
    [2, () => who.switchTo(branch)],
    [2, () => who.merge(branch)],
    [1, () => who.rebaseOnto(branch)],
    [1, () => who.cherryPick(branch)],
    [1, () => who.amend()],
    [1, () => who.stashAround(edit)],
  ];
  let left = random.below(acts.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, run] of acts) {
    left -= weight;
    if (left < 0) return run();
  }
}

/** Everybody brings in what everybody has, until there is nothing more to bring. */
async function settle(developers: readonly Developer[]): Promise<void> {
  for (const who of developers) {
    await who.commit();
    await who.switchTo("main");
    for (const branch of BRANCHES) await who.merge(branch);
  }
  for (let round = 0; round < 2; round += 1) {
    for (const who of developers) {
      await who.commit();
      await who.pull("merge");
      who.push();
    }
  }
  for (const who of developers) await who.pull("merge");
}
