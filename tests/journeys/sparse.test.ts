// A sparse check-out can leave the board out of a work tree. Nothing makes it anew there, deletes it,
// or commits it away; each command says what brings it in.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let a: Place;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
  a.ok("pm sync init --yes && pm project create Web --key WEB && pm add One");
  a.ok("mkdir sub && echo 1 > sub/f && git add . && git commit -qm board && git push -q");
});
afterEach(() => world.remove());

const says = (what: string) =>
  "This sparse check-out leaves out .pm/data.json: the board is in git, and not in this work tree.\n" +
  `\`git sparse-checkout add ${what}\` brings it in.\n`;
const boardIn = (at: Place, commit: string) => at.ok(`git show ${commit}:.pm/data.json`);

describe("a clone without .pm", () => {
  const SAYS = says(".pm");
  let b: Place;
  beforeEach(() => {
    world.place(".").ok("git clone -q --sparse remote.git b");
    b = world.place("b");
    b.ok("git config user.name Bob; git config user.email bob@example.org");
    expect(b.has(".pm")).toBe(false);
  });

  test.each([
    "pm list",
    "pm add Two",
    "pm project create Other",
    "pm init",
    "pm sync export",
    "pm sync import",
    "pm sync import --merge",
    "pm sync commit",
    "pm undo",
    "pm-server",
  ])("is not taken for a new board: %s", (command) => {
    const done = b.run(`${command} </dev/null`);
    expect(done.code).toBe(1);
    expect(done.stderr.endsWith(SAYS)).toBe(true);
    expect(b.has(".pm")).toBe(false);
    expect(b.status()).toEqual([]);
  });

  test("is no new board for the doctor, either", () => {
    const { checks } = JSON.parse(b.run("pm doctor --json").stdout);
    const repair = "git sparse-checkout add .pm";
    expect(checks).toMatchObject([{ code: "file-left-out", repair }]);
  });

  test("has hooks that stay out of the way", () => {
    const before = boardIn(b, "HEAD");
    b.ok("pm sync init --yes && rm -rf .pm && git sparse-checkout reapply");
    const done = b.run("echo 2 > README && git commit -qam readme && git switch -qc topic");
    expect(done).toEqual({ code: 0, stdout: "", stderr: "" });
    a.ok("pm add Two && pm sync commit && git push -q");
    const merged = b.run("git fetch -q && git merge -q --no-edit origin/HEAD");
    expect(merged).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(b.has(".pm/data.json")).toBe(false);
    expect(boardIn(b, "HEAD~1")).toBe(before);
    expect(boardIn(b, "HEAD")).toBe(boardIn(a, "HEAD"));
  });

  test("has the board as soon as it is asked for", () => {
    b.ok("git sparse-checkout add .pm");
    expect(b.titles()).toEqual(["One"]);
  });
});

describe("a work tree whose data.json is left out, and whose database is there", () => {
  const SAYS = says("'/.pm/*'");
  beforeEach(() => {
    a.ok("git sparse-checkout set --no-cone '/*' '!/.pm/data.json'");
    expect(a.has(".pm/data.json")).toBe(false);
    a.ok("pm add Two");
  });

  test("goes on with the database, and exports nothing", () => {
    expect(a.titles()).toEqual(["One", "Two"]);
    for (const command of ["pm sync export", "pm sync commit", "pm sync import --merge"]) {
      const done = a.run(command);
      expect([command, done.code]).toEqual([command, 1]);
      expect(done.stderr.endsWith(SAYS)).toBe(true);
    }
    expect(a.run("pm sync export -o copy.json").code).toBe(0);
    expect(a.has(".pm/data.json")).toBe(false);
    expect(a.json<{ problem: string }>("sync status").problem).toBe(SAYS.split("\n")[0] as string);
    expect(a.status()).toEqual(["?? copy.json"]);
  });

  test("commits and merges without the board, and each says why", () => {
    const before = boardIn(a, "HEAD");
    const done = a.run("echo 2 > sub/f && git commit -qam two");
    const line = `pm: ${SAYS.replace(".\n", ". ")}`;
    expect(done).toEqual({ code: 0, stdout: "", stderr: line });
    expect(a.run("git switch -qc topic")).toEqual({ code: 0, stdout: "", stderr: line });
    expect(a.has(".pm/data.json")).toBe(false);
    expect(boardIn(a, "HEAD")).toBe(before);
  });

  test("loses nothing on the way back", () => {
    a.ok("git sparse-checkout add '/.pm/*' && pm sync commit");
    expect(
      a
        .board()
        .work_items.map(({ title }) => title)
        .sort(),
    ).toEqual(["One", "Two"]);
    expect(a.status()).toEqual([]);
  });
});
