/** Every route of the server, and what is answered where there is none. */
import { Hono } from "hono";
import type { LocalBoard } from "../board/local-board.ts";
import type { Call, Endpoint } from "./endpoint.ts";
import { describeApi } from "./openapi.ts";
import { lockedPage, unbuiltPage } from "./page.ts";
import { problem } from "./problem.ts";
import { boardEndpoints } from "./routes/board.ts";
import { bulkEndpoints } from "./routes/bulk.ts";
import { healthEndpoints } from "./routes/health.ts";
import { recordEndpoints } from "./routes/records.ts";
import { sessionEndpoints } from "./routes/session.ts";
import { syncEndpoints } from "./routes/sync.ts";
import type { Sessions } from "./secrets.ts";
import type { Gate } from "./security.ts";
import { webAsset, webPage } from "./web.ts";
import type { WindowKeys } from "./window-keys.ts";

export interface AppParts {
  board: LocalBoard;
  token: string;
  sessions: Sessions;
  windows: WindowKeys;
  gate: Gate;
  version: string;
  /** False once another file has the name of the database: what is written here would be lost. */
  isCurrent: () => boolean;
  /** Told of each request that was let in, before it is served. */
  onRequest: () => void;
  /** Told of each request that may have written, after it was served. */
  onWrite: () => void;
}

/** The table of contents of the HTTP API. */
export function allEndpoints({
  token,
  sessions,
  windows,
  gate,
}: Pick<AppParts, "token" | "sessions" | "windows" | "gate">): Endpoint[] {
  return [
    ...recordEndpoints,
    ...boardEndpoints,
    ...bulkEndpoints,
    ...syncEndpoints,
    ...sessionEndpoints(sessions, windows, gate),
    ...healthEndpoints(token),
  ];
}

/** Everything that the server answers, from what a request was checked for in `security.ts` on. */
export function createApp(parts: AppParts): Hono {
  const { board, gate, version } = parts;
  const endpoints = allEndpoints(parts);
  const app = new Hono();
  for (const endpoint of endpoints) {
    app.on(endpoint.method, endpoint.path.replace("{id}", ":id"), async (context) => {
      const request = context.req.raw;
      const refused = endpoint.open ? null : gate.checkToken(request);
      if (refused) return refused;
      if (!endpoint.open) parts.onRequest();
      if (!endpoint.open && !parts.isCurrent()) {
        return problem(503, "The server stops: .pm/data.db was removed or replaced.", {
          kind: "unavailable",
          hint: "Nothing was done. Try again in a moment.",
        });
      }
      const call: Call = {
        board,
        request,
        id: context.req.param("id") ?? "",
        search: new URL(request.url).searchParams,
      };
      const response = await endpoint.handle(call);
      if (endpoint.method !== "get") parts.onWrite();
      return response;
    });
  }

  let description: object | undefined;
  app.get("/openapi.json", ({ req }) => {
    description ??= describeApi(endpoints, version);
    return gate.checkToken(req.raw) ?? Response.json(description);
  });
  for (const path of ["/", "/app", "/app/*"]) {
    app.get(path, async ({ req }) =>
      gate.checkToken(req.raw) ? lockedPage() : ((await webPage(req.raw)) ?? unbuiltPage()),
    );
  }
  app.get("/assets/*", async (context) => {
    const { raw } = context.req;
    return gate.checkToken(raw) ?? (await webAsset(raw)) ?? context.notFound();
  });
  app.notFound(({ req }) => {
    const refused = gate.checkToken(req.raw);
    if (refused) return refused;
    const allowed = methodsOf(app, req.path);
    if (allowed.length === 0 || allowed.includes(req.method)) {
      return problem(404, `There is nothing at ${req.method} ${req.path}.`, {
        hint: "What there is stands in /openapi.json.",
      });
    }
    const allow = allowed.join(", ");
    const detail = `${req.path} does not take ${req.method}.`;
    return problem(405, detail, { hint: `It takes ${allow}.` }, { allow });
  });
  app.onError((error) => {
    console.error(error);
    return problem(500, "Something went wrong here. The server has logged it.");
  });
  return app;
}

const METHODS = ["GET", "POST", "PATCH", "DELETE"] as const;

/** What a path can be asked by; nothing, if there is no such path. Where there is GET, there is HEAD. */
function methodsOf(app: Hono, path: string): string[] {
  return METHODS.filter((method) => app.router.match(method, path)[0].length > 0).flatMap(
    (method) => (method === "GET" ? [method, "HEAD"] : [method]),
  );
}
