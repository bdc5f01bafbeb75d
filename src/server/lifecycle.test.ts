// The real executable, from its start to its end.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { makeSandbox, type Sandbox } from "../../tests/support/git.ts";
import { PM, runJson, runPm } from "../../tests/support/pm.ts";
import { connectRaw } from "../../tests/support/server.ts";
import { readServerFile } from "../workspace/server-file.ts";

const PM_SERVER = join(dirname(PM), "pm-server");

let box: Sandbox;
let pmDir: string;
const started: Bun.Subprocess[] = [];
beforeEach(() => {
  box = makeSandbox();
  box.git("", "init", "-q", "repo");
  pmDir = join(box.folder, "repo/.pm");
});
afterEach(async () => {
  for (const one of started.splice(0)) {
    one.kill("SIGKILL");
    await one.exited;
  }
  box.remove();
});

function spawn(words: string[] = [], folder = "repo") {
  const child = Bun.spawn([PM_SERVER, ...words], {
    cwd: join(box.folder, folder),
    env: box.env,
    stdout: "pipe",
    stderr: "pipe",
  });
  started.push(child);
  return child;
}

/** Starts a server and waits for the URL that it prints. */
async function start(words: string[] = [], folder = "repo") {
  const child = spawn(words, folder);
  const { value } = await child.stdout.getReader().read();
  return { child, url: new TextDecoder().decode(value).trim() };
}

/** Starts a server that will not run, and gives what it says and its exit code. */
async function startInVain(words: string[] = []) {
  const child = spawn(words);
  const [said, code] = await Promise.all([new Response(child.stderr).text(), child.exited]);
  return { said, code };
}

