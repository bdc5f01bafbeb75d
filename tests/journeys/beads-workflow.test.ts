// Issues of Beads on their way between two clones and a bare remote.
import { afterEach, beforeEach, expect, test } from "bun:test";
import { beadsFile, generatedIssues, type IssueLine } from "../support/beads-file.ts";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

const lines = generatedIssues(500, 11);

/** The ids of live items by their ids in Beads. */
function itemsOf(at: Place): Map<string, { id: string; title: string; status: string }> {
  const items = at.board().work_items as unknown as {
    id: string;
    title: string;
    status: string;
    beads_id: string;
    deleted_at: string | null;
  }[];
  const live = items.filter((item) => item.deleted_at === null);
  return new Map(live.map((item) => [item.beads_id, item]));
}

test("A imports, B edits, A imports what has changed in Beads, and both have everything", () => {
  const a = world.repository("a");
  a.write("issues.jsonl", beadsFile(...lines));
  a.ok("pm import beads issues.jsonl && pm sync export");
  a.ok("git add .pm/data.json .pm/config.toml && git commit -qm 'Add the issues' && git push -q");

  const b = world.clone("b", "Bob");
  b.ok("pm sync import");
  b.ok("pm sync export");
  expect(b.status()).toEqual([]);
  expect(b.titles()).toEqual(a.titles());
  const items = [...itemsOf(b)].filter(([, item]) => item.status !== "done");
  const [[first = "", mine] = [], [second = ""] = []] = items;
  b.ok(`pm work-item update ${mine?.id} --status review --title "Bob's"`);
  b.ok("pm work-item create --type task --title Extra");
  b.ok("pm sync export && git commit -qam 'Take one up' && git push -q");

  // Meanwhile somebody works on in Beads.
  const changed = lines.map((line): IssueLine => {
    if (line.id === first) return { ...line, description: "Beads'", updated_at: later(1) };
    if (line.id === second) return { ...line, title: "Beads' title", updated_at: later(2) };
    return line;
  });
  a.write("issues.jsonl", beadsFile(...changed));
  expect(a.json("import beads issues.jsonl")).toMatchObject({ created: 0, updated: 2 });
  a.ok("pm sync export && git commit -qam 'Import again'");
  a.ok("pm sync init --yes && git pull -q --no-rebase && pm sync import --merge && git push -q");
  b.ok("git pull -q && pm sync import --merge");

  for (const at of [a, b]) {
    at.ok("pm sync export");
    expect(at.titles()).toContain("Extra");
    expect(itemsOf(at).get(first)).toMatchObject({
      title: "Bob's",
      status: "review",
      description: "Beads'",
    } as object);
    expect(itemsOf(at).get(second)?.title).toBe("Beads' title");
    expect(at.board().work_items).toHaveLength(501);
  }
  expect(a.read(".pm/data.json")).toBe(b.read(".pm/data.json"));
  expect(a.json("import beads issues.jsonl")).toMatchObject({ created: 0, updated: 0 });

  // Bob imports the same file for the first time there: he has everything already.
  b.write("issues.jsonl", beadsFile(...changed));
  expect(b.json("import beads issues.jsonl")).toMatchObject({ created: 0, updated: 0 });
  b.ok("pm sync export");
  expect(b.status().filter((line) => !line.startsWith("??"))).toEqual([]);
});

/** A time after every other in the file, and before any edit in `pm`. */
function later(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
}
