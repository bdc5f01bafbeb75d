import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeSandbox, type Sandbox } from "../../tests/support/git.ts";
import { layout, prepareForWrite } from "./layout.ts";
import { locate } from "./locate.ts";

let box: Sandbox;
beforeEach(() => {
  box = makeSandbox();
  box.git("", "init", "-q", "repo");
});
afterEach(() => box.remove());

const prepare = (folder: string) => prepareForWrite(locate(join(box.folder, folder)));
const inPm = (folder: string) => readdirSync(join(box.folder, folder, ".pm")).sort();

/** What belongs to this machine, one of each. */
const RUNTIME = [
  "data.db",
  "data.db-wal",
  "data.db-shm",
  "data.db-journal",
  "server.json",
  "server.lock",
  "user.json",
  "logs/a",
  "log/a",
  "bin/pm",
  "backups/a.json",
  "journal/a.json",
  "desktop/a",
  "tauri/a",
  "data.json.1.tmp",
];

describe("the first use of a board", () => {
  test("makes the tracked files", () => {
    prepare("repo");
    expect(inPm("repo")).toEqual([".gitattributes", ".gitignore", "config.toml"]);
    expect(Bun.TOML.parse(readFileSync(join(box.folder, "repo/.pm/config.toml"), "utf8"))).toEqual({
      server: {},
    });
  });

  test("leaves what is there as it is", () => {
    box.write("repo/.pm/config.toml", "[server]\nport = 4000\n");
    prepare("repo");
    expect(readFileSync(join(box.folder, "repo/.pm/config.toml"), "utf8")).toBe(
      "[server]\nport = 4000\n",
    );
  });

  test.each(["data.json", "data.db"])("makes no tracked file beside a %s", (name) => {
    box.write(`repo/.pm/${name}`, "");
    prepare("repo");
    expect(inPm("repo")).toEqual([name]);
  });

  test("works outside of git", () => {
    prepareForWrite(locate(box.folder, { home: join(box.folder, "home"), executable: "/none/pm" }));
    expect(inPm("home")).toEqual([".gitattributes", ".gitignore", "config.toml"]);
  });
});

describe("git", () => {
  test("commits the board and never what belongs to this machine", () => {
    box.write("repo/.gitignore", "*.json\n");
    prepare("repo");
    for (const name of [...RUNTIME, "data.json"]) box.write(`repo/.pm/${name}`, "x");
    box.git("repo", "add", ".");
    expect(box.git("repo", "ls-files").trim().split("\n")).toEqual([
      ".gitignore",
      ".pm/.gitattributes",
      ".pm/.gitignore",
      ".pm/config.toml",
      ".pm/data.json",
    ]);
  });

  test("commits nothing of it on a branch from before the board", () => {
    box.git("repo", "commit", "-q", "--allow-empty", "-m", "before");
    prepare("repo");
    for (const name of RUNTIME) box.write(`repo/.pm/${name}`, "x");
    box.git("repo", "add", ".pm");
    box.git("repo", "commit", "-qm", "board");
    box.git("repo", "switch", "-qc", "old", "HEAD~1");
    expect(existsSync(layout(join(box.folder, "repo/.pm")).gitignore)).toBe(false);
    expect(box.git("repo", "status", "--porcelain")).toBe("");
  });

  test("is told once, and in the directory that linked work trees share", () => {
    box.git("repo", "commit", "-q", "--allow-empty", "-m", "first");
    box.git("repo", "worktree", "add", "-q", "../linked", "-b", "other");
    const exclude = join(box.folder, "repo/.git/info/exclude");
    const before = readFileSync(exclude, "utf8");
    prepare("linked");
    const after = readFileSync(exclude, "utf8");
    expect(after.startsWith(before)).toBe(true);
    expect(after).toContain("/.pm/data.db\n");
    prepare("repo");
    prepare("linked");
    expect(readFileSync(exclude, "utf8")).toBe(after);
  });

  test("keeps the rules of others, without an end of line too", () => {
    box.write("repo/.git/info/exclude", "*.orig");
    prepare("repo");
    const lines = readFileSync(join(box.folder, "repo/.git/info/exclude"), "utf8").split("\n");
    expect(lines[0]).toBe("*.orig");
    expect(lines).toContain("/.pm/server.json");
  });

  test("checks the board out with LF, and merges it with our driver", () => {
    prepare("repo");
    const attributes = box.git("repo", "check-attr", "-a", ".pm/data.json");
    expect(attributes).toContain("merge: pm-board");
    expect(attributes).toContain("eol: lf");
  });
});
