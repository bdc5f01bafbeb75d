// A copy of the database that is put back while the log of a newer state lies beside it: nothing is mixed.
import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeWorld, type Place, type World } from "./support.ts";

const STRACE = Bun.which("strace") ?? "strace";

let world: World;
let ada: Place;
beforeEach(() => {
  world = makeWorld();
  ada = world.repository("ada");
  ada.ok("pm project create Web --key WEB && pm add One");
});
afterEach(() => world.remove());

const log = (at: Place): string => join(at.folder, ".pm/data.db-wal");
const bytesOf = (at: Place, path: string): Buffer => readFileSync(join(at.folder, path));

/** Brings the log into the database, as the last of several programs does. */
function bringIn(at: Place): void {
  const database = new Database(join(at.folder, ".pm/data.db"), { readwrite: true });
  database.query("SELECT count(*) FROM notes").get();
  database.close();
}

/** A copy of an older state, and a newer one with a log beside it. */
function copied(): void {
  bringIn(ada);
  ada.ok("cp .pm/data.db ../old.db");
  for (const title of ["Two", "Three"]) ada.ok(`pm add ${title}`);
  bringIn(ada);
  ada.ok("pm add Four");
  expect(statSync(log(ada)).size).toBeGreaterThan(0);
}

describe.each([
  ["over the file that is there", "cp ../old.db .pm/data.db"],
  ["in its place", "cp ../old.db .pm/new.tmp && mv .pm/new.tmp .pm/data.db"],
])("put back %s", (_, put) => {
  test("is refused, and nothing is changed", () => {
    copied();
    ada.ok(put);
    const before = [bytesOf(ada, ".pm/data.db"), readFileSync(log(ada))];
    for (const command of ["list", "add Five", "sync export", "sync status", "log"]) {
      const done = ada.run(`pm ${command}`);
      expect(done.code).not.toBe(0);
      expect(done.stderr).toContain("pm doctor --fix");
      expect(done.stderr).toContain("data.db-wal");
    }
    expect([bytesOf(ada, ".pm/data.db"), readFileSync(log(ada))]).toEqual(before);
  });

  test("and the doctor puts the log aside", () => {
    copied();
    ada.ok("pm sync export -q -o ../newer.json");
    ada.ok(put);
    const newer = readFileSync(log(ada));
    const [finding] = ada.run("pm doctor --json").stdout.match(/"code":\s*"database-mixed"/g) ?? [];
    expect(finding).toBeDefined();
    ada.ok("pm doctor --fix");
    expect(ada.titles()).toEqual(["One"]);
    const name = ada.ok("ls .pm/backups | grep data.db-wal").trim();
    expect(bytesOf(ada, `.pm/backups/${name}`)).toEqual(newer);
    ada.ok("pm add Five && pm doctor");
    expect(ada.titles()).toEqual(["Five", "One"]);
  });
});

test("the doctor leaves the log while another program has the database open", async () => {
  copied();
  // A process of its own: a lock ends where its process closes the file anywhere.
  const script = `
    const database = new (require("bun:sqlite").Database)(process.argv[1]);
    database.query("SELECT count(*) FROM notes").get();
    console.log("held");
    Bun.sleepSync(60_000);`;
  const holder = Bun.spawn([process.execPath, "-e", script, join(ada.folder, ".pm/data.db")], {
    stdout: "pipe",
  });
  await holder.stdout.getReader().read();
  ada.ok("cp ../old.db .pm/data.db");
  const before = [bytesOf(ada, ".pm/data.db"), readFileSync(log(ada))];
  const done = ada.run("pm doctor --fix");
  expect(done.stdout + done.stderr).toContain("Another program has .pm/data.db open");
  expect([bytesOf(ada, ".pm/data.db"), readFileSync(log(ada))]).toEqual(before);
  expect(ada.ok("ls .pm")).not.toContain("held");
  holder.kill("SIGKILL");
  await holder.exited;
  ada.ok("pm doctor --fix");
  expect(ada.titles()).toEqual(["One"]);
});

test("where git puts a tracked one back, too", () => {
  bringIn(ada);
  ada.ok("git add -f .pm/data.db && git commit -qm tracked");
  for (const title of ["Two", "Three"]) ada.ok(`pm add ${title}`);
  bringIn(ada);
  ada.ok("pm add Four && git checkout -q -f HEAD -- .pm/data.db");
  expect(ada.run("pm list").stderr).toContain("pm doctor --fix");
  ada.ok("pm doctor --fix; pm list");
  expect(ada.titles()).toEqual(["One"]);
});

test("a copy of database and log together is whole", () => {
  copied();
  ada.ok("cp .pm/data.db ../c.db && cp .pm/data.db-wal ../c.db-wal && pm add Five");
  ada.ok("rm .pm/data.db*; cp ../c.db .pm/data.db && cp ../c.db-wal .pm/data.db-wal");
  expect(ada.titles()).toEqual(["Four", "One", "Three", "Two"]);
});

describe("it is no false alarm", () => {
  test("after a kill at any write of a command, or of bringing the log in", () => {
    ada.write("text", "word ".repeat(25_000));
    let killed = 0;
    // Every other one writes so much that the log is brought in at its end.
    for (let nth = 1; nth <= 40; nth += 1) {
      const long = nth % 2 === 0 ? ' --description "$(cat text)"' : "";
      const kill = `${STRACE} -f -qq -o /dev/null -e trace=pwrite64 -e inject=pwrite64:signal=SIGKILL:when=${long === "" ? nth : 3 * nth}`;
      if (ada.run(`${kill} pm add Item${long}`).code === 137) killed += 1;
      expect(ada.run("pm list").code).toBe(0);
    }
    expect(killed).toBeGreaterThan(20);
    ada.ok("pm doctor");
  });

  test("with a server that brings the log in while commands write", async () => {
    const stop = await ada.serve();
    ada.write("text", "word ".repeat(8_000));
    const numbers = Array.from({ length: 12 }, (_, index) => index).join(" ");
    const write = (who: number) =>
      `(for n in ${numbers}; do pm add "T${who}-$n" -q --description "$(cat text)" && pm list > /dev/null || echo failed; done)`;
    expect(ada.ok(`${[1, 2, 3].map(write).join(" & ")} & wait`)).not.toContain("failed");
    await stop();
    expect(ada.titles()).toHaveLength(37);
    ada.ok("pm doctor");
  });

  test("with a log that an earlier version has left", () => {
    bringIn(ada);
    const database = new Database(join(ada.folder, ".pm/data.db"));
    database.run("PRAGMA application_id = 0; DELETE FROM notes WHERE key = 'log_before'");
    database.close();
    ada.ok("pm add Two");
    expect(existsSync(log(ada))).toBe(true);
    expect(ada.titles()).toEqual(["One", "Two"]);
  });
});
