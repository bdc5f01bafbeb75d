/**
 * How an open window comes back in after the server was started anew on the same board.
 *
 * Its cookie ends with the server, and has to: browsers send it to whoever listens on the port next. So a
 * window that is in gets a key, which it keeps in its memory and never sends. To come back, each side proves
 * to the other that it knows the key, the server first; a window that is answered by somebody else gives
 * nothing away. The port is part of the proof, so that nobody who has taken the window's old port can pass
 * it on to the server on its new one.
 *
 *     window: id, nonce     ->  server: its nonce, HMAC(key, "server" port nonces)
 *     window: HMAC(key, "window" port nonces)  ->  server: a new cookie
 */
import type { WindowKey, WindowKeyStore } from "../workspace/window-keys.ts";
import { newSecret, sameSecret } from "./secrets.ts";

export interface WindowKeys {
  /** A key for a window that is in. */
  issue(): { id: string; key: string };
  /** The server's proof, and its nonce, which is good for one answer; null if there is no such key. */
  challenge(id: string, nonce: string): { nonce: string; proof: string } | null;
  /** Whether the window has proved that it knows the key. */
  accept(id: string, nonce: string, proof: string): boolean;
}

interface Parts {
  store: WindowKeyStore;
  port: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

const LIFETIME_MS = 7 * 24 * 3_600_000;
const MOST_KEYS = 64;
const CHALLENGE_MS = 30_000;
const MOST_CHALLENGES = 64;

export function createWindowKeys({ store, port, now }: Parts): WindowKeys {
  const pending = new Map<string, { id: string; expected: string; until: number }>();
  const live = (): WindowKey[] => store.read().filter(({ issued }) => now() - issued < LIFETIME_MS);

  return {
    issue() {
      const made = { id: crypto.randomUUID(), key: newSecret(), issued: now() };
      store.write([...live(), made].slice(-MOST_KEYS));
      return { id: made.id, key: made.key };
    },
    challenge(id, theirs) {
      const known = live().find((one) => one.id === id);
      if (known === undefined) return null;
      const nonce = newSecret();
      const proofBy = (who: "server" | "window"): string =>
        windowProof(known.key, who, port, theirs, nonce);
      pending.set(nonce, { id, expected: proofBy("window"), until: now() + CHALLENGE_MS });
      for (const oldest of pending.keys()) {
        if (pending.size > MOST_CHALLENGES) pending.delete(oldest);
      }
      return { nonce, proof: proofBy("server") };
    },
    accept(id, nonce, proof) {
      const asked = pending.get(nonce);
      pending.delete(nonce);
      return (
        asked !== undefined &&
        asked.id === id &&
        asked.until > now() &&
        sameSecret(proof, asked.expected)
      );
    },
  };
}

/** HMAC-SHA-256, in hexadecimal; the key is taken as its text. */
export function windowProof(
  key: string,
  who: "server" | "window",
  port: number,
  windowNonce: string,
  serverNonce: string,
): string {
  const said = ["pm window", who, port, windowNonce, serverNonce].join("\n");
  return new Bun.CryptoHasher("sha256", key).update(said).digest("hex");
}
