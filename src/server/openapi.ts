/** The description of the HTTP API, made from the endpoints themselves. */
import { OpenAPIHono, z } from "@hono/zod-openapi";
import { API, type Endpoint } from "./endpoint.ts";
import { PROBLEM_TYPE, problemSchema } from "./problem.ts";

/** The OpenAPI 3.1 document of these endpoints. */
export function describeApi(endpoints: readonly Endpoint[], version: string): object {
  const describer = new OpenAPIHono();
  const registry = describer.openAPIRegistry;
  registry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  for (const endpoint of endpoints) registry.registerPath(pathOf(endpoint));
  return describer.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "pm",
      version,
      description:
        "An agile board that lives in a git repository. Lists are paged: `next_cursor` continues " +
        "one. `GET /ws` is a WebSocket that tells of every change.",
    },
    security: [{ token: [] }],
  });
}

type Path = Parameters<OpenAPIHono["openAPIRegistry"]["registerPath"]>[0];

function pathOf(endpoint: Endpoint): Path {
  const { method, path, summary, query, body, status, answer, open } = endpoint;
  const request: NonNullable<Path["request"]> = {};
  if (path.includes("{id}")) {
    const id = z.string().openapi({ description: "The id, or a unique prefix of it (4+)." });
    request.params = z.object({ id });
  }
  if (query) request.query = query;
  if (body) request.body = { content: content(body) };
  return {
    method,
    path,
    operationId: [method, ...(path.match(/\w+/g) ?? [])].join("_"),
    summary,
    tags: [path.startsWith(API) ? (path.split("/")[3] ?? "") : "server"],
    ...(open ? { security: [] } : {}),
    request,
    responses: {
      [status]: { description: status === 201 ? "Created" : "Done", content: content(answer) },
      default: {
        description: "Why not",
        content: { [PROBLEM_TYPE]: { schema: problemSchema } },
      },
    },
  };
}

function content(of: Endpoint["answer"]) {
  return "schema" in of
    ? { "application/json": { schema: of.schema } }
    : { "text/html": { schema: z.string() } };
}
