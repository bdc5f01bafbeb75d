// One plan in which everything that a plan can hold has truly happened.
import { expect, test } from "bun:test";
import type { Action, Interrupted, Person, PmAction } from "./actions.ts";
import { buildTorturePm } from "./build.ts";
import { kindsOf } from "./census.ts";
import { makePlan } from "./plan.ts";
import { play } from "./play.ts";

const ADA: Person = { name: "ada", hooks: true, driver: true, database: true, skew: 0 };
const BOB: Person = { ...ADA, name: "bob", skew: 60_000 };

const pm = (line: string, makes?: string): PmAction => ({
  do: "pm",
  words: line.split(" "),
  ...(makes === undefined ? {} : { makes, expect: { ref: makes, fields: {} } }),
});
const UNDO: PmAction = { ...pm("undo"), undoes: true };
let count = 0;
const title = (): string => {
  count += 1;
  return `title-${count}`;
};
const change = (ref = "i1"): PmAction => pm(`work-item update $${ref} --title ${title()}`);
const ada = (...acts: readonly object[]): Action[] =>
  acts.map((act) => ({ who: "ada", ...act }) as Action);
const bob = (...acts: readonly object[]): Action[] =>
  acts.map((act) => ({ who: "bob", ...act }) as Action);

const saved = (ref = "i1") => [change(ref), { do: "commit", how: "file" }];
const to = (branch: string) => ({ do: "switch", branch });
/** Work on both branches, which ends on one of them. */
const apart = (last: "main" | "topic") => [
  to(last === "main" ? "topic" : "main"),
  ...saved("i2"),
  to(last),
  ...saved("i3"),
];
const push = { do: "push" };
const pull = (how: "merge" | "rebase") => ({ do: "pull", how });
const settle = { do: "settle", away: [] };
const serve = (on: boolean) => ({ do: "serve", on });
const edits = () => ["i1", "i2"].map((ref) => ({ ref, title: title() }));

const RECORDS = [
  ...["i1", "i2", "i3", "i4"].map((name) =>
    pm(`work-item create --project-id $p1 --type task --title ${name}`, name),
  ),
  pm("comment create $i1 Well", "c1"),
  pm("sprint create One --project-id $p1", "s1"),
  pm("project create More --key BB", "p2"),
  pm("swim-lane create Look --project-id $p1 --status review", "l1"),
  pm("dependency create --blocking $i1 --blocked $i2 --type blocks", "d1"),
  pm("time-entry start $i1", "t1"),
  pm("time-entry create $i2 --duration 30m", "t2"),
];
const CHANGES = [
  pm("work-item move $i1 --bottom"),
  pm("work-item delete $i4"),
  pm("work-item restore $i4"),
  pm("comment update $c1 Better"),
  pm("comment delete $c1"),
  pm("comment restore $c1"),
  pm("sprint update $s1 --goal Done"),
  pm("swim-lane update $l1 --name See"),
  pm("swim-lane delete $l1"),
  pm("dependency delete $d1"),
  pm("time-entry stop"),
  pm("time-entry update $t2 --description Long"),
  pm("time-entry delete $t2"),
  pm("project delete $p2 --yes"),
  pm("project restore $p2"),
  UNDO,
];
const GIT = [
  ...[...saved(), push],
  ...apart("main"),
  { do: "merge", branch: "topic" },
  ...apart("main"),
  { do: "cherry-pick", branch: "topic", back: 0 },
  { do: "revert", back: 0 },
  ...apart("topic"),
  { do: "rebase", branch: "main" },
  ...[change(), { do: "stash" }, change("i2"), { do: "unstash" }],
  { do: "commit", how: "file" },
  { do: "commit", how: "file" },
  { do: "reset", back: 1 },
  to("main"),
];
const ELSEWHERE = [
  { do: "visit", back: 1, edit: change() },
  { do: "worktree", edit: change() },
  { do: "replace", back: 3, edit: change(), undo: "undo" },
  { do: "replace", back: 3, edit: change("i4"), undo: "restore" },
  change(),
  ...[{ do: "export" }, { do: "import" }, { do: "rebuild" }, { do: "wait", days: 40 }],
];
const SERVED = [
  serve(true),
  change(),
  { do: "bulk", edits: edits() },
  { do: "strike", how: "full", call: "", nth: 1, edits: edits() },
  { do: "bulk", edits: edits() },
  { do: "strike", how: "killed", call: "fsync", nth: 1, edits: edits() },
  serve(true),
  { do: "bulk", edits: edits() },
  serve(false),
];
/** What is cut short, each after work that it has something to do with. */
const DURING: readonly [before: readonly object[], during: () => Interrupted][] = [
  [[], change],
  [[change()], () => ({ do: "commit", how: "file" })],
  [[change()], () => ({ do: "export" })],
  [[], () => ({ do: "import" })],
  [apart("main"), () => ({ do: "merge", branch: "topic" })],
  [apart("topic"), () => ({ do: "rebase", branch: "main" })],
  [[change()], () => ({ do: "switch", branch: "main" })],
];
const unlucky = (how: object): Action[] => [
  ...DURING.flatMap(([before, during]) => ada(...before, { ...how, during: during() })),
  ...bob(to("main"), pull("merge"), ...saved("i4"), push),
  ...ada(to("main"), { ...how, during: { do: "cherry-pick", branch: "origin/main", back: 0 } }),
  ...bob(...saved("i3"), push),
  ...ada({ ...how, during: pull("merge") }, settle),
];

test("everything that a plan can hold has truly happened in this one", async () => {
  const actions: Action[] = [
    ...ada(...RECORDS, settle, ...CHANGES, ...GIT, settle),
    ...bob(...saved("i4"), push),
    ...ada(...saved(), pull("rebase"), push),
    ...bob({ do: "raw", manner: "stamped", ref: "i3", field: "title", value: '"x"', by: "commit" }),
    ...ada(...ELSEWHERE, settle, ...SERVED, settle),
    ...unlucky({ do: "crash", call: "openat", nth: 1 }),
    ...unlucky({ do: "cramped", blocks: 0 }),
  ];
  const plan = { seed: 1, clock: "past", people: [ADA, BOB], actions } as const;
  const { finding, census } = await play(plan, buildTorturePm());
  expect(finding).toBeNull();
  const kinds = new Set(
    Array.from({ length: 60 }, (_, seed) => makePlan(seed, 80).actions)
      .flat()
      .flatMap(kindsOf),
  );
  const idle = [...kinds].filter((kind) => (census.get(kind)?.happened ?? 0) === 0);
  expect(idle).toEqual([]);
});
