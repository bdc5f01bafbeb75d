/**
 * `.pm/server.json`: where the server of this board runs, and the token that it asks for.
 *
 * Git ignores the file, but a push can bring one all the same. So it is believed only if it is what
 * a server writes: a plain file of mine that nobody else can read. (A check-out makes files that
 * others can read.) Who answers at the address must prove, besides, that it knows the token.
 */
import { existsSync, unlinkSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { layout } from "./layout.ts";
import { readOwnFile, writeOwnFile } from "./own-file.ts";

export interface ServerFile {
  pid: number;
  /** The address that it listens on. */
  host: string;
  port: number;
  version: string;
  /** The folder that holds the `.pm` that it serves. */
  root: string;
  /** 256 random bits, in hexadecimal. */
  token: string;
  /** RFC 3339. */
  started_at: string;
}

/** Writes the file whole, readable by me alone. */
export function writeServerFile(pmDir: string, server: ServerFile): void {
  writeOwnFile(layout(pmDir).serverJson, `${JSON.stringify(server, null, 2)}\n`);
}

/** Whether there is such a file, believable or not: what it costs to see that there is no server. */
export function hasServerFile(pmDir: string): boolean {
  return existsSync(layout(pmDir).serverJson);
}

/** What the file says; null if it is not there, or is not to be believed. */
export function readServerFile(pmDir: string): ServerFile | null {
  const text = readOwnFile(layout(pmDir).serverJson);
  if (text === null) return null;
  try {
    const server = JSON.parse(text) as Partial<ServerFile> | null;
    return isServerFile(server) ? server : null;
  } catch {
    return null;
  }
}

/** Removes the file if it still is the one with this token. */
export function removeServerFile(pmDir: string, token: string): void {
  if (readServerFile(pmDir)?.token !== token) return;
  try {
    unlinkSync(layout(pmDir).serverJson);
  } catch {
    // Gone already.
  }
}

/** The URL of a server, without a slash at the end. */
export function serverUrl({ host, port }: Pick<ServerFile, "host" | "port">): string {
  const address = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** Whether an address is this machine's own for certain: what is sent there never leaves it. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function isServerFile(server: Partial<ServerFile> | null): server is ServerFile {
  return (
    server !== null &&
    isWhole(server.pid, 1, 2 ** 31) &&
    isWhole(server.port, 1, 65_535) &&
    typeof server.host === "string" &&
    isThisMachine(server.host) &&
    typeof server.version === "string" &&
    typeof server.root === "string" &&
    typeof server.token === "string" &&
    /^[0-9a-f]{64}$/.test(server.token) &&
    typeof server.started_at === "string"
  );
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
}

/** A server that was given another address by `--host` still is on this machine. */
function isThisMachine(host: string): boolean {
  if (isLoopback(host) || host === "0.0.0.0" || host === "::") return true;
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === host),
  );
}
