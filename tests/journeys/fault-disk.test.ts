// A disk that is full, and one that cannot be written: a clear word, nothing half written, and all is
// well once there is room. A real full disk takes a mount, which takes root; a bound on the size of
// files does for everybody.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  damage,
  filesIn,
  inDatabase,
  makeBoard,
  putBoard,
  textOf,
  withoutHead,
} from "./fault-support.ts";
import { makeWorld, type Place, type Result, type World } from "./support.ts";

const SMALL = textOf(makeBoard(20, 1));
const LARGE = textOf(makeBoard(3000, 2));

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

/** A repository with a small board; there is room for it, and not for a large one. */
interface Cramped {
  at: Place;
  /** Runs a command while there is no room. */
  run(command: string): Result;
  remove(): void;
}

/** No file may become larger than what is there. `trap` makes it an error and no signal. */
function smallFiles(): Cramped {
  const at = world.repository("a");
  prepare(at);
  const blocks = 400;
  return {
    at,
    run: (command) => at.run(`trap '' XFSZ; ulimit -f ${blocks}; ${command}`),
    remove: () => {},
  };
}

function prepare(at: Place): void {
  putBoard(at, SMALL);
  at.ok("pm sync import --quiet");
}

/** A file system of 16 MB, filled up to the last 100 KB while a command runs. */
function smallDisk(): Cramped {
  const folder = join(world.folder, "disk");
  mkdirSync(folder);
  mount("-t", "tmpfs", "-o", "size=16m", "tmpfs", folder);
  const at = world.place("disk/a");
  at.ok("git init -q . && git config user.name Ada && git config user.email ada@example.org");
  prepare(at);
  const ballast = join(folder, "ballast");
  return {
    at,
    run(command) {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 100_000)));
      const result = at.run(command);
      rmSync(ballast);
      return result;
    },
    remove: () => {
      Bun.spawnSync(["umount", folder]);
    },
  };
}

function mount(...words: string[]): void {
  const { exitCode, stderr } = Bun.spawnSync(["mount", ...words]);
  if (exitCode !== 0) throw new Error(stderr.toString());
}

/** Whether this user may mount: root can, outside of most containers. */
const mayMount = (() => {
  if (process.getuid?.() !== 0) return false;
  const there = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"];
  try {
    return Bun.spawnSync(there).exitCode === 0;
  } catch {
    return false;
  }
})();

