// A server in this process, on a board of its own; and a raw connection to say anything over.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../src/access/local.ts";
import type { LocalBoard } from "../../src/board/local-board.ts";
import { newSecret } from "../../src/server/secrets.ts";
import { serve } from "../../src/server/serve.ts";
import { writeUser } from "../../src/workspace/identity.ts";
import type { Workspace } from "../../src/workspace/locate.ts";
import { windowKeyStore } from "../../src/workspace/window-keys.ts";

export interface TestServer {
  workspace: Workspace;
  board: LocalBoard;
  url: string;
  port: number;
  token: string;
  /** From now on another file has the name of the database. */
  loseDatabase(): void;
  /** Moves the server's clock on. */
  wait(milliseconds: number): void;
  /** A request with the token; a body that is no text goes as JSON. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
  stop(): Promise<void>;
}

export const ANN = {
  id: "0e0e0e0e-0e0e-4e0e-8e0e-0e0e0e0e0e0e",
  name: "Ann",
  email: "ann@example.org",
};

/** A workspace outside of git, in a temporary folder. */
export function temporaryWorkspace(): { workspace: Workspace; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), "pm-server-"));
  const pmDir = join(root, ".pm");
  const workspace: Workspace = { root, pmDir, kind: "configured", gitDir: null, commonDir: null };
  mkdirSync(pmDir);
  writeUser(workspace, ANN);
  return { workspace, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Starts a server; the caller stops it. */
export function startServer(): TestServer {
  const { workspace, remove } = temporaryWorkspace();
  const database = openDatabase(workspace);
  if (!database.ok) throw new Error(database.refusal.message);
  const { board } = database.value;
  const token = newSecret();
  let ahead = 0;
  let current = true;
  const now = () => Date.now() + ahead;
  const running = serve({
    board,
    feed: "f",
    host: "127.0.0.1",
    port: 0,
    token,
    windowKeys: windowKeyStore(workspace.pmDir),
    version: "0",
    isCurrent: () => current,
    now,
  });
  if (!running.ok) throw new Error(running.refusal.message);
  const { url, port, stop } = running.value;
  return {
    workspace,
    board,
    url,
    port,
    token,
    loseDatabase: () => {
      current = false;
    },
    wait: (milliseconds) => {
      ahead += milliseconds;
    },
    call(method, path, body, headers = {}) {
      const text = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
      const type = text === undefined ? {} : { "content-type": "application/json" };
      return fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...type, ...headers },
        redirect: "manual",
        ...(text === undefined ? {} : { body: text }),
      });
    },
    async stop() {
      await stop();
      await board.close();
      remove();
    },
  };
}

export interface RawConnection {
  send(text: string): void;
  /** What has come so far. */
  received(): string;
  /** Waits until the text has come, or the connection has ended. */
  until(text: string): Promise<string>;
  close(): void;
}

/** A plain TCP connection: for what no HTTP client would send. */
export async function connectRaw(port: number): Promise<RawConnection> {
  let received = "";
  let ended = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const one of waiting) one();
  };
  const end = () => {
    ended = true;
    wake();
  };
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data(_, bytes) {
        received += bytes.toString("utf8");
        wake();
      },
      close: end,
      end,
      error: end,
    },
  });
  return {
    send: (text) => {
      socket.write(text);
    },
    received: () => received,
    until: (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (!(received.includes(text) || ended)) return;
          waiting.delete(look);
          resolve(received);
        };
        waiting.add(look);
        look();
      }),
    close: () => socket.end(),
  };
}
