/** Whether the server is there: the only endpoints that answer with facts to anybody. */
import { z } from "@hono/zod-openapi";
import { ok } from "../../domain/refusal.ts";
import { proofOf } from "../../workspace/server-proof.ts";
import { type Endpoint, jsonEndpoint } from "../endpoint.ts";

export function healthEndpoints(token: string): Endpoint[] {
  return [
    {
      ...jsonEndpoint({
        method: "get",
        path: "/health",
        summary: "The server is there; with a nonce, it proves that it knows the token",
        query: z.strictObject({
          nonce: z
            .string()
            .regex(/^[\w-]{16,128}$/)
            .optional(),
        }),
        answer: z.object({ status: z.literal("ok"), proof: z.string().optional() }),
        async run(_, { query: { nonce } }) {
          const proof = typeof nonce === "string" ? { proof: proofOf(token, nonce) } : {};
          return ok({ status: "ok", ...proof });
        },
      }),
      open: true,
    },
    {
      ...jsonEndpoint({
        method: "get",
        path: "/live",
        summary: "The process answers",
        answer: z.object({ status: z.literal("ok") }),
        run: async () => ok({ status: "ok" }),
      }),
      open: true,
    },
    {
      ...jsonEndpoint({
        method: "get",
        path: "/ready",
        summary: "The database answers",
        answer: z.object({ status: z.literal("ok") }),
        async run({ board }) {
          board.changes.lastSeq();
          return ok({ status: "ok" });
        },
      }),
      open: true,
    },
  ];
}
