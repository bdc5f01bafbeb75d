// A pushed file with a time that no edit could follow: it is said, and edits of that field stand for everybody.
import { afterEach, beforeEach, expect, test } from "bun:test";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let ada: Place;
let bob: Place;
beforeEach(() => {
  world = makeWorld();
  ada = world.repository("ada");
  ada.ok("pm project create Shop --key SHOP && pm sync init --yes && pm add One && pm add Two");
  ada.ok("pm sync commit -m board && git push -q origin HEAD:main");
  bob = world.clone("bob", "Bob", true);
  bob.ok("pm list");
});
afterEach(() => world.remove());

test("what was frozen can be edited, and stays edited", () => {
  const eve = world.clone("eve", "Eve");
  const file = eve.read(".pm/data.json");
  const spoilt = file.replace(
    /"title": "One"([\s\S]*?)"deleted_at": null/,
    '"title": "zzz"$1"deleted_at": null,\n      "field_updated_at": {"title": "9999-12-31T23:59:59.999Z"}',
  );
  eve.write(".pm/data.json", spoilt);
  eve.ok("git commit -qam frozen && git push -q origin HEAD:main");

  ada.ok("git fetch -q && git checkout -q origin/main -- .pm/data.json");
  const id = /"id": "(\S+)"(?=[^{}]*"title": "zzz")/.exec(spoilt)?.[1] as string;
  expect(ada.run("pm doctor").stdout).toContain(
    `times from the year 9999 on say nothing, and are on work item ${id.slice(0, 8)}`,
  );
  const imported = ada.run("pm sync import --merge");
  expect(imported.stderr).toContain(
    `since no edit could follow them. They count as when the record was last written otherwise, of work item ${id.slice(0, 8)}.`,
  );
  expect(ada.titles()).toEqual(["Two", "zzz"]);
  ada.ok("git restore --staged --worktree .pm/data.json && git pull -q --no-rebase --no-edit");
  ada.ok(
    `pm work-item update ${id} --title aaa && pm sync commit -m mine && git push -q origin HEAD:main`,
  );
  // Who still has the file, and who merges with it, has the edit in the end.
  bob.ok(`pm work-item update ${id} --priority high && pm sync commit -m his`);
  for (const place of [bob, ada, bob]) {
    place.ok("git pull -q --no-rebase --no-edit origin main && pm sync import -q --merge");
    place.ok("pm sync commit -q -m merged && git push -q origin HEAD:main");
    expect(place.titles()).toEqual(["Two", "aaa"]);
  }
  ada.ok("git pull -q --no-rebase --no-edit origin main");
  expect(ada.read(".pm/data.json")).toBe(bob.read(".pm/data.json"));
  expect(ada.read(".pm/data.json")).not.toContain("9999-");
});
