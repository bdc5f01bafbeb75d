// The description of the API is held to what the server really answers.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { startServer, type TestServer } from "../../tests/support/server.ts";

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: { [name: string]: Schema };
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  /** Where there may be more than is described. */
  additionalProperties?: object;
}
interface Operation {
  operationId: string;
  summary: string;
  security?: object[];
  responses: { [status: string]: { content: { [type: string]: { schema: Schema } } } };
}
interface Description {
  paths: { [path: string]: { [method: string]: Operation } };
  components: { schemas: { [name: string]: Schema } };
}

let server: TestServer;
let description: Description;
beforeAll(async () => {
  server = startServer();
  description = (await (await server.call("GET", "/openapi.json")).json()) as Description;
});
afterAll(() => server.stop());

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.replace("#/components/schemas/", "");
  const found = description.components.schemas[name];
  if (found === undefined) throw new Error(`${schema.$ref} is not there`);
  return resolve(found);
}

const TYPES: { [type: string]: (value: unknown) => boolean } = {
  null: (value) => value === null,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  array: Array.isArray,
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

/** Each place where a value is not as the schema says, or has what the schema does not mention. */
function deviations(given: Schema, value: unknown, at = ""): string[] {
  const schema = flattened(given);
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => TYPES[type]?.(value)))
    return [`${at}: no ${types}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: none of ${schema.enum}`];
  if (Array.isArray(value)) {
    return value.flatMap((one, n) => deviations(schema.items ?? {}, one, `${at}[${n}]`));
  }
  if (typeof value !== "object" || value === null || schema.properties === undefined) return [];
  const { properties, required = [] } = schema;
  const missing = required.filter((name) => !(name in value));
  const found = Object.entries(value).flatMap(([name, one]) => {
    const property = properties[name];
    if (property === undefined) {
      return schema.additionalProperties === undefined ? [`${at}.${name}: not described`] : [];
    }
    return deviations(property, one, `${at}.${name}`);
  });
  return [...missing.map((name) => `${at}.${name}: missing`), ...found];
}

/** `allOf` as one schema. */
function flattened(given: Schema): Schema {
  const schema = resolve(given);
  if (schema.allOf === undefined) return schema;
  const parts = schema.allOf.map(flattened);
  return {
    type: "object",
    properties: Object.assign({}, ...parts.map((part) => part.properties)),
    required: parts.flatMap((part) => part.required ?? []),
  };
}

test("each operation has a name of its own and says what it does", () => {
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { operation } of operations()) expect(operation.summary).toMatch(/^[A-Z].{5}/);
});

test("the paths of the contract are there", () => {
  const paths = Object.keys(description.paths);
  for (const path of [
    "projects",
    "projects/{id}/work-items",
    "projects/{id}/sprints",
    "projects/{id}/swim-lanes",
    "work-items/{id}",
    "work-items/{id}/comments",
    "work-items/{id}/dependencies",
    "work-items/{id}/time-entries",
    "work-items/{id}/activity",
    "work-items/{id}/move",
    "work-items/{id}/restore",
    "sprints/{id}/start",
    "sprints/{id}/complete",
    "comments/{id}",
    "swim-lanes/{id}",
    "dependencies/{id}",
    "time-entries/{id}",
    "users",
    "users/{id}",
    "search",
    "undo",
    "sync/status",
    "sync/conflicts",
    "sync/log",
    "sync/backups",
    "sync/export",
    "sync/import",
    "commands",
    "queries",
  ]) {
    expect(paths).toContain(`/api/v1/${path}`);
  }
});

