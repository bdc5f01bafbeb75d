// Every destructive step names one command, and that command brings back what was there: right away, after
// an export, after what others did has arrived, after further changes of mine, and after another such step.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { withoutHead } from "./fault-support.ts";
import { makeWorld, type Place, type World } from "./support.ts";

/** What drops or overwrites something; `ID` in it is the id that `about` finds. */
interface Step {
  name: string;
  /** What makes it destructive, before. */
  before?: string;
  script: string;
  /** Its effect is on a board that is as it was, with all its times: nobody has seen it. */
  exact?: true;
  /** Records that have been shared meanwhile stay; what it has overwritten is what it was. */
  among?: true;
}

const first = (list: string) => `$(pm ${list} | head -n1 | cut -f1)`;
const EMPTY =
  '{"schema_version":1,"exported_at":"2026-01-01T00:00:00.000Z","exported_by":"x","projects":[],"work_items":[],"sprints":[],"comments":[],"swim_lanes":[]}';

const STEPS: readonly Step[] = [
  { name: "a replacement", script: "pm sync import early.json", exact: true },
  { name: "a replacement by nothing", script: "pm sync import empty.json", exact: true },
  { name: "a replacement by data.json", script: "pm sync import", exact: true },
  {
    name: "a restore",
    before: "pm sync import -q early.json && pm undo -q && pm work-item update EPIC --title New",
    script: "pm sync restore latest",
    exact: true,
  },
  {
    name: "an undo of a replacement",
    before: "pm sync import -q early.json",
    script: "pm undo",
    exact: true,
    among: true,
  },
  { name: "an undo of a creation", before: "pm add Last", script: "pm undo" },
  {
    name: "an undo of a text",
    before: "pm work-item update EPIC --description Long",
    script: "pm undo",
  },
  { name: "a deleted project", script: "pm project delete SHOP --yes" },
  { name: "a deleted tree of items", script: "pm work-item delete EPIC" },
  { name: "a deleted sprint", script: `pm sprint delete ${first("sprint list")}` },
  { name: "a deleted comment", script: `pm comment delete ${first("comment list EPIC")}` },
  {
    name: "a deleted column",
    script: `pm swim-lane delete ${first("swim-lane list | grep blocked")}`,
  },
  { name: "a deleted dependency", script: `pm dependency delete ${first("dependency list")}` },
  { name: "a deleted time entry", script: `pm time-entry delete ${first("time-entry list")}` },
];

/** What comes between a step and what takes it back. */
const MEANWHILE: { [what: string]: string } = {
  "right away": "true",
  "after an export": "pm sync export -q",
  "after a change of mine": "pm project create Other --key OTH -q",
  "after a pull": "pm sync commit -q -m board; git pull -q --no-rebase --no-edit origin main",
};

let world: World;
let made: Place;
let ada: Place;

/** A board with one of each, shared with Bob, who has pushed a change and an item of his own. */
beforeAll(() => {
  world = makeWorld();
  ada = world.repository("ada");
  ada.ok("pm project create Shop --key SHOP && pm sync init --yes");
  ada.write("empty.json", EMPTY);
  const epic = ada.ok(
    'pm add Epic --type epic | cut -f1 && echo "early.json\nempty.json\n" > .git/info/more',
  );
  ada.ok("cat .git/info/more >> .git/info/exclude");
  ada.ok(`pm add Story --type story --parent ${epic} && pm add Other --label ui`);
  ada.ok("pm sync export -q -o early.json");
  ada.ok(`pm comment create ${epic} Words && pm sprint create Autumn`);
  ada.ok(`pm work-item update ${epic} --sprint Autumn --status todo`);
  ada.ok("pm swim-lane create Stuck --status blocked");
  const other = ada.ok("pm search Other | cut -f1");
  ada.ok(`pm dependency create --blocking ${epic} --blocked ${other}`);
  ada.ok(
    `pm time-entry create ${other} --started-at 2026-01-01T09:00:00Z --ended-at 2026-01-01T10:00:00Z`,
  );
  ada.ok("pm sync commit -q -m board && git push -q origin HEAD:main");
  const bob = world.clone("bob", "Bob", true);
  bob.ok(`pm add His && pm work-item update ${other} --priority high`);
  bob.ok("pm sync commit -q -m his && git push -q origin HEAD:main");
  // What is on the board and not in the file yet.
  ada.ok(`pm add Three && pm work-item update ${epic} --priority critical`);
  made = ada;
});
beforeEach(() => {
  ada = twinOf(made, "again");
});
afterAll(() => world.remove());

