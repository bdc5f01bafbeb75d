// Makes up a plan: who takes part, and what they do.
import type { Action, Interrupted, Person, Plan, PmAction } from "./actions.ts";
import { editsOf } from "./edits.ts";
import { naming, STATUSES } from "./naming.ts";
import { type Random, seeded } from "./random.ts";
import { BRANCHES } from "./settle.ts";

const HOUR = 3_600_000;

const EVERYBODY: readonly Omit<Person, "skew">[] = [
  { name: "ada", hooks: true, driver: true, database: true },
  { name: "bob", hooks: true, driver: true, database: true },
  { name: "cleo", hooks: false, driver: false, database: true },
  { name: "dan", hooks: true, driver: false, database: true },
  { name: "eve", hooks: false, driver: true, database: true },
  { name: "fay", hooks: false, driver: false, database: false },
];

/**
 * @param length about how many actions.
 * @param cast who takes part; left out, some of everybody.
 */
export function makePlan(seed: number, length: number, cast?: readonly Person[]): Plan {
  const random = seeded(seed);
  const clock = random.pick(["past", "past", "past", "future", "real"] as const);
  const people = cast ?? somePeople(random);
  const make = maker(random);
  const actions: Action[] = make.beginning();
  const rounds = 1 + random.below(3);
  const sleeper = people.length > 2 && random.chance(0.5) ? people.at(-1) : undefined;
  for (let round = 1; round <= rounds; round += 1) {
    const away = sleeper !== undefined && round < rounds ? [sleeper.name] : [];
    const awake = people.filter(({ name }) => !away.includes(name) || random.chance(0.5));
    for (let step = 0; step < length / rounds; step += 1)
      actions.push(make.next(random.pick(awake)));
    actions.push({ who: "ada", do: "settle", away });
  }
  return { seed, clock, people, actions };
}

function somePeople(random: Random): Person[] {
  const others = EVERYBODY.slice(1).filter(() => random.chance(0.5));
  const chosen = [EVERYBODY[0], ...others] as Omit<Person, "skew">[];
  if (others.length === 0) chosen.push(EVERYBODY[1] as Omit<Person, "skew">);
  return chosen.map((person, index) => {
    const checkout =
      index > 0 && random.chance(0.3) ? random.pick(["shallow", "sparse"] as const) : null;
    return { ...person, skew: skewOf(random), ...(checkout === null ? {} : { checkout }) };
  });
}

/** Up to nine hours off. */
function skewOf(random: Random): number {
  return random.chance(0.3) ? 0 : (random.below(2_001) - 1_000) * ((9 * HOUR) / 1_000);
}

/** An action of whoever it may be. */
type Step = { [Kind in Action["do"]]: Omit<Extract<Action, { do: Kind }>, "who"> }[Action["do"]];

interface Maker {
  /** A few items and one record of each other kind, which everybody has. */
  beginning(): Action[];
  next(who: Person): Action;
}

