// What goes wrong: said in words, with an exit code, and with --json as one value on stdout.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { makeSandbox, type Sandbox } from "../support/git.ts";
import { PM, runJson, runPm } from "../support/pm.ts";

let box: Sandbox;
beforeEach(() => {
  box = makeSandbox();
  box.git(".", "init", "-q", "repo");
});
afterEach(() => box.remove());

const pm = (...words: string[]) => runPm(box, words, { in: "repo" });
const json = <T>(...words: string[]) => runJson<T>(box, words, { in: "repo" });

describe("wrong usage", () => {
  test.each([
    [["wrok-item", "list"], "Did you mean pm work-item?"],
    [["work-item", "lst"], "Did you mean pm work-item list?"],
    [["add", "x", "--desription", "y"], "Did you mean --description?"],
    [["add", "x", "--type", "stroy"], "Did you mean story?"],
    [["add"], "TITLE is missing"],
    [["add", "fix", "the", "bug"], "quotes"],
    [["work-item", "create", "--title", "x"], "--type is missing"],
    [["work-item", "create", "--type", "task"], "The title is missing"],
    [["work-item", "update", "1a2b"], "Nothing to change"],
    [["work-item", "move", "1a2b"], "Where to?"],
    [["-C", "nowhere", "list"], "nowhere: there is no such folder"],
  ])("%j", (words, says) => {
    const { code, stdout, stderr } = pm(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(says);
    expect(stderr).toStartWith("pm: ");
    const { error } = json<{ error: { kind: string; message: string } }>(...words);
    expect(error.kind).toBe("usage");
    expect(stderr).toContain(error.message);
  });
});

test("each kind of failure has its exit code", () => {
  pm("project", "create", "Shop");
  const { work_item } = json<{ work_item: { id: string } }>("add", "One");
  const { id } = work_item;

  expect(pm("show", "00000000").code).toBe(3);
  expect(json<object>("show", "00000000")).toEqual({
    error: {
      kind: "not_found",
      message: expect.stringContaining("00000000"),
      hint: expect.any(String),
    },
  });
  expect(pm("work-item", "update", id, "--title", "").code).toBe(1);
  expect(pm("work-item", "update", id, "--story-points", "101").code).toBe(1);
  expect(pm("work-item", "update", id, "--title", "Two", "--version", "1").code).toBe(0);
  const stale = pm("work-item", "update", id, "--title", "Three", "--version", "1");
  expect(stale.code).toBe(4);
  expect(stale.stdout).toBe("");
});

test("a first write that is refused makes no board", () => {
  expect(pm("add", "No project yet").code).toBe(1);
  expect(pm("undo").code).toBe(1);
  expect(existsSync(join(box.folder, "repo/.pm"))).toBe(false);
});

test("standard input that is no text is refused, and nothing of it is lost unsaid", () => {
  pm("project", "create", "Shop");
  const bytes = [Buffer.from([0xff, 0xfe, 0x41, 0x42]), Buffer.from([0x41, 0xc3, 0x28])];
  for (const stdin of bytes) {
    const run = Bun.spawnSync([PM, "add", "One", "--description", "-"], {
      cwd: join(box.folder, "repo"),
      env: box.env,
      stdin,
    });
    expect(run.exitCode).toBe(1);
    expect(run.stderr.toString()).toBe("pm: What is on standard input is not UTF-8 text.\n");
  }
  expect(pm("list").stdout).toBe("");
});

test("a reader who goes away ends it quietly", async () => {
  pm("project", "create", "Shop");
  for (let index = 0; index < 3; index += 1) pm("add", `Item ${index}`);
  const run = Bun.spawn(
    ["sh", "-c", `"${PM}" sync export -o - -q | true; "${PM}" list | head -1`],
    {
      cwd: join(box.folder, "repo"),
      env: box.env,
      stdout: "pipe",
      stderr: "pipe",
    },
  );
  expect(await new Response(run.stderr).text()).toBe("");
  expect(await new Response(run.stdout).text()).toContain("Item");
});

test("a title cannot be a command line", () => {
  pm("project", "create", "Shop");
  expect(pm("add", "--", "--help").stdout).toEndWith("\t--help\n");
  expect(pm("add", "$(touch oops); `id`").stdout).toEndWith("\t$(touch oops); `id`\n");
});

test.skipIf(process.getuid?.() === 0)("a folder without permission is named", () => {
  mkdirSync(join(box.folder, "repo/.pm"));
  chmodSync(join(box.folder, "repo/.pm"), 0o500);
  const { code, stderr } = pm("project", "create", "Shop");
  chmodSync(join(box.folder, "repo/.pm"), 0o700);
  expect(code).toBe(1);
  expect(stderr).not.toContain("internal error");
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("a full disk is said, and is no bug", async () => {
  pm("project", "create", "Shop");
  pm("add", "One");
  const run = Bun.spawn(["sh", "-c", `"${PM}" list > /dev/full`], {
    cwd: join(box.folder, "repo"),
    env: box.env,
    stderr: "pipe",
  });
  expect(await run.exited).toBe(1);
  expect(await new Response(run.stderr).text()).toMatch(/^pm: ENOSPC[^\n]*\n$/);
});
