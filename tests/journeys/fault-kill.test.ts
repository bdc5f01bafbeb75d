// kill -9 at any moment. Afterwards the database is whole, the tracked file is the old one or the new
// one, nothing that was committed is lost, and nothing has to be unlocked.
import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  damage,
  environmentOf,
  filesIn,
  inDatabase,
  keepState,
  makeBoard,
  putBoard,
  start,
  textOf,
  withoutHead,
} from "./fault-support.ts";
import { makeWorld, type Place, type World } from "./support.ts";

const ITEMS = 2000;
const TIMES = 12;

let world: World;
let a: Place;
let env: Record<string, string>;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
  env = environmentOf(a);
});
afterEach(() => world.remove());

/**
 * Kills a command {@link TIMES} times, each time from the state that `restore` makes and at another
 * moment, and looks each time at what it has left.
 *
 * @param look says of a state what matters; `check` is told what it says after a run left alone.
 */
async function killOften<T>(
  words: readonly string[],
  restore: () => void,
  look: () => T,
  check: (untouched: T) => void,
): Promise<void> {
  restore();
  const alone = await start(a, env, words);
  expect(alone.code).toBe(0);
  const untouched = look();
  let length = alone.ms;
  for (let killed = 0, runs = 0; killed < TIMES; runs += 1) {
    if (runs > 10 * TIMES) throw new Error("it always ends before it is killed");
    restore();
    const { signal, ms } = await start(a, env, words, Math.random() * length);
    if (signal === "SIGKILL") killed += 1;
    else length = Math.min(length, ms);
    check(untouched);
  }
}

test("of an export", async () => {
  const before = textOf(makeBoard(ITEMS, 1));
  putBoard(a, before);
  a.ok("pm sync import --quiet");
  a.ok("pm project create Another --quiet");
  const look = (): string => a.read(".pm/data.json");
  await killOften(["sync", "export"], keepState(a), look, (after) => {
    expect(after).not.toBe(before);
    expect([before, after]).toContain(look());
    expect(damage(a)).toEqual([]);
    a.ok("pm sync export --quiet");
    expect(look()).toBe(after);
    expect(filesIn(a).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

for (const mode of ["replace", "merge"] as const) {
  test(`of an import (${mode})`, async () => {
    const [before, brought] = [textOf(makeBoard(ITEMS, 1)), textOf(makeBoard(ITEMS, 2))];
    const words = ["sync", "import", ...(mode === "merge" ? ["--merge"] : [])];
    putBoard(a, before);
    a.ok("pm sync import --quiet");
    putBoard(a, brought);
    await killOften(
      words,
      keepState(a),
      () => inDatabase(a),
      (after) => {
        expect(after).not.toBe(withoutHead(before));
        if (mode === "replace") expect(after).toBe(withoutHead(brought));
        expect(damage(a)).toEqual([]);
        expect([withoutHead(before), after]).toContain(inDatabase(a));
        expect(a.read(".pm/data.json")).toBe(brought);
        a.ok(`pm ${words.join(" ")} --quiet`);
        expect(inDatabase(a)).toBe(after);
      },
    );
  });
}

test("of the merge driver: git's file is the old one or the new one, and nothing lies in the work tree", async () => {
  const [ours, theirs] = [textOf(makeBoard(ITEMS, 1)), textOf(makeBoard(ITEMS, 2))];
  putBoard(a, ours);
  a.write(".git/info/exclude", ".pm/*\n");
  const restore = (): void => {
    for (const [name, text] of Object.entries({ O: ours, A: ours, B: theirs })) {
      a.write(`.merge_file_${name}`, text);
    }
  };
  const words = ["sync", "merge-file", ".merge_file_O", ".merge_file_A", ".merge_file_B"];
  await killOften(
    [...words, ".pm/data.json"],
    restore,
    () => a.read(".merge_file_A"),
    (merged) => {
      expect(merged).not.toBe(ours);
      expect([ours, merged]).toContain(a.read(".merge_file_A"));
      const files = ["?? .merge_file_A", "?? .merge_file_B", "?? .merge_file_O"];
      expect(a.ok("git status --porcelain").trim().split("\n")).toEqual(files);
    },
  );
});

test("of the first command in a fresh clone, which builds the database", async () => {
  const board = textOf(makeBoard(ITEMS, 1));
  putBoard(a, board);
  await killOften(
    ["project", "list"],
    keepState(a),
    () => inDatabase(a),
    (built) => {
      expect(built).toBe(withoutHead(board));
      expect(inDatabase(a)).toBe(built);
      expect(damage(a)).toEqual([]);
      expect(a.read(".pm/data.json")).toBe(board);
    },
  );
});

test("of a server that is written to", async () => {
  const project = a.json<{ project: { id: string } }>('project create "V2"').project.id;
  const answered: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const server = Bun.spawn(["sh", "-c", "exec pm-server"], {
      cwd: a.folder,
      env,
      stdio: ["ignore", "ignore", "ignore"],
    });
    const { port, token } = await addressOf(server.pid);
    const timer = setTimeout(() => server.kill("SIGKILL"), 30 + Math.random() * 120);
    for (let number = 0; server.exitCode === null; number += 1) {
      const title = `Item ${round}.${number}`;
      const body = JSON.stringify({ project_id: project, item_type: "task", title });
      try {
        const response = await fetch(`http://127.0.0.1:${port}/api/v1/work-items`, {
          method: "POST",
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          body,
        });
        if (response.status === 201) answered.push(title);
        else throw new Error(`${response.status} ${await response.text()}`);
      } catch (error) {
        if (await wasKilled(server)) break;
        throw error;
      }
    }
    clearTimeout(timer);
    await server.exited;
    // What the server has left (its file, its lock) is in nobody's way: neither a command's …
    const titles = a.titles();
    expect(answered.filter((title) => !titles.includes(title))).toEqual([]);
    expect(damage(a)).toEqual([]);
    // … nor, in the next round, another server's.
  }
  expect(answered.length).toBeGreaterThan(0);

  async function addressOf(pid: number): Promise<{ port: number; token: string }> {
    for (let tries = 0; tries < 500; tries += 1) {
      if (a.has(".pm/server.json")) {
        const file = JSON.parse(a.read(".pm/server.json"));
        if (file.pid === pid) return file;
      }
      await Bun.sleep(10);
    }
    throw new Error("pm-server does not start");
  }
  async function wasKilled(server: Bun.Subprocess): Promise<boolean> {
    await Promise.race([server.exited, Bun.sleep(2000)]);
    return server.signalCode === "SIGKILL";
  }
});
