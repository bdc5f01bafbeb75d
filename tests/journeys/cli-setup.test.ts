// Setting up a board: init, the server and desktop. The doctor has a file of its own.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeSandbox, type Sandbox } from "../support/git.ts";
import { PM, runJson, runOnTerminal, runPm } from "../support/pm.ts";

let box: Sandbox;
const servers: Bun.Subprocess[] = [];
beforeEach(() => {
  box = makeSandbox();
  box.git(".", "init", "-q", "repo");
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.kill();
    await server.exited;
  }
  box.remove();
});

const pm = (...words: string[]) => runPm(box, words, { in: "repo" });
const json = <T>(...words: string[]) => runJson<T>(box, words, { in: "repo" });
const at = (path: string) => join(box.folder, "repo", path);

/** Starts `pm-server` and waits for its URL. */
async function startServer(): Promise<{ server: Bun.Subprocess; url: string }> {
  const server = Bun.spawn([`${PM}-server`], {
    cwd: at("."),
    env: box.env,
    stdout: "pipe",
    stderr: "ignore",
  });
  servers.push(server);
  const { value } = await server.stdout.getReader().read();
  return { server, url: new TextDecoder().decode(value).trim() };
}

async function stop(server: Bun.Subprocess): Promise<number> {
  server.kill("SIGTERM");
  return server.exited;
}

describe("init", () => {
  test("sets a board up, and asks nothing in a pipe", () => {
    const { code, stdout, stderr } = pm("init");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toStartWith(`A new board is in ${at(".pm")}\n`);
    expect(stderr).toContain("pm sync init");
    expect(readFileSync(at(".pm/.gitignore"), "utf8")).toContain("data.db");
    expect(pm("init").stderr).toStartWith("The board is in ");
  });

  test("adds a first project where it is told to, or asked on a terminal", async () => {
    const { project } = json<{ project: { title: string } }>("init", "--project", "Shop");
    expect(project.title).toBe("Shop");
    box.git(".", "init", "-q", "other");
    const asked = await runOnTerminal(box, ["init"], { in: "other", types: "My shop\n" });
    expect(asked.screen).toContain("Title of the first project (empty: none yet)? ");
    expect(asked.screen).toContain("Created project My shop\n");
    const again = await runOnTerminal(box, ["init"], { in: "other" });
    expect(again.screen).not.toContain("?");
  });
});

describe("with a server", () => {
  test("commands give the same, byte for byte", async () => {
    pm("project", "create", "Shop", "--key", "SHOP");
    const id = pm("add", "One", "--label", "x", "--assignee-id", "me").stdout.slice(0, 36);
    pm("comment", "create", id, "Hi");
    pm("sprint", "create", "Sprint 1");
    const commands = [
      ["list"],
      ["list", "--json"],
      ["show", id.slice(0, 6)],
      ["show", id, "--json"],
      ["board"],
      ["board", "--json"],
      ["ready"],
      ["search", "one"],
      ["log"],
      ["log", "--json"],
      ["project", "list"],
      ["sprint", "list"],
      ["comment", "list"],
      ["swim-lane", "list", "--json"],
      ["sync", "export", "-o", "-", "-q"],
      ["show", "00000000"],
      ["work-item", "update", id, "--title", "", "--json"],
      ["work-item", "update", id, "--title", "x", "--version", "7"],
      ["list", "--assignee", "nobody"],
    ];
    const all = () =>
      commands.map((words) => {
        const { code, stdout, stderr } = pm(...words);
        return { words, code, stdout: stdout.replace(/"exported_at": "[^"]*"/, ""), stderr };
      });
    const alone = all();
    const { server, url } = await startServer();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(all()).toEqual(alone);
    expect(pm("--server", url, "list").code).toBe(0);
    expect(await stop(server)).toBe(0);
    expect(pm("--server", url, "list")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("No running pm-server found"),
    });
    expect(pm("list").code).toBe(0);
  });

  test("desktop gives a URL that signs a browser in, once", async () => {
    pm("project", "create", "Shop");
    const { server, url } = await startServer();
    const desktop = json<{ url: string; opened: boolean; started: boolean }>("desktop", "--print");
    expect(desktop).toMatchObject({ opened: false, started: false });
    expect(desktop.url).toStartWith(url);
    const entered = await fetch(desktop.url, { redirect: "manual" });
    expect(entered.status).toBe(303);
    const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
    const projects = await fetch(`${url}/api/v1/projects`, { headers: { cookie } });
    expect(await projects.json()).toMatchObject({ projects: [{ title: "Shop" }] });
    expect((await fetch(desktop.url, { redirect: "manual" })).status).toBe(401);
    await stop(server);
  });

  test("desktop starts a server where there is none", async () => {
    pm("project", "create", "Shop");
    const first = pm("desktop");
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/session\?code=[0-9a-f]+\n$/);
    expect(first.stderr).toContain("Started a server");
    const { pid } = JSON.parse(readFileSync(at(".pm/server.json"), "utf8")) as { pid: number };
    expect(pm("desktop").stderr).not.toContain("Started a server");
    process.kill(pid);
    while (existsSync(at(".pm/server.json"))) await Bun.sleep(20);
  });
});
