import { afterEach, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import { makeSandbox, type Sandbox } from "../../tests/support/git.ts";
import { checkedOut } from "./branch.ts";
import { locate } from "./locate.ts";

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => sandbox.remove());

const here = (folder: string): string => checkedOut(locate(join(sandbox.folder, folder)));

test("the branch, of a linked work tree its own; a commit where none is checked out", () => {
  sandbox.git(".", "init", "-q", "repo");
  expect(here("repo")).toBe("ref: refs/heads/main");
  sandbox.git("repo", "commit", "-q", "--allow-empty", "-m", "first");
  sandbox.git("repo", "worktree", "add", "-q", "../linked", "-b", "topic");
  expect(here("linked")).toBe("ref: refs/heads/topic");
  sandbox.git("repo", "checkout", "-q", "--detach");
  expect(here("repo")).toBe(sandbox.git("repo", "rev-parse", "HEAD").trim());
});

test("nothing without git", () => {
  sandbox.write("plain/file", "");
  const workspace = { ...locate(join(sandbox.folder, "plain")), gitDir: null };
  expect(checkedOut(workspace)).toBe("");
  expect(checkedOut({ ...workspace, gitDir: join(sandbox.folder, "gone") })).toBe("");
});
