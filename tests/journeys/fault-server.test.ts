// What a server that crashed has left, and who may sit on its port by now.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentOf, start } from "./fault-support.ts";
import { makeWorld, type Place, type World } from "./support.ts";

let world: World;
let a: Place;
beforeEach(() => {
  world = makeWorld();
  a = world.repository("a");
  a.ok("pm project create V2");
});
afterEach(() => world.remove());

const TOKEN = "5ec2e7".padEnd(64, "0");

/** Writes a `server.json` as a server would have, pointing to this port. */
function leaveServerFile(port: number, changes: Record<string, unknown> = {}): void {
  const path = join(a.folder, ".pm/server.json");
  const file = {
    pid: process.pid,
    host: "127.0.0.1",
    port,
    version: "0.1.0",
    root: a.folder,
    token: TOKEN,
    started_at: "2026-02-08T12:00:00.000Z",
    ...changes,
  };
  writeFileSync(path, JSON.stringify(file), { mode: 0o600 });
  chmodSync(path, 0o600);
}

/** Somebody who listens, writes down all that comes, and answers with `answer`. */
function listen(answer: string) {
  let heard = "";
  const server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket, bytes) {
        heard += bytes.toString("latin1");
        socket.write(answer);
        socket.end();
      },
    },
  });
  return { port: server.port, heard: () => heard, stop: () => server.stop(true) };
}

const http = (body: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;

describe("another process on the port of a stale server.json", () => {
  test.each([
    ["says nothing", ""],
    ["is no HTTP server", "220 mail.example.org ESMTP\r\n"],
    ["answers as if it were one", http('{"status":"ok","proof":"1234"}')],
    ["gives the question back", http(`{"proof":"${TOKEN}"}`)],
    ["leads elsewhere", "HTTP/1.1 302 Found\r\nlocation: /ws\r\ncontent-length: 0\r\n\r\n"],
  ])("%s: it never hears the token, and the command does without", async (_, answer) => {
    const stranger = listen(answer);
    leaveServerFile(stranger.port);
    // Not `a.ok`, which would keep this process, who is the stranger, from answering.
    const { code, stdout } = await start(a, environmentOf(a), ["add", "--json", "Navbar"]);
    expect(JSON.parse(stdout).work_item.title).toBe("Navbar");
    expect(code).toBe(0);
    stranger.stop();
    // It was asked, so that this says something; and not with the token.
    expect(stranger.heard()).toContain("nonce=");
    expect(stranger.heard()).not.toContain(TOKEN);
    expect(a.titles()).toEqual(["Navbar"]);
  });

  test("is not even asked where server.json is another one's", () => {
    const stranger = listen("");
    for (const changes of [
      { root: join(world.folder, "b") },
      { token: "short" },
      { host: "attacker.example.org" },
      { port: "8080" },
    ]) {
      leaveServerFile(stranger.port, changes);
      a.ok("pm work-item list");
    }
    leaveServerFile(stranger.port);
    // As git would have checked it out.
    chmodSync(join(a.folder, ".pm/server.json"), 0o644);
    a.ok("pm work-item list");
    stranger.stop();
    expect(stranger.heard()).toBe("");
  });

  test("--server insists, and says who was tried", () => {
    leaveServerFile(1);
    const { code, stderr } = a.run("pm work-item list --server http://127.0.0.1:1");
    expect(code).toBe(1);
    expect(stderr).toContain("No running pm-server found");
    expect(stderr).toContain("http://127.0.0.1:1");
  });
});

describe("what a crash has left", () => {
  test.each([
    ["an empty lock", ""],
    ["a lock with a number in it", "4711\n"],
    ["a lock with bytes in it", "\0\u0001\u00ff".repeat(2000)],
  ])("%s is taken over", async (_, content) => {
    a.write(".pm/server.lock", content);
    const stop = await a.serve();
    expect(a.run("pm-server").stderr).toMatch(/running already/);
    await stop();
    expect(a.has(".pm/server.json")).toBe(false);
  });

  test("a server.json of a process that is gone is in nobody's way", async () => {
    leaveServerFile(1, { pid: 2 ** 22 + 1 });
    a.ok("pm add Homepage");
    expect(a.titles()).toEqual(["Homepage"]);
  });
});
