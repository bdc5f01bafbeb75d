/** The life of a `pm-server`: one for each `.pm`, from the lock to the last request. */
import { statSync } from "node:fs";
import { openDatabase, refuseLink, withoutBoard } from "../access/local.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { acquireFileLock } from "../storage/sqlite/file-lock.ts";
import { buildFromTrackedFile } from "../sync/import.ts";
import { readConfig } from "../workspace/config.ts";
import { foreignLink, layout, prepareForWrite } from "../workspace/layout.ts";
import type { Workspace } from "../workspace/locate.ts";
import {
  isLoopback,
  readServerFile,
  removeServerFile,
  serverUrl,
  writeServerFile,
} from "../workspace/server-file.ts";
import { VERSION } from "../workspace/version.ts";
import { windowKeyStore } from "../workspace/window-keys.ts";
import { newSecret } from "./secrets.ts";
import { checkHost, type Running, serve } from "./serve.ts";

export interface ServerOptions {
  workspace: Workspace;
  /** Default: 127.0.0.1. */
  host?: string | undefined;
  /** Default: that of `config.toml`, else any free one. */
  port?: number | undefined;
  /** Seconds without requests and without open boards after which the server stops by itself. */
  idleShutdown?: number | undefined;
  /** Told the URL once the server is ready. */
  onReady(url: string): void;
  warn(message: string): void;
}

/**
 * Runs the server until a signal ends it, or it has nothing to do.
 *
 * @returns once everything in flight is done; a refusal if the server cannot start, or had to stop.
 */
export async function runServer(options: ServerOptions): Promise<Outcome<null>> {
  const { workspace, warn } = options;
  const config = readConfig(workspace.pmDir);
  if (!config.ok) return config;
  config.value.warnings.forEach(warn);
  const host = options.host ?? "127.0.0.1";
  const found = await checkHost(host);
  if (!found.ok) return found;
  const link = foreignLink(workspace);
  if (link !== null) return refuseLink(link);
  const elsewhere = withoutBoard(workspace);
  if (elsewhere !== null) return elsewhere;
  prepareForWrite(workspace);
  const lock = acquireFileLock(layout(workspace.pmDir).serverLock);
  if (lock === null) return alreadyRunning(workspace);
  const database = openDatabase(workspace);
  if (!database.ok) {
    lock.release();
    return database;
  }
  const { board, sync } = database.value;
  try {
    const built = buildFromTrackedFile(sync);
    if (!built.ok) return built;
    const token = newSecret();
    const feed = databaseIdentity(workspace);
    const port = options.port ?? config.value.server.port;
    const running = serve({
      board,
      feed,
      host,
      port,
      token,
      windowKeys: windowKeyStore(workspace.pmDir),
      version: VERSION,
      isCurrent: () => databaseIdentity(workspace) === feed,
      now: Date.now,
    });
    if (!running.ok) return running;
    if (!isLoopback(host)) {
      warn(
        `Listening on ${host}: who can reach it still needs the token, but it is plain HTTP, ` +
          "so who can read the traffic can read the token too.",
      );
    }
    return await untilTheEnd(options, running.value, { token, host, feed });
  } finally {
    await board.close();
    lock.release();
  }
}

async function untilTheEnd(
  { workspace, idleShutdown, onReady }: ServerOptions,
  running: Running,
  { token, host, feed }: { token: string; host: string; feed: string },
): Promise<Outcome<null>> {
  const { root, pmDir } = workspace;
  const end = waitForEnd(() => {
    if (databaseIdentity(workspace) !== feed) {
      return refuse(
        "unavailable",
        "The server stops: .pm/data.db was removed or replaced while it ran.",
        "Start it again: it opens what is there now.",
      );
    }
    const idle = idleShutdown !== undefined && running.idleFor() >= idleShutdown * 1000;
    return idle ? ok(null) : null;
  });
  try {
    const started_at = new Date().toISOString();
    const { port, url } = running;
    writeServerFile(pmDir, {
      pid: process.pid,
      host,
      port,
      version: VERSION,
      root,
      token,
      started_at,
    });
    onReady(url);
    return await end.reason;
  } finally {
    // First of all, so that nobody who looks for a server comes to one that stops.
    removeServerFile(pmDir, token);
    await running.stop();
    end.release();
  }
}

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
const CHECK_MS = 500;

/** Waits for a signal, or for `check` to give a reason. A second signal ends the process at once. */
function waitForEnd(check: () => Outcome<null> | null) {
  const { promise: reason, resolve } = Promise.withResolvers<Outcome<null>>();
  let signalled = false;
  const onSignal = (): void => {
    if (signalled) process.exit(1);
    signalled = true;
    resolve(ok(null));
  };
  const timer = setInterval(() => {
    const found = check();
    if (found !== null) resolve(found);
  }, CHECK_MS);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    reason,
    release() {
      clearInterval(timer);
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}

/** Tells a database file from another that takes its name: numbers of writes count in one alone. */
function databaseIdentity({ pmDir }: Workspace): string {
  const stat = statSync(layout(pmDir).dataDb, { throwIfNoEntry: false });
  return stat ? `${stat.ino.toString(36)}-${Math.trunc(stat.birthtimeMs).toString(36)}` : "none";
}

function alreadyRunning({ pmDir, root }: Workspace): Outcome<never> {
  const server = readServerFile(pmDir);
  return server === null
    ? refuse("refused", `A pm-server of ${root} is just starting or stopping.`, "Try again.")
    : refuse(
        "refused",
        `A pm-server of ${root} is running already: ${serverUrl(server)} (process ${server.pid}).`,
      );
}
