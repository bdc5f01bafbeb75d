// `pm import beads`: what is in the file is on the board, once, and nothing that was done here is lost.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { beadsFile, generatedIssues, type IssueLine, issue } from "../support/beads-file.ts";
import { makeSandbox } from "../support/git.ts";
import { runOnTerminal } from "../support/pm.ts";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let at: Place;
beforeEach(() => {
  world = makeWorld();
  at = world.repository("repo");
});
afterEach(() => world.remove());

interface Imported {
  created: number;
  updated: number;
  skipped: number;
  conflicts: number;
  dry_run: boolean;
  project: { id: string; key: string; created: boolean };
  report: { issues: { live: number; deleted: number }; kept: { [field: string]: number } };
}

const LATER = "2026-01-05T00:00:00Z";

function importIssues(...lines: readonly object[]): Imported {
  at.write("issues.jsonl", beadsFile(...lines));
  return at.json<Imported>("import beads issues.jsonl");
}

const shown = (title: string) => {
  const { work_items } = at.json<{ work_items: { id: string; title: string }[] }>(
    "work-item list --include-done",
  );
  const id = work_items.find((item) => item.title === title)?.id;
  if (id === undefined) throw new Error(`no item ${title}`);
  return id;
};

/** Every file of the board, with its size and time. */
const filesOf = (place: Place): string[] =>
  place.has(".pm")
    ? readdirSync(join(place.folder, ".pm"), { recursive: true, encoding: "utf8" })
        .filter((name) => !/^data\.db-/.test(name))
        .sort()
        .map((name) => `${name} ${statSync(join(place.folder, ".pm", name)).mtimeMs}`)
    : [];

describe("a file", () => {
  const lines = generatedIssues(60, 3);

  test("is imported once, and says what became of what", () => {
    const first = importIssues(...lines);
    const { live, deleted } = first.report.issues;
    expect([live + deleted, first.updated, first.skipped]).toEqual([60, 0, 0]);
    expect(first.project).toMatchObject({ key: "BEADS", created: true });
    expect(at.titles()).toHaveLength(live);
    at.ok("pm sync export");
    const exported = at.read(".pm/data.json");
    expect(at.board().work_items).toHaveLength(60);

    const second = importIssues(...lines.toReversed());
    expect(second).toMatchObject({ created: 0, updated: 0, project: { created: false } });
    expect(second.skipped).toBe(first.created - 1);
    at.ok("pm sync export");
    expect(at.read(".pm/data.json")).toBe(exported);
    expect(at.json<{ conflicts: unknown[] }>("sync conflicts").conflicts).toEqual([]);
    // What is kept of it stays on this machine.
    expect(at.ok("git add -A -n .pm")).not.toContain("imports");
  });

  test("gives the same board in another repository", () => {
    importIssues(...lines);
    const other = world.place("other");
    other.ok("git init -q");
    other.write("issues.jsonl", beadsFile(...lines));
    other.ok("pm import beads issues.jsonl");
    for (const place of [at, other]) place.ok("pm sync export");
    const [here, there] = [at, other].map((place) => ({ ...place.board(), exported_at: "" }));
    expect(here).toEqual(there as typeof here);
  });

  test("is reported in words, on stderr alone", () => {
    at.write("issues.jsonl", beadsFile(...lines));
    const { code, stdout, stderr } = at.run("pm import beads issues.jsonl");
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toMatch(/^In the file: 60 issues \(\d+ live, \d+ deleted\), \d+ comments/);
    expect(stderr).toMatch(/^Status: .*closed → done \d+/m);
    expect(stderr).toMatch(/^Kept as unknown fields: beads_id 60, /m);
    expect(stderr).toMatch(
      /\nNothing else was left out\.\nImport into BEADS \(a new project\) comp/,
    );
    expect(stderr).toMatch(/complete: \d+ created, 0 updated, 0 unchanged\n$/);
    expect(stderr).not.toContain("\r");
    expect(at.run("pm import beads issues.jsonl --quiet")).toMatchObject({ stderr: "" });
  });

  test("is read with a bar on a terminal, which leaves nothing behind", async () => {
    const box = makeSandbox();
    try {
      box.write("issues.jsonl", beadsFile(...generatedIssues(300)));
      const words = ["import", "beads", "issues.jsonl", "-C", "repo"];
      box.git(".", "init", "-q", "repo");
      box.write("repo/issues.jsonl", beadsFile(...generatedIssues(300)));
      const { code, screen } = await runOnTerminal(box, words, { columns: 120 });
      expect(code).toBe(0);
      expect(screen).toContain(`Reading ${"█".repeat(30)} 100 % of 300`);
      expect(screen).toContain("Converting ");
      expect(screen).toContain("\r\u001b[KIn the file: 300 issues");
      const quiet = await runOnTerminal(box, [...words, "--quiet"], { columns: 120 });
      expect(quiet).toEqual({ code: 0, screen: "" });
    } finally {
      box.remove();
    }
  });

  test("goes through a running server as it goes without one", async () => {
    const other = world.place("other");
    other.ok("git init -q && pm-server --port 0 > server.log 2>&1 & echo $! > pid");
    try {
      for (let tries = 0; tries < 100 && !other.has(".pm/server.json"); tries += 1) {
        await Bun.sleep(50);
      }
      expect(other.has(".pm/server.json")).toBe(true);
      for (const place of [at, other]) {
        place.write("issues.jsonl", beadsFile(...lines));
        place.ok("pm import beads issues.jsonl");
        place.ok("pm sync export");
      }
      expect({ ...other.board(), exported_at: "" }).toEqual({ ...at.board(), exported_at: "" });
    } finally {
      other.run('kill "$(cat pid)"');
    }
  });
});

