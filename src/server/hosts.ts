/**
 * Under which names the server may be called. A page of another site can make a browser call any
 * address, also under a name of its own that points here (DNS rebinding): its `Host` gives it away.
 */
import { hostname, networkInterfaces } from "node:os";
import { isLoopback } from "../workspace/server-file.ts";

/** The values of `Host` that a server on this address and port answers to. */
export function hostsOf(address: string, port: number): ReadonlySet<string> {
  const names = ["127.0.0.1", "localhost", "::1"];
  if (!isLoopback(address)) names.push(address);
  if (address === "0.0.0.0" || address === "::") names.push(...namesOfThisMachine());
  const hosts = names.map((name) => (name.includes(":") ? `[${name}]` : name).toLowerCase());
  return new Set(
    hosts.flatMap((host) => (port === 80 ? [host, `${host}:80`] : [`${host}:${port}`])),
  );
}

function namesOfThisMachine(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return [hostname(), ...addresses.map(({ address }) => address.split("%")[0] ?? address)];
}
