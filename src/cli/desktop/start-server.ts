import { mkdirSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findServer, type ServerAddress } from "../../access/server-address.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import { readConfig } from "../../workspace/config.ts";
import { layout, prepareForWrite } from "../../workspace/layout.ts";
import type { Workspace } from "../../workspace/locate.ts";

const PATIENCE_MS = 15_000;
const POLL_MS = 50;

/** The live server of a workspace; one that is started in the background if there is none. */
export async function findOrStartServer(
  workspace: Workspace,
  idleSeconds: number,
): Promise<Outcome<{ address: ServerAddress; started: boolean }>> {
  const present = await findServer(workspace);
  if (present.found !== null) return ok({ address: present.found, started: false });

  prepareForWrite(workspace);
  const { logs } = layout(workspace.pmDir);
  mkdirSync(logs, { recursive: true });
  const log = join(logs, "server.log");
  const file = openSync(log, "a", 0o600);
  const before = statSync(log).size;
  const port = lastPort(workspace);
  const words = [
    ...["-C", workspace.root, "server", "--idle-shutdown", String(idleSeconds)],
    ...(port === null ? [] : ["--port", String(port)]),
  ];
  const server = Bun.spawn([...ownCommand(), ...words], {
    stdin: "ignore",
    stdout: file,
    stderr: file,
    // A session of its own: it outlives this command and the terminal.
    detached: true,
  });
  server.unref();

  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && server.exitCode === null) {
    await Bun.sleep(POLL_MS);
    const { found } = await findServer(workspace);
    if (found === null) continue;
    rememberPort(workspace, found);
    return ok({ address: found, started: true });
  }
  const said = readFileSync(log).subarray(before).toString().trim().replace(/^pm: /, "");
  return refuse("unavailable", `The server did not start: ${said || "it says nothing"}`);
}

/**
 * The port that the board was opened on last, if it is free. A browser keeps a board's settings by its
 * address, and a window that is still open comes back to life there.
 *
 * Null where `config.toml` names one, and where there is none yet.
 */
function lastPort({ pmDir }: Workspace): number | null {
  const config = readConfig(pmDir);
  if (config.ok && config.value.server.port !== 0) return null;
  try {
    const port = Number(readFileSync(layout(pmDir).desktopPort, "utf8"));
    if (!Number.isInteger(port) || port < 1024 || port > 65_535) return null;
    const socket = { data() {} };
    Bun.listen({ hostname: "127.0.0.1", port, socket }).stop(true);
    return port;
  } catch {
    return null;
  }
}

function rememberPort({ pmDir }: Workspace, { url }: ServerAddress): void {
  const path = layout(pmDir).desktopPort;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${new URL(url).port}\n`);
  } catch {
    // Then it is another port the next time.
  }
}

/** How this very program is called: the executable, or bun with its main file. */
function ownCommand(): string[] {
  const compiled = Bun.main.startsWith("/$bunfs/") || /^[A-Z]:[\\/]~BUN/.test(Bun.main);
  return compiled ? [process.execPath] : [process.execPath, Bun.main];
}