describe("a file that is imported again", () => {
  test("brings what has changed in Beads, and takes back nothing that was changed here", () => {
    const [one, two] = [issue("bd-1"), issue("bd-2", { labels: ["a"] })];
    importIssues(one, two);
    at.ok(`pm work-item update ${shown("Issue bd-1")} --title Mine --status review`);
    at.ok(`pm work-item delete ${shown("Issue bd-2")}`);
    const again = importIssues(
      { ...one, description: "from Beads", updated_at: LATER },
      { ...two, priority: 0, updated_at: LATER },
    );
    expect(again).toMatchObject({ created: 0, updated: 2, conflicts: 0 });
    const { work_item } = at.json<{ work_item: object }>(`work-item get ${shown("Mine")}`);
    expect(work_item).toMatchObject({ status: "review", description: "from Beads" });
    expect(at.titles()).toEqual(["Mine"]);
  });

  test("puts into the journal what it overrides", () => {
    importIssues(issue("bd-1"));
    at.ok(`pm work-item update ${shown("Issue bd-1")} --title Mine`);
    const soon = new Date(Date.now() + 60_000).toISOString();
    const again = importIssues(issue("bd-1", { title: "Theirs", updated_at: soon }));
    expect(again).toMatchObject({ updated: 1, conflicts: 1 });
    const { conflicts } = at.json<{ conflicts: object[] }>("sync conflicts");
    expect(conflicts).toMatchObject([{ field: "title", kept: "Theirs", lost: "Mine" }]);
  });

  test("removes nothing that is not in it any more, not even when it is empty", () => {
    importIssues(issue("bd-1"), issue("bd-2"));
    importIssues(issue("bd-2"));
    at.write("issues.jsonl", "");
    const { code, stderr } = at.run("pm import beads issues.jsonl");
    expect([code, stderr]).toEqual([
      0,
      "Nothing to import: issues.jsonl has no issues. Nothing was deleted here.\n",
    ]);
    expect(at.titles()).toEqual(["Issue bd-1", "Issue bd-2"]);
  });

  test("is not imported without what was kept of the last time, if that is broken", () => {
    importIssues(issue("bd-1"));
    const [kept = ""] = readdirSync(join(at.folder, ".pm", "imports"));
    at.write(`.pm/imports/${kept}`, "broken");
    const { code, stderr } = at.run("pm import beads issues.jsonl");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Import error: Failed to read .*what was last imported/);
    expect(stderr).toContain("move it away");
  });
});

