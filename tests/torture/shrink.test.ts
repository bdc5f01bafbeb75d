import { expect, test } from "bun:test";
import type { Action, Person, Plan } from "./actions.ts";
import { Finding } from "./finding.ts";
import type { Played } from "./play.ts";
import { shrink } from "./shrink.ts";

const person = (name: string, skew = 5): Person => {
  return { name, hooks: true, driver: true, database: true, skew };
};
const push = (who: string, words: string): Action => ({ who, do: "pm", words: [words] });
const PLAN: Plan = {
  seed: 1,
  clock: "past",
  people: ["ada", "bob", "cleo", "dan"].map((name) => person(name)),
  actions: Array.from({ length: 40 }, (_, at) =>
    push(["ada", "bob", "cleo", "dan"][at % 4] ?? "", `${at}`),
  ),
};

const wordOf = (action: Action): string =>
  action.do === "pm" ? (action.words[0] ?? "") : action.do;

/** Fails with `kind` at the last of the words, where all are there and, if said so, a clock is off. */
function failing(words: readonly string[], kind = "lost", needsSkewOf?: string) {
  const played: string[][] = [];
  const replay = async (plan: Plan): Promise<Played> => {
    const said = plan.actions.map(wordOf);
    played.push(said);
    const off =
      needsSkewOf === undefined ||
      plan.people.some((one) => one.name === needsSkewOf && one.skew !== 0);
    const at = said.indexOf(words.at(-1) ?? "");
    const all = off && words.every((word) => said.includes(word) && said.indexOf(word) <= at);
    const finding = all ? new Finding(kind, "") : null;
    return { finding, at: all ? at : said.length, lines: [], writes: 0, census: new Map() };
  };
  return { replay, played };
}

const wordsOf = (plan: Plan) => plan.actions.map(wordOf);

test("only the actions and the people that it takes are left", async () => {
  const { replay } = failing(["5", "17", "30"]);
  const shrunk = await shrink(PLAN, await replay(PLAN), replay);
  expect(wordsOf(shrunk.plan)).toEqual(["5", "17", "30"]);
  // The first one starts the board.
  expect(shrunk.plan.people.map(({ name }) => name)).toEqual(["ada", "bob", "cleo"]);
  expect(shrunk.plan.people.map(({ skew }) => skew)).toEqual([0, 0, 0]);
  expect(shrunk.played.finding?.kind).toBe("lost");
});

test("a clock that has to be off stays off", async () => {
  const { replay } = failing(["1", "2"], "lost", "bob");
  const shrunk = await shrink(PLAN, await replay(PLAN), replay);
  expect(shrunk.plan.people.map(({ name, skew }) => [name, skew])).toEqual([
    ["ada", 0],
    ["bob", 5],
    ["cleo", 0],
  ]);
});

test("another finding does not count", async () => {
  const { replay } = failing(["5", "17"]);
  const other = failing(["5"], "something else");
  const first = await replay(PLAN);
  const shrunk = await shrink(PLAN, first, async (plan) => {
    const played = await replay(plan);
    return played.finding === null ? other.replay(plan) : played;
  });
  expect(wordsOf(shrunk.plan)).toEqual(["5", "17"]);
});

test("when the time is over, the best so far is what there is", async () => {
  const { replay, played } = failing(["3"]);
  let tries = 0;
  const shrunk = await shrink(PLAN, await replay(PLAN), replay, () => {
    tries += 1;
    return tries > 2;
  });
  expect(played.length).toBe(3);
  expect(shrunk.tried).toBe(2);
  expect(shrunk.plan.actions.length).toBeLessThan(PLAN.actions.length);
});
