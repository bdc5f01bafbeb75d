// The main job: two developers, one board, carried by git. In its three forms: with servers, without,
// and with nothing but git after `pm sync init`.
import { afterEach, beforeEach, expect, test } from "bun:test";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

const projectOf = (at: Place): string => {
  const { projects } = at.json<{ projects: { id: string }[] }>("project list");
  return projects[0]?.id ?? "";
};

type Start = (at: Place) => Promise<() => Promise<void>>;

async function workflow(start: Start): Promise<void> {
  const a = world.repository("my-web-app");
  const stopA = await start(a);
  a.ok('pm project create "V2 Redesign"');
  const project = projectOf(a);
  a.ok(`pm work-item create --project-id ${project} --type story --title "Homepage"`);
  a.ok("pm sync export");
  a.ok('git add .pm/data.json .pm/config.toml && git commit -m "Add V2 project" && git push');

  const b = world.clone("b", "Bob");
  b.ok("pm sync import");
  expect(b.has(".pm/data.db")).toBe(true);
  const stopB = await start(b);
  expect(b.ok("pm work-item list")).toContain("Homepage");
  b.ok(`pm work-item create --project-id ${project} --type story --title "Navbar"`);
  b.ok('pm sync export && git commit -am "Add navbar task" && git push');

  expect(a.ok("git pull && pm sync import --merge && pm work-item list")).toContain("Navbar");
  expect(a.titles()).toEqual(["Homepage", "Navbar"]);
  expect(a.status()).toEqual(["?? .pm/.gitattributes", "?? .pm/.gitignore"]);
  expect(a.read(".pm/data.json")).toBe(b.read(".pm/data.json"));
  await stopA();
  await stopB();
}

test("with a server each", async () => {
  await workflow((at) => at.serve());
});

test("without a server", async () => {
  await workflow(async () => async () => {});
});

test("with nothing but git, once pm sync init has run", () => {
  const a = world.repository("my-web-app");
  a.ok("pm sync init --yes");
  a.ok('pm project create "V2 Redesign"');
  a.ok("pm work-item create --type story --title Homepage");
  a.ok("git add .pm && echo 1 > a && git add a && git commit -qm 'Add V2 project' && git push -q");
  expect(a.status()).toEqual([]);

  const b = world.clone("b", "Bob", true);
  expect(b.titles()).toEqual(["Homepage"]);
  b.ok("pm work-item create --type story --title Navbar");
  b.ok("echo 1 > b && git add b && git commit -qm 'Add navbar task' && git push -q");
  expect(b.ok("git show --stat --format= HEAD")).toContain(".pm/data.json");

  a.ok("pm work-item create --type story --title Footer");
  a.ok("echo 2 > a && git commit -qam 'Add footer' && git pull -q --no-rebase && git push -q");
  expect(a.titles()).toEqual(["Footer", "Homepage", "Navbar"]);
  expect(a.board().work_items).toHaveLength(3);

  b.ok("pm work-item create --type story --title Sidebar");
  b.ok("echo 2 > b && git commit -qam 'Add sidebar' && git pull -q --rebase && git push -q");
  expect(b.titles()).toEqual(["Footer", "Homepage", "Navbar", "Sidebar"]);

  a.ok("git switch -q -c topic && pm work-item create --type task --title Topic");
  a.ok("echo 3 > c && git add c && git commit -qm topic && git switch -q main && git pull -q");
  a.ok("git merge -q --no-edit topic && git push -q");
  b.ok("git pull -q --rebase");
  for (const at of [a, b]) {
    expect(at.titles()).toEqual(["Footer", "Homepage", "Navbar", "Sidebar", "Topic"]);
    expect(at.status()).toEqual([]);
  }
  expect(a.read(".pm/data.json")).toBe(b.read(".pm/data.json"));
});