const pm = (...words: string[]) => runPm(box, words, { in: "repo" });
/** The same while this process goes on: a server in it can answer. */
async function pmMeanwhile(...words: string[]) {
  const child = Bun.spawn([PM, ...words], {
    cwd: join(box.folder, "repo"),
    env: box.env,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, code };
}
const file = (name: string) => join(pmDir, name);

describe("a start", () => {
  test("makes the board ready and says where it is, once it is", async () => {
    mkdirSync(join(box.folder, "repo/src/deep"), { recursive: true });
    const { child, url } = await start([], "repo/src/deep");
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const server = readServerFile(pmDir);
    expect(server).toMatchObject({
      pid: child.pid,
      host: "127.0.0.1",
      port: Number(new URL(url).port),
      root: join(box.folder, "repo"),
    });
    expect(statSync(file("server.json")).mode & 0o777).toBe(0o600);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect(box.git("repo", "status", "--porcelain", "-uall").trim().split("\n")).toEqual([
      "?? .pm/.gitattributes",
      "?? .pm/.gitignore",
      "?? .pm/config.toml",
    ]);
  });

  test("is refused while another server of this board runs, and says where", async () => {
    const { child, url } = await start();
    const { said, code } = await startInVain();
    expect(code).toBe(1);
    expect(said).toContain(url);
    expect(said).toContain(String(child.pid));
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  test("is one of many at once", async () => {
    const children = Array.from({ length: 5 }, () => spawn());
    const first = await Promise.all(
      children.map(async (child) => {
        const { value } = await child.stdout.getReader().read();
        return value === undefined ? null : new TextDecoder().decode(value);
      }),
    );
    expect(first.filter((url) => url !== null)).toHaveLength(1);
  });

  test("follows the port of config.toml, the flag before it, and no address", async () => {
    const free = Bun.serve({ port: 0, fetch: () => new Response() });
    const port = free.port;
    await free.stop(true);
    box.write("repo/.pm/config.toml", `[server]\nport = ${port}\nhost = "0.0.0.0"\n`);
    const { child, url } = await start();
    expect(url).toBe(`http://127.0.0.1:${port}`);
    child.kill("SIGTERM");
    await child.exited;
    expect(await new Response(child.stderr).text()).toContain("--host");
    expect((await start(["--port", "0"])).url).not.toBe(url);
  });

  test("is refused where another program has the port", async () => {
    const other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
    const { said, code } = await startInVain(["--port", String(other.port)]);
    expect([code, said]).toEqual([1, expect.stringContaining(`port ${other.port}`)]);
    expect(existsSync(file("server.json"))).toBe(false);
    await other.stop(true);
    expect((await start()).url).toStartWith("http://127.0.0.1:");
  });

  test("is refused where the server of another board has the port", async () => {
    const { url } = await start();
    box.git("", "init", "-q", "other");
    const { said, code } = await startInVain(["-C", "../other", "--port", new URL(url).port]);
    expect([code, said]).toEqual([1, expect.stringContaining(`port ${new URL(url).port}`)]);
  });

  test.each(["203.0.113.1", "nowhere.invalid"])(
    "is refused for %s, which is not here",
    async (host) => {
      const { said, code } = await startInVain(["--host", host]);
      expect(code).toBe(1);
      expect(said).toContain(`Cannot listen on ${host}: this machine has no such address.`);
    },
  );

  test.each([
    ["bad settings", () => box.write("repo/.pm/config.toml", "[server\n"), "config.toml at line 1"],
    ["a board that is none", () => box.write("repo/.pm/data.json", "{,}"), "data.json"],
  ])("is refused for %s, and for no longer than that", async (_, spoil, words) => {
    const path = spoil();
    const { said, code } = await startInVain();
    expect([code, said]).toEqual([1, expect.stringContaining(words)]);
    expect(said).not.toContain("    at ");
    rmSync(path);
    expect((await start()).url).toStartWith("http://127.0.0.1:");
  });

  test("leaves alone what links of the repository point to", async () => {
    const precious = box.write("precious", "mine\n");
    mkdirSync(pmDir);
    for (const name of ["server.lock", "server.json"]) symlinkSync(precious, file(name));
    await start();
    expect(readFileSync(precious, "utf8")).toBe("mine\n");
    expect(readServerFile(pmDir)).not.toBeNull();
  });
});

describe("after a crash", () => {
  test("a server starts again, and what was written is there", async () => {
    const { child } = await start();
    expect(pm("project", "create", "Web").code).toBe(0);
    child.kill("SIGKILL");
    await child.exited;
    expect(existsSync(file("server.json"))).toBe(true);
    expect(pm("project", "list").stdout).toContain("Web");
    await start();
    expect(pm("project", "list").stdout).toContain("Web");
  });

  test("somebody else on the port of the old server.json gets nothing", async () => {
    const seen: string[] = [];
    const thief = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      async fetch(request) {
        seen.push(`${request.url} ${JSON.stringify(request.headers)} ${await request.text()}`);
        return Response.json({ status: "ok", proof: "0".repeat(64), projects: [] });
      },
    });
    const { child } = await start();
    child.kill("SIGKILL");
    await child.exited;
    const server = JSON.parse(readFileSync(file("server.json"), "utf8"));
    const stale = { ...server, pid: process.pid, port: thief.port };
    writeFileSync(file("server.json"), JSON.stringify(stale), { mode: 0o600 });
    expect((await pmMeanwhile("project", "create", "Secret plans")).code).toBe(0);
    expect((await pmMeanwhile("project", "list")).stdout).toContain("Secret plans");
    const address = `http://127.0.0.1:${thief.port}`;
    const insisted = await pmMeanwhile("project", "list", "--server", address);
    expect([insisted.code, insisted.stderr]).toEqual([
      1,
      expect.stringContaining("No running pm-server found"),
    ]);
    expect(seen.length).toBeGreaterThan(0);
    for (const request of seen) {
      expect(request).not.toContain(server.token);
      expect(request).not.toContain("Secret");
    }
    await thief.stop(true);
  });

  test("a server.json that a check-out brought is not believed", async () => {
    let asked = 0;
    const thief = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch: () => {
        asked += 1;
        return new Response();
      },
    });
    const path = box.write(
      "repo/.pm/server.json",
      JSON.stringify({
        pid: process.pid,
        host: "127.0.0.1",
        port: thief.port,
        version: "0",
        root: join(box.folder, "repo"),
        token: "0".repeat(64),
        started_at: "",
      }),
    );
    chmodSync(path, 0o644);
    expect((await pmMeanwhile("project", "create", "Web")).code).toBe(0);
    expect(asked).toBe(0);
    await thief.stop(true);
  });
});

describe("a running server", () => {
  test("is what pm uses, and both ways say the same", async () => {
    pm("project", "create", "Web", "--key", "WEB");
    pm("work-item", "create", "--type", "task", "--title", "One");
    const alone = pm("work-item", "list", "--json").stdout;
    const { child, url } = await start();
    expect(pm("work-item", "list", "--json").stdout).toBe(alone);
    expect(pm("work-item", "list", "--json", "--server", url).stdout).toBe(alone);
    const refusals = [
      ["project", "create", "x".repeat(201)],
      ["work-item", "get", "0000"],
    ].map((words) => pm(...words));
    child.kill("SIGTERM");
    await child.exited;
    const again = [
      ["project", "create", "x".repeat(201)],
      ["work-item", "get", "0000"],
    ].map((words) => pm(...words));
    expect(again).toEqual(refusals);
    expect(refusals.map(({ code }) => code)).toEqual([1, 3]);
  });

  test("is asked straight, past any proxy of the environment", async () => {
    const seen: string[] = [];
    const proxy = Bun.serve({
      port: 0,
      fetch: ({ url, headers }) => {
        seen.push(url + JSON.stringify(headers));
        return new Response();
      },
    });
    const { url } = await start();
    const env = Object.fromEntries(
      ["http_proxy", "HTTP_PROXY", "ALL_PROXY"].map((name) => [
        name,
        `http://127.0.0.1:${proxy.port}`,
      ]),
    );
    const child = Bun.spawn([PM, "project", "list", "--server", url], {
      cwd: join(box.folder, "repo"),
      env: { ...box.env, ...env },
    });
    expect(await child.exited).toBe(0);
    expect(seen).toEqual([]);
    await proxy.stop(true);
  });

  test("takes twenty commands at once, and loses none", async () => {
    pm("project", "create", "Web");
    await start();
    const runs = Array.from({ length: 20 }, (_, n) =>
      Bun.spawn([PM, "add", `Item ${n}`], {
        cwd: join(box.folder, "repo"),
        env: box.env,
        stdout: "ignore",
      }),
    );
    expect(await Promise.all(runs.map((run) => run.exited))).toEqual(Array(20).fill(0));
    const list = runJson<{ work_items: unknown[] }>(box, ["work-item", "list"], { in: "repo" });
    expect(list.work_items).toHaveLength(20);
  });
});

