// Many at once: nobody gets an error, and nothing is lost.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  damage,
  environmentOf,
  inDatabase,
  makeBoard,
  putBoard,
  start,
  textOf,
  withoutHead,
} from "./fault-support.ts";
import { makeWorld, type Place, type World } from "./support.ts";

const MANY = 20;

let world: World;
let a: Place;
let env: Record<string, string>;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
  env = environmentOf(a);
});
afterEach(() => world.remove());

const add = (number: number): string[] => {
  const words = ["work-item", "create", "--type", "task", "--title", `Item ${number}`];
  return words;
};

/** Runs the commands all at once, and expects each to succeed. */
async function atOnce(commands: readonly string[][]): Promise<void> {
  const ended = await Promise.all(commands.map((words) => start(a, env, words)));
  expect(ended.filter(({ code }) => code !== 0)).toEqual([]);
}

const numbers = Array.from({ length: MANY }, (_, number) => number);
const titles = numbers.map((number) => `Item ${number}`).sort();

describe(`${MANY} new items at once`, () => {
  test("without a server", async () => {
    a.ok("pm project create V2");
    await atOnce(numbers.map(add));
    expect(a.titles()).toEqual(titles);
    expect(damage(a)).toEqual([]);
    // Each has a place of its own on the board.
    const { work_items } = a.json<{ work_items: { position: number }[] }>("work-item list");
    expect(new Set(work_items.map(({ position }) => position)).size).toBe(MANY);
  });

  test("with a server", async () => {
    const stop = await a.serve();
    a.ok("pm project create V2");
    await atOnce(numbers.map(add));
    expect(a.titles()).toEqual(titles);
    await stop();
    expect(a.titles()).toEqual(titles);
    expect(damage(a)).toEqual([]);
  });

  test("in a fresh clone, whose database they all want to build", async () => {
    a.ok("pm project create V2");
    a.ok("pm sync export && git add .pm && git commit -qm board && git push -q");
    a = world.clone("b", "Bob");
    env = environmentOf(a);
    await atOnce(numbers.map(add));
    expect(a.titles()).toEqual(titles);
    expect(damage(a)).toEqual([]);
  });

  test("in a repository that has no board yet, each a project", async () => {
    await atOnce(numbers.map((number) => ["project", "create", `Item ${number}`]));
    const { projects } = a.json<{ projects: { title: string }[] }>("project list");
    expect(projects.map(({ title }) => title).sort()).toEqual(titles);
  });

  test("while others export, import and list", async () => {
    a.ok("pm project create V2 && pm sync export");
    await atOnce(
      numbers.flatMap((number) => [
        add(number),
        [
          ["sync", "export"],
          ["sync", "import", "--merge"],
          ["work-item", "list"],
        ][number % 3] ?? [],
      ]),
    );
    expect(a.titles()).toEqual(titles);
    a.ok("pm sync export");
    expect(
      a
        .board()
        .work_items.map(({ title }) => title)
        .sort(),
    ).toEqual(titles);
  });
});

test("many one after the other: what waits in the database's log stays little", () => {
  a.ok("pm project create V2");
  for (const number of numbers) {
    a.ok(
      `pm ${add(number)
        .join(" ")
        .replace(/Item.*/, "")}'Item ${number}'`,
    );
    const size = Number(a.ok("cat .pm/data.db-wal 2>/dev/null | wc -c"));
    expect(size).toBeLessThan(400_000);
  }
  expect(a.titles()).toEqual(titles);
});

describe("two imports at once", () => {
  test.each([
    ["replace", []],
    ["merge", ["--merge"]],
  ])("%s", async (_, flags) => {
    const board = textOf(makeBoard(1000, 1));
    putBoard(a, board);
    const words = ["sync", "import", ...flags];
    await atOnce([words, words]);
    expect(inDatabase(a)).toBe(withoutHead(board));
    expect(damage(a)).toEqual([]);
  });

  test("of two boards: the last one counts, and the other one is in a backup", async () => {
    const boards = [1, 2].map((seed) => textOf(makeBoard(300, seed)));
    boards.forEach((text, index) => {
      a.write(`${index}.json`, text);
    });
    await atOnce([
      ["sync", "import", "0.json"],
      ["sync", "import", "1.json"],
    ]);
    const last = inDatabase(a);
    expect(boards.map(withoutHead)).toContain(last);
    const [backup] = a.ok("ls .pm/backups").split("\n");
    const kept = withoutHead(a.read(`.pm/backups/${backup}`));
    expect(boards.map(withoutHead).filter((text) => text !== last)).toEqual([kept]);
  });

  test("two exports: one file, no leftovers", async () => {
    a.ok("pm project create V2");
    await atOnce(numbers.slice(0, 6).map(() => ["sync", "export"]));
    expect(a.ok("ls .pm")).not.toContain(".tmp");
    expect(a.board().projects.map(({ title }) => title)).toEqual(["V2"]);
  });
});
