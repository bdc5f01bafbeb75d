// A `data.json` that is no board: every command that meets it says what is wrong and where, exits with
// 1, and changes nothing; git goes on.
import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

const BOARD = makeBoard(30, 1);
const GOOD = textOf(BOARD);
const FIRST = BOARD.records.work_item[0]?.id ?? "";
const SECOND = BOARD.records.work_item[1]?.id ?? "";

const BAD: readonly (readonly [name: string, content: string | Uint8Array, says: RegExp])[] = [
  ["empty", "", /Invalid JSON in .*data\.json: .*line 1, column 1/],
  ["truncated", GOOD.slice(0, 5000), /Invalid JSON in .*data\.json: .* at line \d+, column \d+/],
  [
    "conflict-marked",
    GOOD.replace(
      '      "title"',
      '<<<<<<< HEAD\n      "title": "Ours",\n=======\n      "title": "Theirs",\n>>>>>>> theirs\n      "title"',
    ),
    /conflict markers.*lines \d+, \d+, \d+[\s\S]*pm sync resolve/,
  ],
  [
    "of a future version",
    GOOD.replace('"schema_version": 1', '"schema_version": 7'),
    /Unsupported schema version: 7 \(this CLI supports up to 1\)\. Update pm-cli to import this file\./,
  ],
  [
    "with an id twice",
    GOOD.replaceAll(SECOND, FIRST),
    new RegExp(`work_items\\[1\\] \\(id ${FIRST}\\).*twice.*work_items\\[0\\]`),
  ],
  [
    "with a value of the wrong type",
    GOOD.replace(/"position": \d+/, '"position": "first"'),
    new RegExp(`work_items\\[0\\] \\(id ${FIRST}\\).*position.*whole number`),
  ],
  [
    "with an array of the wrong type",
    '{"schema_version":1,"work_items":{}}\n',
    /work_items.*array/,
  ],
  ["of another kind of JSON", "[1, 2]\n", /one JSON object/],
  ["binary", new Uint8Array(4096).map((_, index) => index * 7), /not UTF-8/],
  ["deeply nested", `${"[".repeat(100_000)}`, /Invalid JSON|deep/],
];

let world: World;
let a: Place;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
});
afterEach(() => world.remove());

const bytesOf = (at: Place): Buffer => readFileSync(join(at.folder, ".pm/data.json"));

