/**
 * How a server proves to `pm` that it is the one of `server.json`, before `pm` shows it the token: on
 * the port of a server that has crashed, anybody's process may listen by now.
 */

/** What the server with this token answers to this nonce. */
export function proofOf(token: string, nonce: string): string {
  return new Bun.CryptoHasher("sha256", token).update(`pm-server ${nonce}`).digest("hex");
}
