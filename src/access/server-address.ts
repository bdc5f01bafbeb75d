/**
 * Finding the live server of a board, and making sure that it is the one.
 *
 * The file may be left by a server that crashed, and on its port anybody may listen by now. So the
 * token is shown to nobody who has not proved to know it.
 */
import type { Workspace } from "../workspace/locate.ts";
import { readServerFile, type ServerFile, serverUrl } from "../workspace/server-file.ts";
import { proofOf } from "../workspace/server-proof.ts";

export interface ServerAddress {
  /** Without a slash at the end. */
  url: string;
  token: string;
}

/** How long a server has to prove itself. One that is busy for longer is done without. */
const PROOF_MS = 1_000;

export type Search = { found: ServerAddress } | { found: null; tried: string };

/**
 * Looks for the live server of a workspace.
 *
 * @param insisted the only URL that will do; left out: the one of `server.json`.
 */
export async function findServer(workspace: Workspace, insisted?: string): Promise<Search> {
  const server = readServerFile(workspace.pmDir);
  if (server === null) return none(`no server has left its address in ${workspace.pmDir}`);
  if (server.root !== workspace.root) return none(`the server in server.json is of ${server.root}`);
  if (!isAlive(server.pid))
    return none(`the server in server.json, process ${server.pid}, is gone`);
  const url = insisted ?? serverUrl(server);
  return (await proves(url, server))
    ? { found: { url, token: server.token } }
    : none(`nobody at ${url} is the server of ${workspace.root}`);
}

function none(tried: string): Search {
  return { found: null, tried };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and of another user.
    return (error as { code?: unknown }).code === "EPERM";
  }
}

async function proves(url: string, { token }: ServerFile): Promise<boolean> {
  const nonce = crypto.randomUUID();
  try {
    const response = await fetch(`${url}/health?nonce=${nonce}`, {
      signal: AbortSignal.timeout(PROOF_MS),
      ...DIRECT,
    });
    const { proof } = (await response.json()) as { proof?: unknown };
    return response.ok && proof === proofOf(token, nonce);
  } catch {
    return false;
  }
}

/** Straight to the address: no proxy of the environment sees the token, and no answer leads on. */
export const DIRECT = { proxy: false, redirect: "error" } as const;
