/** The server itself: what listens, in front of the routes of `app.ts`. */
import { lookup } from "node:dns/promises";
import type { LocalBoard } from "../board/local-board.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { serverUrl } from "../workspace/server-file.ts";
import type { WindowKeyStore } from "../workspace/window-keys.ts";
import { createApp } from "./app.ts";
import { BOARD_BODY } from "./body.ts";
import { hostsOf } from "./hosts.ts";
import { type ClientState, createLive, MOST_CLIENTS } from "./live.ts";
import { problem } from "./problem.ts";
import { createSessions } from "./secrets.ts";
import { createGate, type Gate, withSecurityHeaders } from "./security.ts";
import { createWindowKeys } from "./window-keys.ts";

export interface ServeOptions {
  board: LocalBoard;
  /** Names the database that the board is on. */
  feed: string;
  host: string;
  /** 0 is any free one. */
  port: number;
  token: string;
  windowKeys: WindowKeyStore;
  version: string;
  /** Whether the database is still the one that the board was opened on. */
  isCurrent: () => boolean;
  /** Milliseconds since 1970. */
  now: () => number;
}

export interface Running {
  port: number;
  url: string;
  /** Milliseconds since the last request that was let in; 0 while a browser is connected. */
  idleFor(): number;
  /** Ends what is in flight, for as long as `STOP_MS`, and then listens no more. */
  stop(): Promise<void>;
}

/** How long requests in flight have to end when the server stops. */
const STOP_MS = 10_000;
/** For a request that sends nothing: in seconds. */
const IDLE_TIMEOUT = 30;
/** For a whole board that comes or goes: the longest that Bun has. */
const LONG_TIMEOUT = 255;

/**
 * A refusal if no machine has this name or address. Asked before `serve`: Bun tells of a name that it cannot find
 * with whatever error the system had last.
 */
export async function checkHost(host: string): Promise<Outcome<null>> {
  return lookup(host).then(
    () => ok(null),
    () => refuseAddress(host),
  );
}

/** Starts to listen; a refusal if the address cannot be had. */
export function serve(options: ServeOptions): Outcome<Running> {
  const { board, host, token, version, now } = options;
  const live = createLive(board.changes, options.feed);
  const sessions = createSessions(now);
  let lastRequest = now();

  let gate: Gate;
  let app: ReturnType<typeof createApp>;
  const answer = async (request: Request, server: Bun.Server<ClientState>) => {
    const refused = gate.checkOrigin(request);
    if (refused) return refused;
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/ws") return openSocket(request, searchParams, server);
    if (pathname.includes("/sync/")) server.timeout(request, LONG_TIMEOUT);
    return app.fetch(request);
  };
  const openSocket = (
    request: Request,
    search: URLSearchParams,
    server: Bun.Server<ClientState>,
  ): Response | undefined => {
    const refused = gate.checkToken(request);
    if (refused) return refused;
    if (live.clients() >= MOST_CLIENTS) return problem(503, "Too many boards are open.");
    if (server.upgrade(request, { data: live.stateOf(search) })) return undefined;
    return problem(400, "This is a WebSocket: it has to be asked for as one.");
  };

  const listening = listen(host, options.port, () =>
    Bun.serve<ClientState>({
      hostname: host,
      port: options.port,
      idleTimeout: IDLE_TIMEOUT,
      // Smaller bounds are kept route by route; this one keeps Bun from taking in more.
      maxRequestBodySize: BOARD_BODY.size,
      development: false,
      // Without this Bun shares a port that another server has, and requests go to either.
      reusePort: false,
      websocket: live.handler,
      async fetch(request, server) {
        const response = await answer(request, server);
        return response && withSecurityHeaders(response);
      },
      error(error) {
        console.error(error);
        return withSecurityHeaders(problem(500, "Something went wrong here."));
      },
    }),
  );
  if (!listening.ok) return listening;
  const server = listening.value;
  const port = server.port ?? options.port;
  // Requests are answered from the next turn of the event loop on, when these are there.
  gate = createGate({ token, sessions, hosts: hostsOf(host, port), port, now });
  app = createApp({
    board,
    token,
    sessions,
    windows: createWindowKeys({ store: options.windowKeys, port, now }),
    gate,
    version,
    isCurrent: options.isCurrent,
    onRequest: () => {
      lastRequest = now();
    },
    onWrite: live.tell,
  });

  return ok({
    port,
    url: serverUrl({ host, port }),
    idleFor: () => (live.clients() > 0 || server.pendingRequests > 0 ? 0 : now() - lastRequest),
    async stop() {
      live.close();
      await Promise.race([server.stop(), Bun.sleep(STOP_MS)]);
      await server.stop(true);
    },
  });
}

function listen<T>(host: string, port: number, start: () => T): Outcome<T> {
  try {
    return ok(start());
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === "EADDRNOTAVAIL") return refuseAddress(host);
    if (code === "EADDRINUSE") {
      const hint = "Choose another with --port, or in .pm/config.toml; 0 is any free one.";
      return refuse("unavailable", `Another program listens on port ${port} of ${host}.`, hint);
    }
    return refuse("unavailable", `Cannot listen on port ${port} of ${host}: ${message}`);
  }
}

function refuseAddress(host: string): Outcome<never> {
  return refuse(
    "unavailable",
    `Cannot listen on ${host}: this machine has no such address.`,
    "--host takes an address of this machine, such as 127.0.0.1.",
  );
}