describe("the end", () => {
  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "comes with %s, and leaves nothing behind",
    async (signal) => {
      const { child } = await start();
      child.kill(signal);
      expect(await child.exited).toBe(0);
      expect(existsSync(file("server.json"))).toBe(false);
      expect(existsSync(file("data.db-wal"))).toBe(false);
      await start();
    },
  );

  test("waits for what is in flight", async () => {
    const { child, url } = await start();
    const token = readServerFile(pmDir)?.token;
    const connection = await connectRaw(Number(new URL(url).port));
    const body = '{"title": "In flight"}';
    connection.send(
      `POST /api/v1/projects HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer ${token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    await Bun.sleep(100);
    child.kill("SIGTERM");
    await Bun.sleep(300);
    expect(existsSync(file("server.json"))).toBe(false);
    expect(child.exitCode).toBeNull();
    connection.send(body.slice(5));
    expect(await connection.until("In flight")).toStartWith("HTTP/1.1 201 ");
    expect(await child.exited).toBe(0);
    expect(pm("project", "list").stdout).toContain("In flight");
  });

  test("does not wait for connections that ask nothing, nor for open boards", async () => {
    const { child, url } = await start();
    const idle = await connectRaw(Number(new URL(url).port));
    const socket = new WebSocket(`${url.replace("http", "ws")}/ws`, {
      headers: { authorization: `Bearer ${readServerFile(pmDir)?.token}` },
    } as never);
    const closed = new Promise<number>((resolve) => {
      socket.onclose = ({ code }) => resolve(code);
    });
    await new Promise((resolve) => {
      socket.onmessage = resolve;
    });
    await fetch(`${url}/health`);
    const asked = Date.now();
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    expect(Date.now() - asked).toBeLessThan(2000);
    expect(await closed).toBe(1001);
    idle.close();
  });

  test("comes by itself when there is nothing to do", async () => {
    const begun = Date.now();
    const { child, url } = await start(["--idle-shutdown", "1"]);
    await Bun.sleep(700);
    expect(pm("project", "list", "--server", url).code).toBe(0);
    expect(await child.exited).toBe(0);
    expect(Date.now() - begun).toBeGreaterThan(1600);
    expect(existsSync(file("server.json"))).toBe(false);
  });

  test("comes where the database is taken away, so that nothing is written into the void", async () => {
    pm("project", "create", "Web");
    const { child } = await start();
    for (const name of ["data.db", "data.db-wal", "data.db-shm"])
      rmSync(file(name), { force: true });
    expect(await child.exited).toBe(1);
    expect(await new Response(child.stderr).text()).toContain("data.db was removed or replaced");
    expect(existsSync(file("server.json"))).toBe(false);
  });

  test("removes no server.json but its own", async () => {
    const { child } = await start();
    const other = readFileSync(file("server.json"), "utf8").replace(/"token": "./, '"token": "0');
    writeFileSync(file("server.json"), other.replace(/"token": "0./, '"token": "01'));
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    expect(existsSync(file("server.json"))).toBe(true);
  });
});

describe("the command line", () => {
  test.each([
    [["--port", "70000"]],
    [["--port", "x"]],
    [["--idle-shutdown", "0"]],
    [["--host", " "]],
    [["--nothing"]],
    [["here"]],
  ])("is checked: %j", async (words) => {
    const { said, code } = await startInVain(words);
    expect([code, said]).toEqual([2, expect.stringMatching(/./)]);
    expect(existsSync(pmDir)).toBe(false);
  });

  test("--host lets others in by that name, with a warning, and pm finds it all the same", async () => {
    const { child, url } = await start(["--host", "0.0.0.0"]);
    expect(url).toStartWith("http://127.0.0.1:");
    expect(pm("project", "list", "--server", url).code).toBe(0);
    child.kill("SIGTERM");
    await child.exited;
    expect(await new Response(child.stderr).text()).toContain("plain HTTP");
  });

  test("--help and --version make nothing", async () => {
    for (const flag of ["--help", "--version"]) {
      const child = spawn([flag]);
      expect(await child.exited).toBe(0);
      expect(await new Response(child.stdout).text()).toContain("pm");
    }
    expect(existsSync(pmDir)).toBe(false);
  });
});
