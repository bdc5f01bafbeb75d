// A day with the command, with the real executable in a real repository, without a server.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { makeSandbox, type Sandbox } from "../support/git.ts";
import { runJson, runPm } from "../support/pm.ts";

let box: Sandbox;
beforeEach(() => {
  box = makeSandbox();
  box.git(".", "init", "-q", "repo");
});
afterEach(() => box.remove());

const pm = (...words: string[]) => runPm(box, words, { in: "repo" });
const json = <T>(...words: string[]) => runJson<T>(box, words, { in: "repo" });

/** The id that a write prints first. */
function idOf({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }): string {
  if (code !== 0) throw new Error(stderr);
  return stdout.split("\t", 1)[0] ?? "";
}

interface Item {
  id: string;
  title: string;
  status: string;
  assignee_id: string | null;
  version: number;
  labels: string[];
}

test("from an empty repository to a finished item", () => {
  expect(pm("list")).toEqual({
    code: 0,
    stdout: "",
    stderr: 'No open items here. To add one: pm add "Title". Done ones: --include-done\n',
  });
  expect(existsSync(join(box.folder, "repo/.pm"))).toBe(false);

  const project = idOf(pm("project", "create", "V2 Redesign"));
  expect(project).toMatch(/^[0-9a-f-]{36}$/);
  const home = idOf(
    pm("work-item", "create", "--project-id", project, "--type", "story", "--title", "Homepage"),
  );
  const logo = idOf(
    pm("add", "Logo", "--parent-id", home, "--label", "design", "--label", "brand"),
  );

  expect(pm("start", logo.slice(0, 8)).code).toBe(0);
  const { work_item } = json<{ work_item: Item }>("show", logo.slice(0, 4));
  const { user } = { user: work_item.assignee_id };
  expect(work_item).toMatchObject({ status: "in_progress", labels: ["brand", "design"] });
  expect(user).not.toBeNull();

  const done = pm("done", home);
  expect(done.stderr).toBe("1 item below it is not done.\n");
  expect(pm("list").stdout.split("\n").filter(Boolean)).toHaveLength(1);
  const all = json<{ work_items: Item[]; next_cursor: null }>("list", "--include-done");
  expect(all.work_items.map(({ title }) => title).toSorted()).toEqual(["Homepage", "Logo"]);
  expect(all.next_cursor).toBeNull();
  expect(pm("-q", "list").stderr).toBe("");
});

