// Somebody edits data.json with a tool that knows no field times: what loses by that is told.
import { afterEach, beforeEach, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let a: Place;
let b: Place;
/** A clone without database, hooks and driver. */
let tool: Place;
let id: string;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
  a.ok("pm sync init --yes && pm project create Web --key WEB && pm add One && pm add Two");
  a.ok("pm sync commit && git push -q");
  b = world.clone("b", "Bob", true);
  b.ok("pm list");
  tool = world.clone("tool", "Tina");
  id = a.board().work_items.find(({ title }) => title === "One")?.id as string;
});
afterEach(() => world.remove());

/** Writes a field as such a tool does, and commits it. Times are dropped in all of the file. */
function write(at: Place, field: string, value: string, when: string): void {
  const board = JSON.parse(at.read(".pm/data.json"), (key, one) =>
    key === "field_updated_at" ? undefined : one,
  );
  const item = board.work_items.find((one: { id: string }) => one.id === id);
  Object.assign(item, { [field]: value, updated_at: when });
  writeFileSync(join(at.folder, ".pm/data.json"), `${JSON.stringify(board, null, 2)}\n`);
  at.ok("git commit -qam tool");
}

const now = () => new Date().toISOString();
/** A clock that is behind. */
const yesterday = () => new Date(Date.now() - 86_400_000).toISOString();

const share = (at: Place) => at.ok("pm sync commit && git pull -q --no-edit && git push -q");
const lost = (at: Place) =>
  at
    .json<{ conflicts: { field: string; kept: unknown; lost: unknown }[] }>("sync conflicts --all")
    .conflicts.map((one) => `${one.field} ${one.kept} ${one.lost}`);

test("what it found on another branch overrides a newer write, which is in the journal", () => {
  tool.ok("git switch -qc topic");
  a.ok(`pm work-item update ${id} --story-points 5`);
  share(a);
  b.ok("git pull -q");
  write(tool, "description", "Words", now());
  tool.ok("git push -q origin topic");
  b.ok("git fetch -q && git switch -q topic");
  expect(lost(b)).toEqual(["story_points null 5"]);
});

test("an edit on what is there is no contest, and neither is an older state with one", () => {
  a.ok(`pm work-item update ${id} --title Uno`);
  share(a);
  tool.ok("git pull -q");
  write(tool, "title", "Typed", now());
  tool.ok("git push -q");
  for (const at of [a, b]) at.ok("git pull -q");
  a.ok(`pm work-item update ${id} --title Eins`);
  share(a);
  b.ok("git pull -q");
  for (const at of [a, b]) at.ok("git checkout -q HEAD~1 && git checkout -q main");
  expect([lost(a), lost(b)]).toEqual([[], []]);
  expect(b.titles()).toContain("Eins");
});

test("with a clock that is behind, its edit loses, and is in the journal of who pulls it", () => {
  a.ok(`pm work-item update ${id} --title Uno`);
  share(a);
  for (const at of [b, tool]) at.ok("git pull -q");
  write(tool, "title", "Typed", yesterday());
  tool.ok("git push -q");
  b.ok("git pull -q");
  expect(lost(b)).toEqual(["title Uno Typed"]);
  expect(b.titles()).toContain("Uno");
});

test.each(["resolve", "driver"])("the same where a merge finds it: %s", (how) => {
  if (how === "driver") tool.ok("pm sync init --yes && git config core.hooksPath none");
  write(tool, "title", "Typed", yesterday());
  a.ok(`pm work-item update ${id} --status review`);
  share(a);
  const merge = "git pull -q --no-rebase --no-edit";
  tool.ok(how === "driver" ? merge : `! ${merge} && pm sync resolve && git commit -qm merged`);
  expect(lost(tool)).toEqual(["title One Typed"]);
});

test("two such edits that meet are both in the journal: the one that is kept there loses later", () => {
  tool.ok("pm sync init --yes && git config core.hooksPath none && git switch -qc topic");
  write(tool, "title", "Typed first", yesterday());
  tool.ok("git switch -q main");
  write(tool, "title", "Typed later", yesterday());
  tool.ok("git merge -q --no-edit topic");
  a.ok(`pm work-item update ${id} --status review`);
  share(a);
  tool.ok("git pull -q --no-rebase --no-edit");
  expect(tool.titles()).toContain("One");
  expect(lost(tool)).toContain("title One Typed later");
  expect(lost(tool)).toContain("title Typed later Typed first");
});

test("what resolve leaves is ignored in a clone without .pm/.gitignore, too", () => {
  tool.ok("git rm -q .pm/.gitignore && git commit -qm away");
  write(tool, "title", "Typed", now());
  a.ok(`pm work-item update ${id} --title Uno`);
  share(a);
  tool.ok("! git pull -q --no-rebase --no-edit && pm sync resolve && git commit -qm merged");
  expect(tool.has(".pm/journal")).toBe(true);
  expect(tool.status()).toEqual([]);
});

test("the same in one's own file", () => {
  a.ok(`pm work-item update ${id} --title Uno && pm sync export`);
  a.ok("git config core.hooksPath none");
  write(a, "title", "Typed", yesterday());
  a.ok("git reset -q --soft HEAD~1 && pm sync import --merge");
  expect(lost(a)).toEqual(["title Uno Typed"]);
});

test("with a clock that is behind, and merged without the version that it edited, it is in the journal, too", () => {
  // The commit that made the item is replaced by another one with the same item.
  a.ok("pm add Three && pm sync commit && git push -q");
  id = a.board().work_items.find(({ title }) => title === "Three")?.id as string;
  tool.ok("git pull -q");
  write(tool, "title", "Typed", yesterday());
  a.ok(`pm work-item update ${id} --title Drei && pm sync export`);
  a.ok("git commit -q --amend -m amended .pm && git push -qf");
  tool.ok("pm sync init --yes -q && git pull -q --no-rebase --no-edit");
  expect(lost(tool)).toContain("title Drei Typed");
  expect(tool.titles()).toContain("Drei");
});

test("two who go on from its edit and write one field have a conflict", () => {
  write(tool, "status", "review", now());
  tool.ok("git push -q");
  b.ok(`pm work-item update ${id} --title Uno`);
  b.ok("pm sync commit && git pull -q --no-rebase --no-edit && git push -q");
  write(tool, "title", "Typed", now());
  tool.ok("pm sync init --yes -q && git pull -q --no-rebase --no-edit");
  expect(lost(tool)).toEqual(["title Typed Uno"]);
});

test("what is left of its edit in a merged file is still told where it loses", () => {
  write(tool, "title", "Typed first", yesterday());
  tool.ok("git push -q && pm sync init --yes -q && git config core.hooksPath none");
  for (const at of [a, b]) at.ok("git pull -q");
  a.ok("pm add Three");
  share(a);
  write(tool, "description", "Typed later", yesterday());
  tool.ok("git pull -q --no-rebase --no-edit && git push -q");
  b.ok("git pull -q");
  expect(lost(b)).toContain("description null Typed later");
});

test("who writes what it has written, without knowing of it, has a conflict with who writes something else", () => {
  b.ok("git config core.hooksPath none");
  write(tool, "title", "Typed", yesterday());
  tool.ok("git push -q");
  b.ok(`git pull -q && pm work-item update ${id} --title Uno && pm sync commit`);
  a.ok("git pull -q");
  a.ok(`pm work-item update ${id} --title Typed && pm sync commit && git push -q`);
  b.ok("git pull -q --no-rebase --no-edit");
  expect(lost(b)).toContain("title Typed Uno");
});
