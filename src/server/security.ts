/**
 * Who gets in. Each check says no by an answer; what passes all of them is served.
 *
 * Health is open. Everything else needs the token, or the cookie of a session (see `secrets.ts`).
 */
import { problem } from "./problem.ts";
import { type Sessions, sameSecret } from "./secrets.ts";

export interface Gate {
  /** Null for a request that comes under a name of ours and from no other site. */
  checkOrigin(request: Request): Response | null;
  /** Null for a request with the token, or with the cookie of a session. */
  checkToken(request: Request): Response | null;
  /** The header that gives a browser its session. */
  sessionCookie(session: string): string;
}

export interface GateParts {
  token: string;
  sessions: Sessions;
  hosts: ReadonlySet<string>;
  port: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

export function createGate({ token, sessions, hosts, port, now }: GateParts): Gate {
  // Cookies do not know ports: each server on this machine has a name of its own.
  const cookieName = `pm-session-${port}`;
  const failures = createBound(20, 10_000, now);

  const isKnown = (request: Request): boolean => {
    const given = request.headers.get("authorization");
    if (given !== null) {
      const bearer = /^Bearer +(\S+)$/i.exec(given)?.[1];
      return bearer !== undefined && sameSecret(bearer, token);
    }
    const session = readCookie(request.headers.get("cookie"), cookieName);
    return session !== null && sessions.has(session);
  };

  return {
    checkOrigin(request) {
      const host = request.headers.get("host")?.toLowerCase() ?? "";
      if (!hosts.has(host)) return problem(403, "This server is not called by that name (Host).");
      const origin = request.headers.get("origin");
      if (origin !== null && origin.toLowerCase() !== `http://${host}`) {
        return problem(403, "Another site asks (Origin), and it is not let in.");
      }
      if (isFromAnotherSite(request)) {
        return problem(403, "Another site asks (Sec-Fetch-Site), and it is not let in.");
      }
      return null;
    },
    checkToken(request) {
      if (isKnown(request)) return null;
      // The right token always gets in, however many wrong ones are tried meanwhile.
      if (failures.isExceeded()) {
        const headers = { "retry-after": "10" };
        return problem(429, "Too many requests without the right token.", {}, headers);
      }
      return problem(
        401,
        "This needs the token of this server, or the cookie that `pm desktop` sets.",
        { hint: "The token is in .pm/server.json: send it as `Authorization: Bearer TOKEN`." },
        { "www-authenticate": 'Bearer realm="pm"' },
      );
    },
    sessionCookie: (session) => `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`,
  };
}

/** What browsers say of themselves. Following a link to a page is the one thing that others may. */
function isFromAnotherSite({ headers, method }: Request): boolean {
  const site = headers.get("sec-fetch-site");
  if (site === null || site === "same-origin" || site === "none") return false;
  return !(method === "GET" && headers.get("sec-fetch-dest") === "document");
}

function readCookie(header: string | null, name: string): string | null {
  for (const pair of header?.split(";") ?? []) {
    const [key, value] = pair.trim().split("=", 2);
    if (key === name && value) return value;
  }
  return null;
}

/** Counts up to `most` in each span of `milliseconds`. */
function createBound(most: number, milliseconds: number, now: () => number) {
  let since = 0;
  let count = 0;
  return {
    isExceeded(): boolean {
      if (now() - since > milliseconds) {
        since = now();
        count = 0;
      }
      count += 1;
      return count > most;
    },
  };
}

const HEADERS: { readonly [name: string]: string } = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
    "frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cache-control": "no-store",
};

/** Puts on every answer what a browser has to know about it; what is there already stays. */
export function withSecurityHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(HEADERS)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}