test("the line of an item in a pipe", () => {
  pm("project", "create", "V2 Redesign", "--key", "WEB");
  const title = "Tab\there, back\\slash, line\nand \u001b[31mred";
  const line = pm("add", title, "--priority", "high", "--story-points", "3", "--assignee-id", "me");
  const cells = line.stdout.trimEnd().split("\t");
  expect(cells).toHaveLength(11);
  expect(cells.slice(1, 8)).toEqual(["WEB", "task", "backlog", "high", "3", "Ada", ""]);
  expect(cells[8]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(cells[10]).toBe("Tab\\there, back\\\\slash, line\\nand \\x1b[31mred");
  expect(pm("list").stdout).toBe(line.stdout);
});

test("every record by command: create, list, update, delete, restore", () => {
  pm("project", "create", "Shop", "--key", "SHOP");
  const item = idOf(pm("add", "One"));
  const other = idOf(pm("add", "Two"));

  const sprint = idOf(pm("sprint", "create", "Sprint 1", "--start-date", "2026-03-02"));
  expect(pm("sprint", "start", sprint).code).toBe(0);
  expect(pm("work-item", "update", item, "--sprint", sprint).code).toBe(0);
  expect(pm("list", "--sprint", "active").stdout).toContain("One");
  expect(pm("sprint", "complete", sprint).stderr).toBe("1 item not done: in no sprint now.\n");
  expect(pm("sprint", "list", "--status", "completed").stdout).toContain("Sprint 1");

  const comment = idOf(runPm(box, ["comment", "create", item, "-"], { in: "repo", stdin: "Hi\n" }));
  expect(pm("comment", "list", item).stdout).toEndWith("\tHi\n");
  expect(pm("comment", "update", comment, "Hello").code).toBe(0);
  expect(pm("comment", "delete", comment).stderr).toContain("pm comment restore");
  expect(pm("comment", "list", item).stdout).toBe("");
  expect(pm("comment", "restore", comment).code).toBe(0);
  expect(pm("comment", "list", item).stdout).toEndWith("\tHello\n");

  const lane = idOf(pm("swim-lane", "create", "In the works", "--status", "in_progress"));
  expect(pm("swim-lane", "update", lane, "--name", "Works").code).toBe(0);
  expect(pm("swim-lane", "list").stdout).toContain("\tWorks\n");
  expect(pm("swim-lane", "delete", lane).code).toBe(0);

  const link = idOf(pm("dependency", "create", "--blocking", item, "--blocked", other));
  expect(pm("dependency", "list").stdout).toEndWith("One blocks Two\n");
  expect(pm("ready").stdout).not.toContain("Two");
  expect(pm("dependency", "create", "--blocking", other, "--blocked", item).code).toBe(1);
  expect(pm("dependency", "delete", link).code).toBe(0);
  expect(pm("ready").stdout).toContain("Two");

  const timer = idOf(pm("time-entry", "start", item));
  expect(pm("time-entry", "list", "--running").stdout).toStartWith(timer);
  expect(pm("time-entry", "stop").code).toBe(0);
  expect(pm("time-entry", "create", other, "--duration", "1h30m").code).toBe(0);
  expect(pm("time-entry", "list").stdout.split("\n").filter(Boolean)).toHaveLength(2);

  expect(pm("project", "delete", "SHOP").stderr).toContain("2 items went out of sight");
  expect(pm("list").stdout).toBe("");
  expect(pm("project", "restore", "SHOP").code).toBe(0);
  expect(pm("list").stdout.split("\n").filter(Boolean)).toHaveLength(2);
});

test("a list of time entries has the timer that runs", () => {
  pm("project", "create", "Shop");
  const item = idOf(pm("add", "One"));
  const timer = idOf(pm("time-entry", "start", item));
  expect(pm("time-entry", "list").stdout).toStartWith(timer);
});

test("a sprint is named by its name, the active one as active", () => {
  pm("project", "create", "Shop");
  const item = idOf(pm("add", "One"));
  const sprint = idOf(pm("sprint", "create", "Sprint 1"));
  expect(idOf(pm("sprint", "start", "sprint 1"))).toBe(sprint);
  expect(pm("work-item", "update", item, "--sprint", "Sprint 1").code).toBe(0);
  expect(pm("list", "--sprint", "Sprint 1").stdout).toStartWith(item);
  expect(idOf(pm("sprint", "complete", "active"))).toBe(sprint);
  expect(pm("sprint", "complete", "active").code).toBe(3);
});

test("each -C starts from the one before it, as in git", () => {
  pm("project", "create", "Shop");
  box.write("repo/deep/file", "");
  const from = (...words: string[]) => runPm(box, words).stdout;
  expect(from("-C", "repo", "-C", "deep", "project", "list")).toContain("Shop");
  expect(from("project", "list")).toBe("");
});

test("a record that this board does not have keeps its whole id in a pipe", () => {
  pm("project", "create", "Shop");
  const item = idOf(pm("add", "One", "--assignee-id", "me"));
  const { work_items, ...board } = JSON.parse(pm("sync", "export", "-o", "-", "-q").stdout);
  const gone = "9f8e7d6c-5b4a-4a1b-8c2d-3e4f5a6b7c8d";
  const changed = { ...board, work_items: [{ ...work_items[0], sprint_id: gone }] };
  box.write("repo/other.json", JSON.stringify(changed));
  expect(pm("sync", "import", "other.json").code).toBe(0);
  expect(pm("show", item).stdout).toContain(`\nsprint\t${gone}\n`);
  expect(pm("list").stdout.split("\t")[7]).toBe(gone);
});

test("deleting says what goes with it, and restoring brings it back", () => {
  pm("project", "create", "Shop");
  const epic = idOf(pm("add", "Epic", "--type", "epic"));
  pm("add", "Story", "--type", "story", "--parent-id", epic);
  const deleted = pm("work-item", "delete", epic);
  expect(deleted.stderr).toBe(
    `With it, 1 item below it was deleted.\nTo bring it back: pm work-item restore ${epic.slice(0, 8)}\n`,
  );
  expect(pm("list").stdout).toBe("");
  expect(pm("work-item", "restore", epic.slice(0, 8)).stderr).toBe(
    "With it came 1 item below it.\n",
  );
  expect(pm("list").stdout.split("\n").filter(Boolean)).toHaveLength(2);
});

test("moving, searching, the log and undo", () => {
  pm("project", "create", "Shop");
  const one = idOf(pm("add", "First thing"));
  const two = idOf(pm("add", "Second thing", "--description", "about a login page"));
  expect(pm("work-item", "move", two, "--before", one).code).toBe(0);
  expect(pm("list").stdout.split("\n")[0]).toStartWith(two);
  expect(pm("work-item", "move", two, "review").code).toBe(0);
  expect(pm("work-item", "move", two, "reveiw")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Did you mean review?"),
  });

  const hit = pm("search", "login").stdout.split("\t");
  expect(hit[0]).toBe(two);
  expect(hit[3]).toBe("description");
  expect(hit[5]).toContain("login");

  const log = json<{ activity: { field: string | null; before: unknown; after: unknown }[] }>(
    "log",
    two,
  );
  expect(log.activity[0]).toMatchObject({ field: "status", before: "backlog", after: "review" });
  expect(pm("log", two).stdout).toContain('\tstatus\t"backlog"\t"review"\tSecond thing\n');

  expect(pm("undo").code).toBe(0);
  expect(json<{ work_item: Item }>("show", two).work_item.status).toBe("backlog");
});

describe("the board in a pipe", () => {
  test("has a line for each card, by column", () => {
    pm("project", "create", "Shop");
    const one = idOf(pm("add", "One", "--status", "todo"));
    const two = idOf(pm("add", "Two", "--status", "review"));
    pm("dependency", "create", "--blocking", one, "--blocked", two);
    const lines = pm("board").stdout.split("\n").filter(Boolean);
    expect(lines.map((line) => line.split("\t").slice(1))).toEqual([
      [one, "task", "medium", "", "", "", "One"],
      [two, "task", "medium", "", "", "blocked", "Two"],
    ]);
  });
});
