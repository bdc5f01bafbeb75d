/** The server's secrets: its token, the proof that it knows it, and the sessions of browsers. */
import { timingSafeEqual } from "node:crypto";

/** A new secret: 256 random bits, in hexadecimal. */
export function newSecret(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex");
}

/** Whether two secrets are the same, in a time that does not tell how much of them is. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return new Bun.CryptoHasher("sha256").update(text).digest();
}

/** How long a browser has to open the URL that it is given. */
const CODE_LIFETIME_MS = 60_000;
const MOST_CODES = 16;
const MOST_SESSIONS = 64;

/**
 * Lets browsers in. The token itself never stands in a URL, which browsers keep and show: who has the
 * token gets a code that works once and for a minute, and the browser changes it for a cookie.
 */
export interface Sessions {
  /** A new code. */
  invite(): { code: string; expiresAt: number };
  /** The secret of a new session; null if the code does not work (any more). */
  redeem(code: string): string | null;
  /** The secret of a new session, for who has proved themselves in another way. */
  start(): string;
  has(session: string): boolean;
}

export function createSessions(now: () => number): Sessions {
  // By digest, so that a look-up tells nothing about the secrets.
  const codes = new Map<string, number>();
  const sessions = new Set<string>();
  const key = (secret: string): string => digest(secret).toString("hex");
  const start = (): string => {
    const session = newSecret();
    sessions.add(key(session));
    dropOldest(sessions, MOST_SESSIONS);
    return session;
  };
  return {
    start,
    invite() {
      const code = newSecret();
      const expiresAt = now() + CODE_LIFETIME_MS;
      codes.set(key(code), expiresAt);
      dropOldest(codes, MOST_CODES);
      return { code, expiresAt };
    },
    redeem(code) {
      const expiresAt = codes.get(key(code));
      codes.delete(key(code));
      if (expiresAt === undefined || expiresAt <= now()) return null;
      return start();
    },
    has: (session) => sessions.has(key(session)),
  };
}

function dropOldest(kept: Map<string, unknown> | Set<string>, most: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(oldest);
  }
}
