// Makes up a plan: who takes part, and what they do.
import type { Action, Expected, Interrupted, Person, Plan, PmAction } from "./actions.ts";
import { type Random, seeded } from "./random.ts";
import { BRANCHES } from "./settle.ts";

/** Few values, so that two people often write the same field, and sometimes the same value. */
const WORDS = ["red", "green", "blue", "Grün", "“quoted”"];
const STATUSES = ["backlog", "todo", "in_progress", "review", "done", "blocked"];
const PRIORITIES = ["low", "medium", "high", "critical"];
const LABELS = ["ui", "api", "docs"];
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
  return chosen.map((person) => ({ ...person, skew: skewOf(random) }));
}

/** Up to nine hours off. */
function skewOf(random: Random): number {
  return random.chance(0.3) ? 0 : (random.below(2_001) - 1_000) * ((9 * HOUR) / 1_000);
}

interface Maker {
  /** A few items, which everybody has. */
  beginning(): Action[];
  next(who: Person): Action;
}

function maker(random: Random): Maker {
  const made = { i: 0, c: 0, s: 0, p: 1 };
  let written = 0;
  const word = (): string => {
    written += 1;
    return random.chance(0.3) ? random.pick(WORDS) : `${random.pick(WORDS)} ${written}`;
  };
  const make = (kind: keyof typeof made): string => {
    made[kind] += 1;
    return `${kind}${made[kind]}`;
  };
  /** Mostly one of the newest. */
  const some = (kind: keyof typeof made): string => {
    const back = random.below(Math.min(made[kind], random.chance(0.7) ? 4 : 30));
    return `${kind}${Math.max(1, made[kind] - back)}`;
  };

  const set = (flag: string, field: string, value: string): PmAction => {
    const ref = some("i");
    return {
      do: "pm",
      words: ["work-item", "update", `$${ref}`, `--${flag}`, `'${value}'`],
      expect: { ref, fields: { [field]: field === "story_points" ? Number(value) : value } },
    };
  };
  /** A command about one record, and what its fields say afterwards. */
  const about = (
    ref: string,
    noun: string,
    verb: string,
    rest: readonly string[],
    fields: Readonly<Record<string, Expected>>,
  ): PmAction => ({
    do: "pm",
    words: [noun, verb, `$${ref}`, ...rest],
    expect: { ref, fields },
  });
  const gone = { deleted_at: { set: true } } as const;
  const back = { deleted_at: null };
  const label = (flag: string, present: boolean): PmAction => {
    const name = random.pick(LABELS);
    const fields = { [`labels.${name}`]: present };
    return about(some("i"), "work-item", "update", [flag, name], fields);
  };
  const link = (flag: string, field: string, to: string): PmAction =>
    about(some("i"), "work-item", "update", [flag, to], { [field]: to === "none" ? null : to });
  /** A command that makes a record. */
  const creation = (
    kind: keyof typeof made,
    words: readonly string[],
    fields: Readonly<Record<string, Expected>>,
  ): PmAction => {
    const makes = make(kind);
    return { do: "pm", words, makes, expect: { ref: makes, fields } };
  };
  const edits: readonly [number, () => PmAction][] = [
    [
      5,
      () => {
        const labels = LABELS.filter(() => random.chance(0.3));
        const type = random.pick(["task", "task", "story"]);
        const title = word();
        const words = ["work-item", "create", "--project-id", "$p1", "--type", type];
        const flags = labels.flatMap((name) => ["--label", name]);
        return creation("i", [...words, "--title", `'${title}'`, ...flags], {
          title,
          item_type: type,
          ...Object.fromEntries(labels.map((name) => [`labels.${name}`, true])),
        });
      },
    ],
    [5, () => set("title", "title", word())],
    [3, () => set("status", "status", random.pick(STATUSES))],
    [2, () => set("priority", "priority", random.pick(PRIORITIES))],
    [2, () => set("description", "description", word())],
    [1, () => set("story-points", "story_points", String(random.below(5)))],
    [2, () => label("--add-label", true)],
    [2, () => label("--remove-label", false)],
    [2, () => link("--parent-id", "parent_id", `$${some("i")}`)],
    [1, () => link("--parent-id", "parent_id", "none")],
    [1, () => about(some("i"), "work-item", "move", [random.pick(["--top", "--bottom"])], {})],
    [1, () => about(some("i"), "work-item", "delete", [], gone)],
    [1, () => about(some("i"), "work-item", "restore", [], back)],
    [
      2,
      () => {
        const [ref, content] = [some("i"), word()];
        const fields = { content, work_item_id: `$${ref}` };
        return creation("c", ["comment", "create", `$${ref}`, `'${content}'`], fields);
      },
    ],
    [
      2,
      () => {
        const content = word();
        return about(some("c"), "comment", "update", [`'${content}'`], { content });
      },
    ],
    [1, () => about(some("c"), "comment", "delete", [], gone)],
    [1, () => about(some("c"), "comment", "restore", [], back)],
    [
      1,
      () => {
        const name = word();
        return creation("s", ["sprint", "create", `'${name}'`, "--project-id", "$p1"], { name });
      },
    ],
    [
      1,
      () => {
        const goal = word();
        return about(some("s"), "sprint", "update", ["--goal", `'${goal}'`], { goal });
      },
    ],
    [1, () => link("--sprint-id", "sprint_id", `$${some("s")}`)],
    [
      1,
      () => {
        const key = random.pick(["AA", "BB"]);
        return creation("p", ["project", "create", "More", "--key", key], { key });
      },
    ],
    [1, () => about(some("p"), "project", "delete", ["--yes"], gone)],
    [2, () => about(some("p"), "project", "restore", [], back)],
    [
      1,
      () => {
        const words = ["swim-lane", "create", `'${word()}'`, "--project-id", "$p1"];
        return { do: "pm", words: [...words, "--status", random.pick(STATUSES)] };
      },
    ],
    [2, () => ({ do: "pm", words: ["undo"], undoes: true })],
  ];
  const edit = (): PmAction => weighted(random, edits)();
  const branch = (): string => random.pick(BRANCHES);
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
      [1, () => ({ do: "merge", branch: branch() })],
      [1, () => ({ do: "rebase", branch: branch() })],
      [1, () => ({ do: "cherry-pick", branch: branch(), back: random.below(3) })],
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
  const acts: readonly [number, () => Omit<Action, "who">][] = [
    [28, edit],
    [4, raw],
    [8, () => ({ do: "commit", how: how() })],
    [8, () => ({ do: "pull", how: pullHow() })],
    [7, () => ({ do: "push" })],
    [4, () => ({ do: "switch", branch: branch() })],
    [4, () => ({ do: "merge", branch: branch() })],
    [2, () => ({ do: "rebase", branch: branch() })],
    [2, () => ({ do: "cherry-pick", branch: branch(), back: random.below(3) })],
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
    [1, () => ({ do: "bulk", edits: [1, 2, 3].map(() => ({ ref: some("i"), title: word() })) })],
    [1, () => ({ do: "wait", days: 1 + random.below(90) })],
    [1, () => ({ do: "export" })],
    [1, () => ({ do: "import" })],
    [1, () => ({ do: "rebuild" })],
    [1, () => ({ do: "serve", on: random.chance(0.6) })],
    [
      2,
      () => ({
        do: "crash",
        call: random.pick(CALLS),
        nth: 1 + random.below(25),
        during: during(),
      }),
    ],
    [1, () => ({ do: "cramped", blocks: random.pick([1, 40, 200, 400, 500]), during: during() })],
  ];
  const byHand = acts.map(([weight, act]) => [weight, act === edit ? raw : act] as const);
  const create = (edits[0] as (typeof edits)[number])[1];
  return {
    beginning: () => [
      ...[create, create, create, create].map((act) => ({ ...act(), who: "ada" })),
      { who: "ada", do: "settle", away: [] },
    ],
    next(who) {
      const action = weighted(random, who.database ? acts : byHand)();
      return { ...action, who: who.name } as Action;
    },
  };
}

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
