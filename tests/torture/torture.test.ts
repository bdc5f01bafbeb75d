// The short form of the torture, and the proof that it can fail. `npm run torture` is the long one.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PM } from "../support/pm.ts";
import type { Action, Person, Plan } from "./actions.ts";
import { buildTorturePm } from "./build.ts";
import { kindsOf } from "./census.ts";
import { makePlan } from "./plan.ts";
import { play } from "./play.ts";
import { scriptOf } from "./script.ts";
import { type Shrunk, shrink } from "./shrink.ts";

let torturePm: string;
let folder: string;
beforeAll(() => {
  torturePm = buildTorturePm();
  folder = mkdtempSync(join(tmpdir(), "pm-torture-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([100, 101])("seed %d: nothing is lost, and all end with the same bytes", async (seed) => {
  const { finding, writes } = await play(makePlan(seed, 30), torturePm);
  expect(finding?.message ?? null).toBeNull();
  expect(writes).toBeGreaterThan(60);
});

test("plans reach everything that people can do", () => {
  const kinds = new Set<string>();
  for (let seed = 1; seed <= 120; seed += 1) {
    for (const action of makePlan(seed, 80).actions) {
      for (const kind of kindsOf(action)) kinds.add(kind);
    }
    for (const { checkout, database, skew } of makePlan(seed, 80).people) {
      if (checkout !== undefined) kinds.add(checkout);
      if (!database && skew < 0) kinds.add("a tool whose clock is behind");
    }
  }
  const acts = "pm raw commit pull push switch merge rebase cherry-pick revert stash unstash reset";
  const more = "visit worktree bulk wait export import rebuild serve crash cramped settle";
  const during = "pm commit pull switch merge rebase cherry-pick export import".split(" ");
  const expected = [
    ...`${acts} ${more}`.split(" "),
    ...during.flatMap((what) => [`crash ${what}`, `cramped ${what}`]),
    ...["replace undo", "replace restore", "strike killed", "strike full"],
    ...["dependency create", "dependency delete"].map((what) => `pm ${what}`),
    ...["start", "stop", "create", "update", "delete"].map((what) => `pm time-entry ${what}`),
    ...["create", "update", "delete"].map((what) => `pm swim-lane ${what}`),
    ...["shallow", "sparse", "a tool whose clock is behind"],
  ];
  expect(expected.filter((what) => !kinds.has(what))).toEqual([]);
});

test("a request of several commands reaches the server, and its writes are kept", async () => {
  const edits = [1, 2].map((number) => ({ ref: `i${number}`, title: `By request ${number}` }));
  const requests: Action[] = [
    { who: "ada", do: "serve", on: true },
    { who: "ada", do: "bulk", edits },
  ];
  const plan = (more: Action[]): Plan => ({
    seed: 1,
    clock: "past",
    people: [ADA, BOB],
    actions: [...beginning(), ...more, { who: "ada", do: "settle", away: [] }],
  });
  const [without, having] = [
    await play(plan([]), torturePm),
    await play(plan(requests), torturePm),
  ];
  expect(having.finding?.message ?? null).toBeNull();
  expect(having.writes).toBe(without.writes + edits.length);
});

test("the script of a plan with a server does without the harness what the plan did", async () => {
  const retitle = (title: string) => [{ ref: "i1", title }];
  const [killed, full] = ["killed", "full"] as const;
  const plan: Plan = {
    seed: 1,
    clock: "real",
    people: [ADA, BOB],
    actions: [
      ...beginning(),
      { who: "ada", do: "serve", on: true },
      { who: "ada", do: "strike", how: full, call: "", nth: 1, edits: retitle("Full") },
      { who: "ada", do: "bulk", edits: retitle("Well") },
      { who: "ada", do: "strike", how: killed, call: "pwrite64", nth: 1, edits: retitle("Gone") },
      { who: "ada", do: "serve", on: true },
      { who: "ada", do: "bulk", edits: [{ ref: "i2", title: "Again" }] },
      { who: "ada", do: "serve", on: false },
      { who: "ada", do: "settle", away: [] },
    ],
  };
  const played = await play(plan, torturePm);
  expect(played.finding?.message ?? null).toBeNull();
  const titles = titlesAfter(scriptOf(plan, played), PM);
  expect(titles).toContain("Well");
  expect(titles).toContain("Again");
});

test("a restore goes for what is deleted, whatever the plan says", async () => {
  const about = (verb: "delete" | "restore", ref: string): Action => ({
    who: "ada",
    do: "pm",
    words: ["work-item", verb, `$${ref}`],
    expect: { ref, fields: { deleted_at: verb === "delete" ? { set: true } : null } },
  });
  const plan = (more: Action[]): Plan => ({
    seed: 1,
    clock: "past",
    people: [ADA, BOB],
    actions: [...beginning(), ...more, { who: "ada", do: "settle", away: [] }],
  });
  const without = await play(plan([]), torturePm);
  const having = await play(plan([about("delete", "i2"), about("restore", "i1")]), torturePm);
  expect(having.finding?.message ?? null).toBeNull();
  expect(having.writes).toBe(without.writes + 2);
});

/** Who takes part in the runs with a planted bug. */
const ADA: Person = { name: "ada", hooks: true, driver: true, database: true, skew: 0 };
const BOB: Person = { ...ADA, name: "bob", skew: 60_000 };

/** Four items, which everybody has. */
function beginning(): Action[] {
  const { actions } = makePlan(1, 0, [ADA]);
  const isItem = (action: Action): boolean => action.do === "pm" && action.words[0] === "work-item";
  return [...actions.filter(isItem), { who: "ada", do: "settle", away: [] }];
}

/** Runs a script in an environment that knows nothing of the harness, and says what titles it ends with. */
function titlesAfter(script: string, pm: string): string[] {
  const file = join(mkdtempSync(join(folder, "script-")), "found.sh");
  writeFileSync(file, script);
  const path = `${dirname(pm)}:${process.env.PATH}`;
  const ran = Bun.spawnSync(["sh", file], {
    env: { PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [place = ""] = ran.stdout.toString().split("\n");
  const board = JSON.parse(readFileSync(join(place, "ada/.pm/data.json"), "utf8"));
  rmSync(place, { recursive: true });
  return board.work_items.map(({ title }: { title: string }) => title);
}

/** An executable that does something else where it is called with these words. */
function planted(words: string, instead: string, program = torturePm): string {
  const path = mkdtempSync(join(folder, "planted-"));
  const pm = join(path, "pm");
  const script = `case "$*" in ${words}) ${instead};; esac\nexec ${program} "$@"`;
  writeFileSync(pm, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  symlinkSync(`${program}-server`, join(path, "pm-server"));
  return pm;
}

/** Shrinks for a few tries only: `shrink.test.ts` has the rest. */
async function findAndShrink(plan: Plan, pm: string, most: number): Promise<Shrunk> {
  const replay = (one: Plan) => play(one, pm);
  const found = await replay(plan);
  expect(found.finding?.kind).toBe("an acknowledged write is gone");
  let tries = 0;
  return shrink(plan, found, replay, () => {
    tries += 1;
    return tries > most;
  });
}

describe("a planted bug is found, and becomes a script:", () => {
  test("an import that takes the file as it is", async () => {
    const pm = planted("'sync hook post'*", `exec ${torturePm} sync import --quiet`);
    const plan: Plan = { ...makePlan(1, 14, [ADA, BOB]), clock: "past" };
    const shrunk = await findAndShrink(plan, pm, 8);
    expect(shrunk.plan.actions.length).toBeLessThan(6);
    expect(scriptOf(shrunk.plan, shrunk.played)).toMatch(/pm \S+ create /);
  });

  test.each([
    ["a command", { do: "pm", words: ["comment", "create", "$i1", "'Well'"], makes: "c1" }],
    ["an undo", { do: "pm", words: ["undo"], undoes: true }],
    [
      "a deletion",
      {
        do: "pm",
        words: ["work-item", "delete", "$i1"],
        expect: { ref: "i1", fields: { deleted_at: { set: true } } },
      },
    ],
  ] as const)("%s that says it is done and has done nothing", async (_, act) => {
    const said = `echo '{"comment":{"id":"389b8768-b183-4a82-9504-97604472fffb"}}'; exit 0`;
    const pm = planted("'comment create'*|undo*|'work-item delete'*", said);
    const written = { ref: "c1", fields: { content: "Well" } };
    const action = { who: "ada", expect: written, ...act } as Action;
    const plan: Plan = {
      seed: 1,
      clock: "past",
      people: [ADA, BOB],
      actions: [...beginning(), action],
    };
    const { finding } = await play(plan, pm);
    expect(finding?.kind).toBe(
      act.words[0] === "undo"
        ? "an undo has changed nothing"
        : "an acknowledged write is not there",
    );
  });

  test("a command that fails and has written something", async () => {
    const pm = planted("'work-item delete'*", `${torturePm} "$@" >/dev/null; exit 3`);
    const action: Action = {
      who: "ada",
      do: "crash",
      // Nothing calls it: the command runs to its end.
      call: "reboot",
      nth: 1,
      during: {
        do: "pm",
        words: ["work-item", "delete", "$i1"],
        expect: { ref: "i1", fields: { deleted_at: null } },
      },
    };
    const plan: Plan = {
      seed: 1,
      clock: "past",
      people: [ADA, BOB],
      actions: [...beginning(), action],
    };
    const { finding } = await play(plan, pm);
    expect(finding?.kind).toBe("a failed command has written something");
  });

  test("a merge driver that takes ours", async () => {
    const pm = planted("'sync merge-file'*", "exit 0");
    // Bob has no database that would bring back what the merge has lost.
    const retitle = (ref: string, title: string): Action => ({
      who: "bob",
      do: "raw",
      manner: "stamped",
      ref,
      field: "title",
      value: `"${title}"`,
      by: "commit",
    });
    const plan: Plan = {
      seed: 1,
      clock: "past",
      people: [ADA, { ...BOB, database: false }],
      actions: [
        ...beginning(),
        { who: "ada", do: "switch", branch: "topic" },
        retitle("i1", "Landing page"),
        { who: "bob", do: "push" },
        { who: "ada", do: "switch", branch: "main" },
        { who: "ada", do: "pm", words: ["work-item", "update", "$i2", "--status", "done"] },
        { who: "ada", do: "commit", how: "file" },
        { who: "ada", do: "pull", how: "merge" },
        { who: "ada", do: "settle", away: [] },
      ],
    };
    const shrunk = await findAndShrink(plan, pm, 4);
    const script = scriptOf(shrunk.plan, shrunk.played);
    // The script needs nothing of the harness: it shows the same with the executable that people have.
    for (const [said, driver] of [
      ["Landing page", PM],
      ["", planted("'sync merge-file'*", "exit 0", PM)],
    ]) {
      const titles = titlesAfter(script, driver as string);
      expect(titles.includes("Landing page") ? "Landing page" : "").toBe(said as string);
    }
    expect(script).toStartWith("#!/bin/sh\n# an acknowledged write is gone\n");
    expect(script).toMatch(/sed -i .*Landing page.* \.pm\/data\.json/);
    expect(script).toMatch(/git pull .* origin main/);
  });
});
