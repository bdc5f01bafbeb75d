// What another tool has put into the file: it is kept, shown, and no way around our rules.
import { afterEach, beforeEach, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeSandbox, type Sandbox } from "../support/git.ts";
import { runJson, runOnTerminal, runPm } from "../support/pm.ts";

let box: Sandbox;
beforeEach(() => {
  box = makeSandbox();
  box.git(".", "init", "-q", "repo");
  pm("project", "create", "Shop", "--key", "SHOP");
  pm("add", "One");
});
afterEach(() => box.remove());

const pm = (...words: string[]) => runPm(box, words, { in: "repo" });
const json = <T>(...words: string[]) => runJson<T>(box, words, { in: "repo" });

type Fields = { [name: string]: unknown };
type Board = { projects: Fields[]; work_items: Fields[]; swim_lanes: Fields[] };

/** Brings the board in as another tool has left it. */
function edit(change: (board: Board) => void): void {
  const board = JSON.parse(pm("sync", "export", "-q", "-o", "-").stdout) as Board;
  change(board);
  writeFileSync(join(box.folder, "repo/theirs.json"), JSON.stringify(board));
  const done = pm("sync", "import", "--merge", "-q", "theirs.json");
  expect(done).toEqual({ code: 0, stdout: "", stderr: "" });
}

const LATER = "2126-02-08T12:00:00.000Z";

test("fields that this version does not know are shown with the item", async () => {
  edit(({ work_items: [item] }) => {
    Object.assign(item as Fields, {
      updated_at: LATER,
      severity: "S1",
      watchers: ["ann", "bob"],
      estimate: { hours: 3 },
      reviewed: false,
    });
  });
  const [{ id } = { id: "" }] = json<{ work_items: { id: string }[] }>("list").work_items;
  expect(json("show", id)).toMatchObject({
    other_fields: {
      estimate: { hours: 3 },
      reviewed: false,
      severity: "S1",
      watchers: ["ann", "bob"],
    },
  });
  expect(pm("show", id).stdout).toContain(
    'other field\testimate\t{"hours":3}\nother field\treviewed\tfalse\nother field\tseverity\tS1\n' +
      'other field\twatchers\t["ann","bob"]\n',
  );
  const { screen } = await runOnTerminal(box, ["show", id], { in: "repo", columns: 80 });
  expect(Bun.stripANSI(screen)).toContain(
    '\nOther fields\n  estimate  {"hours":3}\n  reviewed  false\n  severity  S1\n',
  );
});

test("an item without such fields has no such part", async () => {
  const [{ id } = { id: "" }] = json<{ work_items: { id: string }[] }>("list").work_items;
  expect(json("show", id)).toMatchObject({ other_fields: {} });
  expect(pm("show", id).stdout).not.toContain("other field");
  const { screen } = await runOnTerminal(box, ["show", id], { in: "repo", columns: 80 });
  expect(screen).not.toContain("Other fields");
});

test("a lane is not restored beside one that shows its status by now", () => {
  const made = pm("swim-lane", "create", "Checked", "--status", "review");
  const lane = made.stdout.split("\t", 1)[0] ?? "";
  expect(pm("swim-lane", "delete", lane).code).toBe(0);
  edit(({ projects: [project], swim_lanes }) => {
    const by = { created_by: null, updated_by: null, deleted_at: null };
    const lane = { name: "Theirs", status_value: "review", position: 3000 };
    const at = { created_at: LATER, updated_at: LATER };
    swim_lanes.push({ id: crypto.randomUUID(), project_id: project?.id, ...lane, ...at, ...by });
  });
  expect(pm("swim-lane", "restore", lane)).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "pm: The lane “Theirs” shows the status review already.\n" +
      "Rename it with `pm swim-lane update`.\n",
  });
  const lanes = json<{ swim_lanes: Fields[] }>("swim-lane", "list").swim_lanes;
  expect(lanes.filter((one) => one.status_value === "review")).toMatchObject([{ name: "Theirs" }]);
});