for (const [name, make, isPossible] of [
  ["files that may not grow", smallFiles, process.platform !== "win32"],
  ["a full disk (takes root)", smallDisk, mayMount],
] as const) {
  describe.skipIf(!isPossible)(name, () => {
    let cramped: Cramped;
    let at: Place;
    beforeEach(() => {
      cramped = make();
      at = cramped.at;
    });
    afterEach(() => cramped.remove());

    test("an export changes nothing, and says why", () => {
      const large = join(world.folder, "large.json");
      writeFileSync(large, LARGE);
      at.ok(`pm sync import --quiet ${large}`);
      const before = at.read(".pm/data.json");
      const { code, stderr } = cramped.run("pm sync export");
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Export error: .*(no space left|too large|full|I\/O error)/im);
      expect(stderr).not.toMatch(/bug|internal|\bat \//);
      expect(at.read(".pm/data.json")).toBe(before);
      expect(filesIn(at).filter((file) => file.endsWith(".tmp"))).toEqual([]);
      expect(damage(at)).toEqual([]);
      at.ok("pm sync export");
      expect(withoutHead(at.read(".pm/data.json"))).toBe(withoutHead(LARGE));
    });

    test("a copy to a file leaves none", () => {
      const large = join(world.folder, "large.json");
      writeFileSync(large, LARGE);
      at.ok(`pm sync import --quiet ${large}`);
      const { code, stderr } = cramped.run("pm sync export -o copy.json");
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Export error: .*copy\.json/m);
      expect(stderr).not.toMatch(/bug|internal|\bat \//);
      expect(at.status().filter((line) => line.includes("copy.json"))).toEqual([]);
    });

    test.each(["", "--merge"])("an import %s changes nothing, and says why", (mode) => {
      putBoard(at, LARGE);
      const { code, stderr } = cramped.run(`pm sync import ${mode}`);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Import error: .*(no space left|too large|full|I\/O error)/im);
      expect(stderr).not.toMatch(/bug|internal|\bat \//);
      expect(damage(at)).toEqual([]);
      expect(inDatabase(at)).toBe(withoutHead(SMALL));
      expect(at.read(".pm/data.json")).toBe(LARGE);
      at.ok("pm sync import");
      expect(inDatabase(at)).toBe(withoutHead(LARGE));
    });

    test("a new item is there, or the command says that it is not", () => {
      at.write("text", "x".repeat(149_000));
      const made: string[] = [];
      let refused: Result | undefined;
      for (let number = 0; number < 40 && refused === undefined; number += 1) {
        const add = `pm work-item create --project-id P1 --type task --title T${number}`;
        const result = cramped.run(`${add} --description - --quiet < text`);
        if (result.code === 0) made.push(`T${number}`);
        else refused = result;
      }
      expect(refused?.code).toBe(1);
      expect(refused?.stderr).toMatch(/no space left|too large|full|I\/O error/i);
      expect(refused?.stderr).not.toMatch(/bug|internal|\bat \//);
      expect(damage(at)).toEqual([]);
      expect(at.titles().filter((title) => /^T\d+$/.test(title)).length).toBe(made.length);
    });

    test("a hook lets the commit through, in one line", () => {
      at.ok("pm sync init --yes && git add . && git commit -qm board");
      const large = join(world.folder, "large.json");
      writeFileSync(large, LARGE);
      at.ok(`pm sync import --quiet ${large}`);
      const before = at.read(".pm/data.json");
      const { code, stderr } = cramped.run("git commit -qm more --allow-empty");
      expect(code).toBe(0);
      expect(stderr).toMatch(/^pm: [^\n]+\n$/);
      expect(at.read(".pm/data.json")).toBe(before);
    });
  });
}

describe("a board that may not be written", () => {
  /** Nobody may write in `.pm`. Root may all the same, so there the whole file system is read-only. */
  function readOnly(make: (at: Place) => void): { at: Place; release(): void } {
    if (!mayMount) {
      const at = world.repository("a");
      make(at);
      at.ok("chmod a-w .pm .pm/*");
      return { at, release: () => at.ok("chmod u+w .pm .pm/*") };
    }
    const folder = join(world.folder, "disk");
    mkdirSync(folder);
    mount("-t", "tmpfs", "tmpfs", folder);
    const at = world.place("disk/a");
    at.ok("git init -q . && git config user.name Ada && git config user.email ada@example.org");
    make(at);
    mount("-o", "remount,ro", folder);
    return { at, release: () => Bun.spawnSync(["umount", folder]) };
  }

  const isRootWithoutMounts = process.getuid?.() === 0 && !mayMount;
  test.skipIf(isRootWithoutMounts)("is refused in a clear word by what writes", () => {
    const { at, release } = readOnly(prepare);
    try {
      for (const command of [
        "pm work-item create --project-id P1 --type task --title T",
        "pm sync export",
        "pm sync import",
        "pm sync import --merge",
      ]) {
        const { code, stderr } = at.run(command);
        expect(code).toBe(1);
        expect(stderr).toMatch(/cannot be opened for writing|read-only|permission denied/i);
        expect(stderr).not.toMatch(/bug|internal|\bat \//);
      }
    } finally {
      release();
    }
  });

  test.skipIf(isRootWithoutMounts)("is refused in a fresh clone, too", () => {
    const { at, release } = readOnly((place) => putBoard(place, SMALL));
    try {
      const { code, stderr } = at.run("pm work-item list");
      expect(code).toBe(1);
      expect(stderr).not.toMatch(/bug|internal|\bat \//);
    } finally {
      release();
    }
  });
});
