import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { makeSandbox, type Sandbox } from "../../tests/support/git.ts";
import { locate } from "./locate.ts";

let box: Sandbox;
beforeEach(() => {
  box = makeSandbox();
});
afterEach(() => box.remove());

/** Options that hide this machine's own home and executable. */
const elsewhere = () => ({
  home: join(box.folder, "home"),
  executable: join(box.folder, "bin/pm"),
});
const at = (path: string) => locate(join(box.folder, path), elsewhere());

describe("in a repository", () => {
  beforeEach(() => {
    box.git("", "init", "-q", "repo");
    box.write("repo/a/b/file", "");
    box.git("repo", "add", ".");
    box.git("repo", "commit", "-qm", "first");
  });

  test("is at the top of the work tree, from any folder in it", () => {
    const repo = join(box.folder, "repo");
    const expected = {
      root: repo,
      pmDir: join(repo, ".pm"),
      kind: "git" as const,
      gitDir: join(repo, ".git"),
      commonDir: join(repo, ".git"),
    };
    for (const folder of ["repo", "repo/a", "repo/a/b", "repo/.git/hooks"]) {
      expect(at(folder)).toEqual(expected);
    }
  });

  test("does not depend on the link by which one comes", () => {
    symlinkSync(join(box.folder, "repo/a"), join(box.folder, "short"));
    expect(at("short/b").root).toBe(join(box.folder, "repo"));
  });

  test("is the work tree's own in a linked work tree, which shares the common git directory", () => {
    box.git("repo", "worktree", "add", "-q", "../linked", "-b", "other");
    expect(at("linked/a")).toMatchObject({
      root: join(box.folder, "linked"),
      gitDir: join(box.folder, "repo/.git/worktrees/linked"),
      commonDir: join(box.folder, "repo/.git"),
    });
  });

  test("is the submodule's own in a submodule", () => {
    box.git("", "init", "-q", "outer");
    box.git("outer", "submodule", "--quiet", "add", join(box.folder, "repo"), "inner");
    expect(at("outer/inner/a")).toMatchObject({
      root: join(box.folder, "outer/inner"),
      gitDir: join(box.folder, "outer/.git/modules/inner"),
      commonDir: join(box.folder, "outer/.git/modules/inner"),
    });
  });

  test("stays in a linked work tree whose repository is out of reach", () => {
    box.git("repo", "worktree", "add", "-q", "a/linked", "-b", "other");
    rmSync(join(box.folder, "repo/.git/worktrees"), { recursive: true });
    expect(at("repo/a/linked")).toMatchObject({
      root: join(box.folder, "repo/a/linked"),
      kind: "git",
      gitDir: null,
      commonDir: null,
    });
  });

  test("passes by a .git that is no repository", () => {
    mkdirSync(join(box.folder, "repo/a/.git"));
    box.write("repo/a/b/.git", "not a pointer\n");
    expect(at("repo/a/b").root).toBe(join(box.folder, "repo"));
  });

  test("passes by what the environment says", () => {
    const before = process.env.GIT_DIR;
    process.env.GIT_DIR = "/nonexistent";
    try {
      expect(at("repo/a").root).toBe(join(box.folder, "repo"));
    } finally {
      if (before === undefined) delete process.env.GIT_DIR;
      else process.env.GIT_DIR = before;
    }
  });
});

describe("outside of any repository", () => {
  test("is where config.json beside the executable says", () => {
    const root = join(box.folder, "board");
    mkdirSync(root);
    box.write("bin/config.json", JSON.stringify({ repo_root: root }));
    expect(at("home")).toMatchObject({ root, kind: "configured", gitDir: null });
    box.git("", "init", "-q", "board");
    expect(at("home")).toMatchObject({ root, commonDir: join(root, ".git") });
  });

  test.each([
    ["no JSON", "{"],
    ["another program's", '{"colour": "red"}'],
    ["null", "null"],
  ])("is at home if config.json is %s", (_, text) => {
    box.write("bin/config.json", text);
    const home = at("home");
    expect(home).toMatchObject({ root: join(box.folder, "home"), kind: "home" });
    expect(home.misconfigured).toBeUndefined();
  });

  test.each([
    ['{"repo_root": ', "it is no JSON"],
    ['{"repo_root": "here"}', "repo_root must be an absolute path"],
    [
      '{"repo_root": "/nonexistent/board"}',
      "repo_root names /nonexistent/board, which is no folder",
    ],
  ])("says what is wrong where config.json is %s", (text, problem) => {
    box.write("bin/config.json", text);
    expect(at("home").misconfigured).toBe(`${join(box.folder, "bin/config.json")}: ${problem}`);
  });

  test("is at home without a config.json, from a folder that is not there too", () => {
    expect(at("not/there")).toMatchObject({
      root: join(box.folder, "home"),
      pmDir: join(box.folder, "home/.pm"),
      kind: "home",
    });
  });
});
