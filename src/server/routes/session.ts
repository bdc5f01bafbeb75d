/** How a browser gets in: see `secrets.ts`. */
import { z } from "@hono/zod-openapi";
import { ok } from "../../domain/refusal.ts";
import { API, type Endpoint, jsonEndpoint } from "../endpoint.ts";
import { usedLinkPage } from "../page.ts";
import type { Sessions } from "../secrets.ts";
import type { Gate } from "../security.ts";

export function sessionEndpoints(sessions: Sessions, gate: Gate): Endpoint[] {
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