describe.each(BAD)("data.json %s", (_, content, says) => {
  const bad = Buffer.from(content);

  test("is refused by export and import, and nothing is changed", () => {
    putBoard(a, GOOD);
    a.ok("pm sync import --quiet");
    a.ok("pm project create Mine");
    const before = inDatabase(a);
    putBoard(a, bad);
    for (const [command, prefix] of [
      ["pm sync export", "Export error: "],
      ["pm sync import", "Import error: "],
      ["pm sync import --merge", "Import error: "],
      ["pm sync import --merge --dry-run", "Import error: "],
    ] as const) {
      const { code, stderr } = a.run(command);
      expect(stderr).toMatch(says);
      expect(stderr).toContain(prefix);
      expect(stderr).not.toMatch(/\bbug\b|\bat \//);
      expect(code).toBe(1);
      expect(bytesOf(a)).toEqual(bad);
    }
    expect(inDatabase(a)).toBe(before);
    // What is on the board here can be worked with all the same.
    expect(a.run("pm work-item list").code).toBe(0);
    expect(a.run("pm add --project-id P1 Homepage").code).toBe(0);
    const status = a.json<{ problem: string; problem_hint: string | null }>("sync status");
    expect(`${status.problem}\n${status.problem_hint}`).toMatch(says);
  });

  test("is refused by the first command in a fresh clone, which stays fresh", () => {
    putBoard(a, bad);
    for (const command of ["pm work-item list", "pm project create Mine", "pm sync export"]) {
      const { code, stderr } = a.run(command);
      expect(stderr).toMatch(says);
      expect(stderr).not.toMatch(/\bbug\b|\bat \//);
      expect(code).toBe(1);
      expect(bytesOf(a)).toEqual(bad);
    }
    // The mended file is taken whole: nothing of a board has come in between.
    putBoard(a, GOOD);
    a.ok("pm work-item list");
    expect(inDatabase(a)).toBe(withoutHead(GOOD));
  });

  test("is a line in the hooks, and git goes on", () => {
    a.ok("pm sync init --yes");
    putBoard(a, GOOD);
    a.ok("pm sync import --quiet && git add . && git commit -qm board");
    const before = inDatabase(a);
    a.ok("git switch -qc other");
    putBoard(a, bad);
    const commit = a.run("git commit -qam broken");
    expect(commit.stderr).toMatch(/^pm: [^\n]+\n$/);
    expect(commit.code).toBe(0);
    expect(a.ok("git status --porcelain")).toBe("");
    for (const command of ["git switch -q main", "git switch -q other"]) {
      const { code, stderr } = a.run(command);
      expect(code).toBe(0);
      expect(stderr).toMatch(command.endsWith("other") ? /^pm: [^\n]+\n$/ : /^$/);
    }
    expect(bytesOf(a)).toEqual(bad);
    expect(inDatabase(a)).toBe(before);
  });
});

describe("data.json", () => {
  test("of 200 MB is taken in, within five times its memory", async () => {
    const large = structuredClone(BOARD);
    const text = "All work and no play makes a dull board. ".repeat(3600);
    const items = large.records.work_item;
    const template = items[0] as (typeof items)[number];
    large.records.work_item = Array.from({ length: 1400 }, (_, index) => ({
      ...template,
      id: `${index.toString(16).padStart(8, "0")}${template.id.slice(8)}`,
      description: text,
    }));
    putBoard(a, textOf(large));
    const env = environmentOf(a);
    const imported = await start(a, env, ["sync", "import"]);
    expect(imported.stderr).toContain("Import complete: 1425 created");
    const exported = await start(a, env, ["sync", "export", "-o", "copy.json"]);
    expect(exported.code).toBe(0);
    const size = bytesOf(a).length;
    expect(size).toBeGreaterThan(200e6);
    expect(imported.peak).toBeLessThan(5 * size);
    expect(exported.peak).toBeLessThan(5 * size);
  });

  test("that is a folder is refused", () => {
    a.ok("mkdir -p .pm/data.json");
    for (const command of ["pm sync import", "pm sync export", "pm work-item list"]) {
      const { code, stderr } = a.run(command);
      expect(code).toBe(1);
      expect(stderr).toMatch(/Failed to read .*data\.json: /);
      expect(stderr).not.toMatch(/\bbug\b|\bat \//);
    }
  });

  test("that is a link to a device is refused, and not read for ever", () => {
    a.ok("mkdir .pm");
    symlinkSync("/dev/zero", join(a.folder, ".pm/data.json"));
    for (const command of ["pm sync import", "pm sync export", "pm work-item list"]) {
      const { code, stderr } = a.run(`ulimit -t 5; ${command}`);
      expect(code).toBe(1);
      expect(stderr).toMatch(/Failed to read .*data\.json: /);
    }
  });

  test("that is a link is replaced, and what it points to is left alone", () => {
    putBoard(a, GOOD);
    a.ok("pm sync import --quiet && pm project create Mine && rm .pm/data.json");
    const precious = join(world.folder, "precious.json");
    writeFileSync(precious, GOOD);
    symlinkSync(precious, join(a.folder, ".pm/data.json"));
    a.ok("pm sync export");
    expect(readFileSync(precious, "utf8")).toBe(GOOD);
    expect(a.board().projects.map(({ title }) => title)).toContain("Mine");
    expect(a.run("test -L .pm/data.json").code).toBe(1);
  });
});

describe("data.db", () => {
  test("of a newer version is left alone", () => {
    a.ok("pm project create V2");
    const file = join(a.folder, ".pm/data.db");
    const database = new Database(file);
    database.run("PRAGMA user_version = 99");
    database.close();
    const before = readFileSync(file);
    for (const command of ["pm work-item list", "pm add T", "pm sync export", "pm sync import"]) {
      const { code, stderr } = a.run(command);
      expect(code).toBe(1);
      expect(stderr).toMatch(/newer version of pm|File not found/);
    }
    expect(readFileSync(file)).toEqual(before);
  });

  test("that is damaged, or no database, is named; moved away, it is built anew", () => {
    putBoard(a, GOOD);
    for (const content of ["not a database", `SQLite format 3\0${"\u0001".repeat(8000)}`]) {
      a.write(".pm/data.db", content);
      const { code, stderr } = a.run("pm work-item list");
      expect(code).toBe(1);
      expect(stderr).toMatch(/data\.db is damaged, or no database of pm/);
      expect(a.read(".pm/data.db")).toBe(content);
    }
    a.ok("mv .pm/data.db old.db && pm work-item list");
    expect(inDatabase(a)).toBe(withoutHead(GOOD));
    expect(damage(a)).toEqual([]);
  });

  test("that is a link is refused: it can come with a repository, and lead anywhere", () => {
    a.ok("mkdir .pm");
    const precious = join(world.folder, "precious.db");
    writeFileSync(precious, "");
    symlinkSync(precious, join(a.folder, ".pm/data.db"));
    const { code, stderr } = a.run("pm project create V2");
    expect(code).toBe(1);
    expect(stderr).toMatch(/data\.db is a symbolic link/);
    expect(readFileSync(precious, "utf8")).toBe("");
  });

  test("that was tracked once: pm sync init and pm doctor say how to untrack it", () => {
    a.ok("pm project create V2 && pm sync export");
    a.ok("git add -f .pm/data.db && git add .pm && git commit -qm 'Too much'");
    for (const command of ["pm sync init --yes", "pm doctor"]) {
      const { stdout, stderr } = a.run(command);
      expect(stdout + stderr).toMatch(/git rm --cached .*\.pm\/data\.db/);
    }
    a.ok("git rm -q --cached .pm/data.db && git commit -qm Untrack");
    a.ok("pm add T");
    expect(a.status()).toEqual([]);
  });
});
