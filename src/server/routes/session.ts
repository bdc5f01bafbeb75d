/** How a browser gets in: see `secrets.ts`. */
import { z } from "@hono/zod-openapi";
import { ok, refuse } from "../../domain/refusal.ts";
import { API, type Endpoint, jsonEndpoint } from "../endpoint.ts";
import { usedLinkPage } from "../page.ts";
import type { Sessions } from "../secrets.ts";
import type { Gate } from "../security.ts";
import type { WindowKeys } from "../window-keys.ts";

const UNKNOWN_WINDOW = refuse("not_found", "This window is not known here.", "Run `pm desktop`.");

const SECRET = z.string().regex(/^[0-9a-f]{64}$/);

export function sessionEndpoints(sessions: Sessions, windows: WindowKeys, gate: Gate): Endpoint[] {
  const resume = jsonEndpoint({
    method: "post",
    path: "/session/resume",
    summary: "Where an open window proves that it knows its key, and gets a new cookie",
    body: z.strictObject({ id: z.string().max(64), nonce: SECRET, proof: SECRET }),
    answer: z.object({ resumed: z.literal(true) }),
    async run(_, { body }) {
      const { id, nonce, proof } = body as { id: string; nonce: string; proof: string };
      return windows.accept(id, nonce, proof) ? ok({ resumed: true }) : UNKNOWN_WINDOW;
    },
  });
  return [
    jsonEndpoint({
      method: "post",
      path: `${API}/sessions`,
      summary: "A URL that lets one browser in: it works once, and for a minute",
      status: 201,
      body: z.strictObject({}),
      answer: z.object({
        url: z.string().openapi({ format: "uri" }),
        expires_at: z.string().openapi({ format: "date-time" }),
      }),
      async run({ request }) {
        const { code, expiresAt } = sessions.invite();
        const url = new URL(`/session?code=${code}`, request.url);
        return ok({ url: url.href, expires_at: new Date(expiresAt).toISOString() });
      },
    }),
    jsonEndpoint({
      method: "post",
      path: `${API}/sessions/window`,
      summary: "A key by which this window comes back in after the server was started anew",
      status: 201,
      body: z.strictObject({}),
      answer: z.object({ id: z.string(), key: SECRET }),
      run: async () => ok(windows.issue()),
    }),
    {
      ...jsonEndpoint({
        method: "post",
        path: "/session/challenge",
        summary: "Where the server proves to an open window that it knows the window's key",
        body: z.strictObject({ id: z.string().max(64), nonce: SECRET }),
        answer: z.object({ nonce: SECRET, proof: SECRET }),
        async run(_, { body }) {
          const { id, nonce } = body as { id: string; nonce: string };
          const challenge = windows.challenge(id, nonce);
          return challenge === null ? UNKNOWN_WINDOW : ok(challenge);
        },
      }),
      open: true,
    },
    {
      ...resume,
      open: true,
      async handle(call) {
        const response = await resume.handle(call);
        if (response.ok) {
          response.headers.set("set-cookie", gate.sessionCookie(sessions.start()));
        }
        return response;
      },
    },
    {
      method: "get",
      path: "/session",
      summary: "Where a browser changes the code for a cookie, and goes on to the board",
      query: z.strictObject({ code: z.string() }),
      open: true,
      status: 200,
      answer: { page: true },
      handle({ search }) {
        const session = sessions.redeem(search.get("code") ?? "");
        if (session === null) return usedLinkPage();
        const headers = { location: "/", "set-cookie": gate.sessionCookie(session) };
        return new Response(null, { status: 303, headers });
      },
    },
  ];
}