const run = (place: Place, script: string) =>
  place.run(
    script.replaceAll(
      "EPIC",
      place.ok('grep -B4 \'"Epic"\' early.json | sed -n \'s/.*"id": "\\(.*\\)",/\\1/p\''),
    ),
  );

/** The board's bytes, in the form of `pm sync export`. */
const bytesOf = (place: Place): string => withoutHead(place.ok("pm sync export -q -o - | cat"));

/** What the records hold, without the times and counters that a change of mine moves. */
function contentOf(place: Place): object {
  const stamps = new Set(["updated_at", "updated_by", "version", "field_updated_at"]);
  return JSON.parse(place.ok("pm sync export -q -o - | cat"), (key, value) => {
    if (stamps.has(key) || key === "users" || key.startsWith("exported_")) return undefined;
    if (key === "projects") return value.filter((one: { key: string }) => one.key !== "OTH");
    return key === "deleted_at" ? value !== null : value;
  });
}

/** All records of a content, and maybe others. */
const all = (content: object): object[] => expect.arrayContaining(Object.values(content).flat());

/** The one item that is overwritten, of a content. */
function epicOf(content: object): object {
  const { work_items } = content as { work_items: { title: string }[] };
  const epic = work_items.find(({ title }) => title === "Epic");
  return { work_items: expect.arrayContaining([epic]) };
}

/** Carries a step out. @returns the command that its message names. */
function carryOut(place: Place, { before, script }: Step): { command: string } {
  if (before !== undefined) expect(run(place, before)).toMatchObject({ code: 0 });
  return { command: commandOf(run(place, script)) };
}

function commandOf({ code, stderr }: { code: number; stderr: string }): string {
  expect(code).toBe(0);
  const named = namedIn(stderr);
  expect(named).toHaveLength(1);
  return named[0] as string;
}

function namedIn(message: string): string[] {
  const named = [...message.matchAll(/To (?:get it|take this|bring it) back: (pm .*)$/gm)];
  return named.map(([, command]) => command as string);
}

/** The same place once more, in which the step is not carried out. */
function twinOf(place: Place, name: string): Place {
  place.ok(`rm -rf ../${name} && cp -r . ../${name}`);
  return world.place(name);
}

describe.each(Object.entries(MEANWHILE))("%s", (when, meanwhile) => {
  test.each(STEPS)("$name is taken back by the command that it names", (step) => {
    if (step.before !== undefined) expect(run(ada, step.before)).toMatchObject({ code: 0 });
    const twin = twinOf(ada, "twin");
    const [before, content] = [bytesOf(ada), contentOf(ada)];
    const { command } = carryOut(ada, { ...step, before: undefined as never });
    expect(bytesOf(ada)).not.toBe(before);
    for (const place of [ada, twin]) place.run(meanwhile);
    expect(ada.run(command)).toMatchObject({ code: 0 });
    if (step.exact && when === "right away") expect(bytesOf(ada)).toBe(before);
    const back = contentOf(ada);
    if (step.among && when !== "right away") expect(back).toMatchObject(epicOf(content));
    else expect(back).toEqual(contentOf(twin));
  });
});

/** One of each kind; each of them finds what it is about also after each other one. */
const KINDS = [
  "a replacement",
  "a replacement by nothing",
  "a restore",
  "an undo of a text",
  "a deleted project",
  "a deleted tree of items",
];
const steps = KINDS.map((kind) => STEPS.find(({ name }) => name === kind) as Step);
const pairs = steps.flatMap((one) =>
  steps.map((other) => [one.name, other.name, one, other] as const),
);

test.each(pairs)(
  "%s, then %s: both are taken back, the last one first",
  (_one, _other, one, other) => {
    for (const { before } of [one, other]) {
      if (before !== undefined) expect(run(ada, before)).toMatchObject({ code: 0 });
    }
    const before = contentOf(ada);
    const commands: string[] = [];
    for (const { script } of [one, other]) {
      const was = contentOf(ada);
      const { code, stderr } = run(ada, script);
      // After the first, there may be nothing left for the second to take away: then it names nothing.
      const isSecond = commands.length > 0;
      if (isSecond && (code !== 0 || namedIn(stderr).length === 0)) {
        expect(Object.values(contentOf(ada)).flat()).toEqual(all(was));
        // An undo has taken the first back by itself.
        if (script === "pm undo") commands.pop();
      } else commands.push(commandOf({ code, stderr }));
    }
    for (const command of commands.reverse()) expect(ada.run(command)).toMatchObject({ code: 0 });
    expect(contentOf(ada)).toEqual(before);
  },
);
