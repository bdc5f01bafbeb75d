import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { startServer, type TestServer, temporaryWorkspace } from "../../tests/support/server.ts";
import { layout } from "../workspace/layout.ts";
import type { Workspace } from "../workspace/locate.ts";
import { type ServerFile, writeServerFile } from "../workspace/server-file.ts";
import { openBoard } from "./open-board.ts";

let server: TestServer;
beforeEach(() => {
  server = startServer();
});
afterEach(() => server.stop());

function announce(change: Partial<ServerFile> = {}): void {
  writeServerFile(server.workspace.pmDir, {
    pid: process.pid,
    host: "127.0.0.1",
    port: server.port,
    version: "0",
    root: server.workspace.root,
    token: server.token,
    started_at: "2026-01-01T00:00:00.000Z",
    ...change,
  });
}

/** Whether the board of a workspace is reached through the server: only that one tells it. */
async function goesThroughServer(workspace: Workspace = server.workspace): Promise<boolean> {
  const opened = await openBoard(workspace);
  if (!opened.ok) throw new Error(opened.refusal.message);
  const before = server.board.changes.stamp();
  const done = await opened.value.execute("project.create", { title: "p" });
  if (!done.ok) throw new Error(done.refusal.message);
  await opened.value.close();
  // The stamp moves when another connection than the server's own has written.
  return server.board.changes.stamp() === before && server.board.changes.lastSeq() > 0;
}

test("a live server is used", async () => {
  announce();
  expect(await goesThroughServer()).toBe(true);
});

test("without a server, the database", async () => {
  expect(await goesThroughServer()).toBe(false);
});

describe("a server.json is not followed", () => {
  test.each<[string, () => Partial<ServerFile>]>([
    ["of a process that is gone", () => ({ pid: 2 ** 22 + 1 })],
    ["with another token than the server's", () => ({ token: "0".repeat(64) })],
    ["with a port where nobody listens", () => ({ port: 1 })],
  ])("%s", async (_, change) => {
    announce(change());
    expect(await goesThroughServer()).toBe(false);
  });

  test("that came along when the folder was copied", async () => {
    const copy = temporaryWorkspace();
    try {
      announce();
      writeServerFile(copy.workspace.pmDir, {
        pid: process.pid,
        host: "127.0.0.1",
        port: server.port,
        version: "0",
        root: server.workspace.root,
        token: server.token,
        started_at: "",
      });
      expect(await goesThroughServer(copy.workspace)).toBe(false);
      expect(server.board.changes.lastSeq()).toBe(0);
      expect(existsSync(layout(copy.workspace.pmDir).dataDb)).toBe(true);
    } finally {
      copy.remove();
    }
  });

  test("that is no JSON", async () => {
    writeFileSync(layout(server.workspace.pmDir).serverJson, "{", { mode: 0o600 });
    expect(await goesThroughServer()).toBe(false);
  });
});

describe("a server that is insisted on", () => {
  const insist = (url: string) => openBoard(server.workspace, { server: url });

  test("is used under each of its names", async () => {
    announce();
    for (const url of [server.url, `${server.url}/`, `http://localhost:${server.port}`]) {
      const opened = await insist(url);
      expect(opened.ok && (await opened.value.query("projects", {}))).toMatchObject({ ok: true });
    }
  });

  test("is not done without", async () => {
    const missing = await insist(server.url);
    expect(missing).toMatchObject({
      ok: false,
      refusal: {
        kind: "unavailable",
        message: expect.stringContaining("No running pm-server found"),
      },
    });
    announce();
    expect(await insist("http://127.0.0.1:1")).toMatchObject({
      ok: false,
      refusal: { message: expect.stringContaining("http://127.0.0.1:1") },
    });
  });

  test.each(["here", "ftp://127.0.0.1", "http://me:secret@127.0.0.1", "http://127.0.0.1/path", ""])(
    "must be a URL: %s",
    async (url) => {
      expect(await insist(url)).toMatchObject({ ok: false, refusal: { kind: "usage" } });
    },
  );
});
