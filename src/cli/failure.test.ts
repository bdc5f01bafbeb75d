import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeSandbox, type Sandbox } from "../../tests/support/git.ts";
import { describeFailure } from "./failure.ts";

let box: Sandbox;
beforeEach(() => {
  box = makeSandbox();
  box.git(".", "init", "-q", "repo");
});
afterEach(() => box.remove());

const repo = () => join(box.folder, "repo");

test("a bug is one line, and its trace is in the log", () => {
  mkdirSync(join(repo(), ".pm"));
  const bug = new TypeError("x is not a function\nand more");
  expect(describeFailure(bug, ["add", "A title"], repo)).toEqual({
    kind: "refused",
    message: "internal error: x is not a function",
    hint: `This is a bug in pm. The details are in ${join(repo(), ".pm/logs/pm.log")}`,
  });
  const log = readFileSync(join(repo(), ".pm/logs/pm.log"), "utf8");
  expect(log).toContain('["pm","add","A title"]');
  expect(log).toContain("failure.test.ts");
});

test("where there is no board, nothing is made for the log", () => {
  const { hint } = describeFailure("text", [], repo);
  expect(hint).toBe("This is a bug in pm.");
  expect(statSync(join(repo(), ".pm"), { throwIfNoEntry: false })).toBeUndefined();
});

test("a bug is told of in a folder that is gone, too", () => {
  const gone = () => {
    throw new Error("ENOENT: no such file or directory, getcwd");
  };
  expect(describeFailure(new Error("x"), [], gone)).toEqual({
    kind: "refused",
    message: "internal error: x",
    hint: "This is a bug in pm.",
  });
});

test("what the system refuses is said as it is", () => {
  const missing = () => readFileSync(join(repo(), "missing"));
  let error: unknown;
  try {
    missing();
  } catch (caught) {
    error = caught;
  }
  expect(describeFailure(error, [], repo)).toEqual({
    kind: "refused",
    message: expect.stringMatching(/^ENOENT: no such file or directory, open '/),
  });
});
