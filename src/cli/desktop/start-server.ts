import { mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { findServer, type ServerAddress } from "../../access/server-address.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
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
  const words = ["-C", workspace.root, "server", "--idle-shutdown", String(idleSeconds)];
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
    if (found !== null) return ok({ address: found, started: true });
  }
  const said = readFileSync(log).subarray(before).toString().trim().replace(/^pm: /, "");
  return refuse("unavailable", `The server did not start: ${said || "it says nothing"}`);
}

/** How this very program is called: the executable, or bun with its main file. */
function ownCommand(): string[] {
  const compiled = Bun.main.startsWith("/$bunfs/") || /^[A-Z]:[\\/]~BUN/.test(Bun.main);
  return compiled ? [process.execPath] : [process.execPath, Bun.main];
}