test("--dry-run says the same and writes nothing", () => {
  importIssues(issue("bd-1"));
  at.write(
    "issues.jsonl",
    beadsFile(issue("bd-1", { title: "New", updated_at: LATER }), issue("b")),
  );
  const before = filesOf(at);
  const dry = at.json<Imported>("import beads issues.jsonl --dry-run");
  expect(dry).toMatchObject({ created: 1, updated: 1, dry_run: true });
  expect(filesOf(at)).toEqual(before);
  expect(at.titles()).toEqual(["Issue bd-1"]);
  expect(at.run("pm import beads issues.jsonl -n").stderr).toEndWith(
    "Dry run: nothing was written.\n",
  );
  expect(at.json<Imported>("import beads issues.jsonl")).toMatchObject({ created: 1, updated: 1 });
});

describe("the project", () => {
  test("is the only one there is", () => {
    at.ok("pm project create Web --key WEB && pm project create Old --key OLD");
    at.ok("pm project update OLD --status archived");
    expect(importIssues(issue("bd-1")).project).toMatchObject({ key: "WEB", created: false });
  });

  test("is the one that is named", () => {
    at.ok("pm project create Web --key WEB && pm project create App --key APP");
    at.write("issues.jsonl", beadsFile(issue("bd-1")));
    const unsaid = at.run("pm import beads issues.jsonl");
    expect(unsaid.code).toBe(2);
    expect(unsaid.stderr).toMatch(
      /several projects.*\nAdd --project with one of (WEB, APP|APP, WEB)/,
    );
    expect(at.run("pm import beads issues.jsonl --project NONE").code).toBe(3);
    expect(at.titles()).toEqual([]);
    const named = at.json<Imported>("import beads issues.jsonl --project APP");
    expect(named.project.key).toBe("APP");
    // Another project has issues of its own.
    expect(at.json<Imported>("import beads issues.jsonl --project WEB").created).toBe(1);
    expect(at.titles()).toEqual(["Issue bd-1", "Issue bd-1"]);
  });

  test("is not one that was deleted", () => {
    importIssues(issue("bd-1"));
    at.ok("pm project delete BEADS --yes");
    const { code, stderr } = at.run("pm import beads issues.jsonl");
    expect(code).toBe(1);
    expect(stderr).toMatch(/BEADS is deleted.*\n`pm project restore/);
  });
});

describe("what cannot be imported leaves the board as it was", () => {
  const good = beadsFile(issue("bd-1"), issue("bd-2"));
  const cases: [name: string, text: string, problem: RegExp][] = [
    ["half a line", good + good.slice(0, 50), /Invalid JSON in F: .* at line 3, column 51$/m],
    ["no issue", `${good}{"id":7}\n`, /Bad issue in F: line 3: field id: must be text$/m],
    ["a conflict", `<<<<<<< a\n${good}=======\n>>>>>>> b\n`, /conflict markers .* line 1, 4, 5$/m],
  ];
  test.each(cases)("%s", (_, text, problem) => {
    importIssues(issue("bd-0"));
    const before = filesOf(at);
    at.write("F", text);
    const { code, stderr } = at.run("pm import beads F");
    expect(code).toBe(1);
    expect(stderr).toStartWith("Import error: ");
    expect(stderr).toMatch(problem);
    expect(filesOf(at)).toEqual(before);
  });

  test("no file", () => {
    const { code, stderr } = at.run("pm import beads nowhere.jsonl");
    expect([code, stderr]).toEqual([1, "Import error: File not found: nowhere.jsonl\n"]);
  });
});

test("standard input is a file too", () => {
  at.write("issues.jsonl", beadsFile(issue("bd-1")));
  at.ok("pm import beads - < issues.jsonl");
  expect(at.titles()).toEqual(["Issue bd-1"]);
});

test("text that would move the cursor is shown as a picture of itself", () => {
  const evil: IssueLine = issue("bd-1", {
    status: "\u001b[2Jgone",
    issue_type: "\u001b]0;x\u0007",
  });
  at.write("issues.jsonl", beadsFile(evil));
  const { stderr } = at.run("pm import beads issues.jsonl");
  expect(stderr).not.toContain("\u001b");
  expect(stderr).toContain("␛[2Jgone → todo");
});