function maker(random: Random): Maker {
  const names = naming(random);
  const { word, some } = names;
  const edits = editsOf(random, names);
  const edit = (): PmAction => weighted(random, edits)();
  const branch = (): string => random.pick(BRANCHES);
  /** One's own, or as it was pushed: what is on it others have done. */
  const anyBranch = (): string =>
    random.pick([...BRANCHES, ...BRANCHES.map((name) => `origin/${name}`)]);
  const how = (): "file" | "board" | "all" | "amend" =>
    random.pick(["file", "file", "file", "board", "all", "amend"] as const);
  const pullHow = (): "merge" | "rebase" => random.pick(["merge", "rebase"] as const);
  const during = (): Interrupted =>
    weighted<() => Interrupted>(random, [
      [6, edit],
      [2, () => ({ do: "commit", how: how() })],
      [1, () => ({ do: "export" })],
      [1, () => ({ do: "import" })],
      [2, () => ({ do: "pull", how: pullHow() })],
      [1, () => ({ do: "switch", branch: branch() })],
      [1, () => ({ do: "merge", branch: anyBranch() })],
      [1, () => ({ do: "rebase", branch: anyBranch() })],
      [1, () => ({ do: "cherry-pick", branch: anyBranch(), back: random.below(3) })],
    ])();
  const raw = (): Action & { do: "raw" } => {
    const [field, value] = random.pick([
      ["title", `"${word()}"`],
      ["title", `"${word()}"`],
      ["description", `"${word()}"`],
      ["status", `"${random.pick(STATUSES)}"`],
      ["story_points", String(random.below(5))],
    ] as const);
    const manner = random.pick(["value", "stamped", "tool"] as const);
    const by = random.pick(["import", "export", "commit"] as const);
    return { who: "", do: "raw", manner, ref: some("i"), field, value, by };
  };
  const titles = () => [1, 2, 3].map(() => ({ ref: some("i"), title: word() }));
  const acts: readonly [number, () => Step][] = [
    [28, edit],
    [4, raw],
    [8, () => ({ do: "commit", how: how() })],
    [8, () => ({ do: "pull", how: pullHow() })],
    [7, () => ({ do: "push" })],
    [4, () => ({ do: "switch", branch: branch() })],
    [4, () => ({ do: "merge", branch: anyBranch() })],
    [2, () => ({ do: "rebase", branch: anyBranch() })],
    [2, () => ({ do: "cherry-pick", branch: anyBranch(), back: random.below(3) })],
    [1, () => ({ do: "revert", back: random.below(3) })],
    [1, () => ({ do: "stash" })],
    [2, () => ({ do: "unstash" })],
    [1, () => ({ do: "reset", back: random.below(3) })],
    [1, () => ({ do: "visit", back: 1 + random.below(5), edit: edit() })],
    [1, () => ({ do: "worktree", edit: edit() })],
    [
      1,
      () => ({
        do: "replace",
        back: 1 + random.below(5),
        edit: edit(),
        undo: random.pick(["undo", "restore"] as const),
      }),
    ],
    [2, () => ({ do: "bulk", edits: titles() })],
    [
      1,
      () => ({
        do: "strike",
        how: random.pick(["killed", "killed", "full"] as const),
        call: random.pick(SERVER_CALLS),
        nth: 1 + random.below(6),
        edits: titles(),
      }),
    ],
    [1, () => ({ do: "wait", days: 1 + random.below(90) })],
    [1, () => ({ do: "export" })],
    [1, () => ({ do: "import" })],
    [1, () => ({ do: "rebuild" })],
    [2, () => ({ do: "serve", on: random.chance(0.75) })],
    [
      2,
      () => ({
        do: "crash",
        call: random.pick(CALLS),
        nth: 1 + random.below(random.chance(0.5) ? 4 : 25),
        during: during(),
      }),
    ],
    [1, () => ({ do: "cramped", blocks: random.pick([0, 1, 8, 40, 200]), during: during() })],
  ];
  /** What somebody is about to do: there has to be something to merge, and to unstash. */
  const meant = new Map<string, Step[]>();
  const leadingTo = (action: Step, change: () => Step): Step[] => {
    // A board alone is there on both branches before they are merged: the database has it.
    const work = (): Step[] => [change(), { do: "commit", how: random.pick(["board", "file"]) }];
    if (action.do === "stash") return [change(), action, change(), { do: "unstash" }];
    if (action.do === "pm" && action.words[1] === "delete" && RESTORED.has(action.words[0] ?? "")) {
      const { words, expect } = action;
      const [noun = "", , ref = ""] = words;
      const back = { ...expect, fields: { deleted_at: null } } as PmAction["expect"];
      const restore = { do: "pm" as const, words: [noun, "restore", ref], expect: back } as Step;
      return random.chance(0.5) ? [action, change(), restore] : [action];
    }
    if (action.do === "bulk" || action.do === "strike")
      return [{ do: "serve", on: true }, change(), action];
    if (action.do !== "merge" && action.do !== "rebase" && action.do !== "cherry-pick")
      return [action];
    if (random.chance(0.3)) return [action];
    const { branch: there } = action;
    if (!BRANCHES.includes(there)) return [...work(), action];
    const here = BRANCHES.find((name) => name !== there) as string;
    const away: Step = { do: "switch", branch: there };
    return [away, ...work(), { do: "switch", branch: here }, ...work(), action];
  };
  const byHand = acts.map(([weight, act]) => [weight, act === edit ? raw : act] as const);
  const create = (edits[0] as (typeof edits)[number])[1];
  return {
    beginning: () => [
      ...[create, create, create, create].map((act) => ({ ...act(), who: "ada" })),
      ...edits
        .map(([, act]) => act())
        .filter(({ makes }) => makes !== undefined)
        .map((action) => ({ ...action, who: "ada" })),
      { who: "ada", do: "settle", away: [] },
    ],
    next(who) {
      const soon = meant.get(who.name) ?? [];
      meant.set(who.name, soon);
      const first = soon.length > 0 && random.chance(0.6) ? soon.shift() : undefined;
      if (first !== undefined) return { ...first, who: who.name } as Action;
      const action = weighted(random, who.database ? acts : byHand)();
      const [now, ...later] = leadingTo(action, who.database ? edit : raw);
      if (later.length > 0) meant.set(who.name, [...soon, ...later]);
      return { ...now, who: who.name } as Action;
    },
  };
}

/** What can be restored. */
const RESTORED = new Set(["work-item", "comment", "project"]);

/** What a server does for a request. */
const SERVER_CALLS = ["pwrite64", "pwrite64", "fsync", "openat", "statx", "recvfrom", "sendto"];

const CALLS = [
  "openat",
  "write",
  "pwrite64",
  "fdatasync",
  "fsync",
  "rename",
  "unlink",
  "ftruncate",
  "fcntl",
];

function weighted<T>(random: Random, choices: readonly (readonly [number, T])[]): T {
  let left = random.below(choices.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, choice] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  throw new Error("nothing to choose from");
}
