// The command on a real terminal (a pty): isTTY decides what it prints and whether it asks.
import { afterEach, beforeEach, expect, test } from "bun:test";
import { makeSandbox, type Sandbox } from "../support/git.ts";
import { runOnTerminal, runPm } from "../support/pm.ts";

let box: Sandbox;
beforeEach(() => {
  box = makeSandbox();
  box.git(".", "init", "-q", "repo");
  pm("project", "create", "V2 Redesign", "--key", "WEB");
});
afterEach(() => box.remove());

const pm = (...words: string[]) => runPm(box, words, { in: "repo" });
const look = async (columns: number, ...words: string[]) => {
  const { screen } = await runOnTerminal(box, words, { in: "repo", columns });
  return screen;
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: the beginning of a style
const STYLE = /\u001b\[(\d+)m/g;

test("a write is one sentence", async () => {
  const { code, screen } = await runOnTerminal(box, ["add", "Homepage", "-t", "story"], {
    in: "repo",
  });
  expect(code).toBe(0);
  expect(screen).toMatch(/^Created story [0-9a-f]{8} {2}Homepage\n$/);
});

test("a list is a table that fits, whatever was typed into it", async () => {
  pm("add", `\u001b[2J\u001b]0;owned\u0007 ${"日本語 ".repeat(30)}`, "--priority", "critical");
  pm("add", "Plain", "--story-points", "5", "--assignee-id", "me");
  for (const columns of [40, 60, 80, 120]) {
    const screen = await look(columns, "list");
    const lines = Bun.stripANSI(screen).trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toStartWith("ID        ");
    for (const line of lines) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(columns);
    expect(screen).toContain("␛[2J␛]0;owned␇");
    expect(screen).not.toContain("\u0007");
  }
});

test("only what is exceptional has a colour, and NO_COLOR and --color never have none", async () => {
  pm("add", "Usual");
  const colours = async (env: Record<string, string>, ...words: string[]) => {
    const { screen } = await runOnTerminal(box, ["list", ...words], { in: "repo", env });
    return new Set(Array.from(screen.matchAll(STYLE), ([, code]) => Number(code)));
  };
  expect(await colours({})).toEqual(new Set([2, 22]));
  pm("add", "Urgent", "--priority", "critical");
  expect(await colours({})).toContain(31);
  expect(await colours({ NO_COLOR: "1" })).toEqual(new Set());
  expect(await colours({ TERM: "dumb" })).toEqual(new Set());
  expect(await colours({}, "--color", "never")).toEqual(new Set());
  expect(await colours({ NO_COLOR: "1" }, "--color", "always")).toContain(31);
  expect(pm("list", "--color", "always").stdout).toContain("\u001b[31mcritical");
});

test("a list that is cut says how to go on, a pipe has everything", async () => {
  const titles = Array.from({ length: 101 }, (_, index) => `Item ${index}`);
  for (const title of titles) pm("add", title);
  const screen = await look(80, "list");
  expect(screen).toContain("Only 100 are shown: there are more.");
  const cursor = /--cursor (\S+) the next ones/.exec(screen)?.[1] ?? "";
  expect(await look(80, "list", "--cursor", cursor)).toContain("Item 100");
  const piped = pm("list");
  expect(piped.stdout.split("\n").filter(Boolean)).toHaveLength(101);
  expect(piped.stderr).toBe("");
  expect(pm("list", "--limit", "7").stderr).toContain("Only 7 are shown");
});

test("the board fits, and shows each card in its column", async () => {
  const one = pm("add", "A homepage that says who we are", "--status", "todo").stdout.slice(0, 8);
  pm("add", "Imprint", "--status", "done", "--story-points", "3", "--assignee-id", "me");
  for (const columns of [50, 80, 120]) {
    const text = Bun.stripANSI(await look(columns, "board"));
    for (const line of text.split("\n")) {
      expect(Bun.stringWidth(line)).toBeLessThanOrEqual(columns);
    }
    expect(text).toContain("V2 Redesign (WEB)");
    expect(text).toContain(`${one} task`);
    expect(text).toMatch(/3 pt · Ada/);
  }
});

test("deleted records are told from the others", async () => {
  pm("add", "Stays");
  const gone = pm("add", "Goes").stdout.slice(0, 8);
  pm("work-item", "delete", gone);
  const lines = Bun.stripANSI(await look(80, "list", "--deleted")).split("\n");
  expect(lines[0]).toContain("DELETED");
  const deletedAt = lines[0]?.indexOf("DELETED") ?? -1;
  const deleted = lines.map((line) => line.slice(deletedAt).replace(/ {2,}/, "|"));
  expect(deleted).toContain("just now|Goes");
  expect(deleted).toContain("|Stays");
  expect(Bun.stripANSI(await look(80, "list"))).not.toContain("DELETED");
  expect(Bun.stripANSI(await look(80, "show", gone))).toMatch(/\ndeleted +just now\n/);
});

test("it asks before a project is deleted, and a no leaves it", async () => {
  pm("add", "One");
  const no = await runOnTerminal(box, ["project", "delete", "WEB"], { in: "repo", types: "n\n" });
  expect(no.screen).toContain("Delete the project V2 Redesign with all its items? [y/N] ");
  expect(no.code).toBe(1);
  expect(pm("list").stdout).toContain("One");
  const yes = await runOnTerminal(box, ["project", "delete", "WEB"], { in: "repo", types: "y\n" });
  expect(yes.code).toBe(0);
  expect(pm("list").stdout).toBe("");
  expect(pm("project", "restore", "WEB").code).toBe(0);
  const flag = await runOnTerminal(box, ["project", "delete", "WEB", "--yes"], { in: "repo" });
  expect(flag.screen).not.toContain("?");
  expect(flag.code).toBe(0);
});

test("an item is shown with what hangs on it", async () => {
  const epic = pm("add", "Epic", "-t", "epic", "--description", "Why:\n\n  - one").stdout.slice(
    0,
    8,
  );
  pm("add", "Story", "-t", "story", "--parent-id", epic);
  pm("comment", "create", epic, "Looks\ngood");
  const text = Bun.stripANSI(await look(80, "show", epic));
  expect(text).toContain("\nWhy:\n\n  - one\n");
  expect(text).toMatch(/\nBelow it\n {2}[0-9a-f]{8} {2}story {2}backlog {2}Story\n/);
  expect(text).toMatch(/\nComments\n {2}Ada, just now {2}\([0-9a-f]{8}\)\n {4}Looks\n {4}good\n/);
});