test("every answer is as it is described", async () => {
  const ids = new Map<string, string>();
  const post = async (path: string, body: object, status = 201) => {
    const response = await server.call("POST", `/api/v1/${path}`, body);
    const answer = (await response.json()) as { [name: string]: { id: string } };
    expect([path, response.status, answer]).toEqual([path, status, answer]);
    return Object.values(answer)[0]?.id ?? "";
  };
  ids.set("projects", await post("projects", { title: "Web", key: "WEB" }));
  const item = await post("work-items", {
    item_type: "story",
    title: "Home page",
    description: "with a map",
    labels: ["ui"],
    assignee_id: "me",
    story_points: 2.5,
  });
  const other = await post("work-items", { item_type: "task", title: "Map", parent_id: item });
  ids.set("work-items", item);
  ids.set("comments", await post(`work-items/${item}/comments`, { content: "a map, please" }));
  const dependency = { blocking_item_id: other, blocked_item_id: item };
  ids.set("dependencies", await post("dependencies", dependency));
  ids.set("time-entries", await post("time-entries/start", { work_item_id: item }));
  ids.set("sprints", await post("sprints", { name: "Sprint 1", start_date: "2026-02-01" }));
  ids.set("swim-lanes", await post("swim-lanes", { name: "Doing", status_value: "in_progress" }));
  await post("sync/publish", {}, 200);
  ids.set("sync", "latest");

  const { user } = (await (await server.call("GET", "/api/v1/users/me")).json()) as {
    user: { id: string };
  };
  ids.set("users", user.id);
  const start = description.paths["/api/v1/time-entries/start"]?.post;
  for (const stopped of ["the one that ran", "none"]) {
    const response = await server.call("POST", "/api/v1/time-entries/start", {
      work_item_id: item,
    });
    const schema = start?.responses[201]?.content["application/json"]?.schema;
    expect([stopped, deviations(schema ?? {}, await response.json())]).toEqual([stopped, []]);
    await server.call("POST", "/api/v1/time-entries/stop", {});
  }

  const seen = new Set<string>();
  const check = async (method: string, path: string, operation: Operation, body?: unknown) => {
    const id = ids.get(path.split("/")[3] ?? "") ?? "";
    const search = path.endsWith("/search") ? "?text=map" : "";
    const url = path.replace("{id}", id) + search;
    const response = await server.call(method.toUpperCase(), url, body);
    const documented = operation.responses[response.status]?.content["application/json"]?.schema;
    if (documented === undefined) throw new Error(`${method} ${url} gave ${response.status}`);
    expect([path, deviations(documented, await response.json())]).toEqual([path, []]);
    seen.add(`${method} ${path}`);
  };
  for (const { path, method, operation } of operations()) {
    if (method === "get" && path !== "/session") await check(method, path, operation);
  }
  for (const { path, method, operation } of operations()) {
    const body = path.includes("/comments/") ? { content: "no map" } : {};
    if (method === "patch") await check(method, path, operation, body);
  }
  for (const { path, method, operation } of operations()) {
    if (method !== "delete") continue;
    await check(method, path, operation);
    const restore = path.replace("{id}", "{id}/restore");
    const restored = description.paths[restore]?.post;
    if (restored) await check("post", restore, restored);
  }
  expect(seen.size).toBeGreaterThan(45);
});

test("every refusal is as it is described", async () => {
  const { Problem } = description.components.schemas;
  const answers = [
    await server.call("GET", "/api/v1/projects/none"),
    await server.call("POST", "/api/v1/projects", { title: 1, x: 2 }),
    await server.call("GET", "/nowhere"),
    await fetch(`${server.url}/api/v1/projects`),
  ];
  for (const answer of answers) {
    expect(answer.ok).toBe(false);
    expect(deviations(Problem ?? {}, await answer.json())).toEqual([]);
  }
});

test("every list that grows with the board comes in pages", () => {
  const whole = operations().filter(({ method, operation }) => {
    const schema = operation.responses["200"]?.content["application/json"]?.schema;
    const { properties = {} } = method === "get" && schema ? flattened(schema) : {};
    const lists = Object.values(properties).filter((one) => resolve(one).type === "array");
    return lists.length > 0 && !("next_cursor" in properties);
  });
  expect(whole.map(({ path }) => path.replace("/api/v1", ""))).toEqual([
    // Six states have six columns; ten backups are kept; velocity has a `limit`.
    "/projects/{id}/velocity",
    "/projects/{id}/swim-lanes",
    // One record with what hangs on it, one sprint, one board.
    "/work-items/{id}",
    "/sprints/{id}/burndown",
    "/swim-lanes",
    "/board",
    "/sync/backups",
  ]);
});
