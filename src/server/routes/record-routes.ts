/**
 * The kinds of endpoints that records have. Each is a command or a query of the board under a path;
 * bodies name fields as records do (`project_id`, `parent_id`), and are flat.
 */
import { z } from "@hono/zod-openapi";
import type { CommandName, Commands } from "../../board/commands.ts";
import type { Queries, QueryName } from "../../board/queries.ts";
import { ENTITIES, type EntityName } from "../../domain/entities.ts";
import type { Outcome } from "../../domain/refusal.ts";
import {
  API,
  type Call,
  type Endpoint,
  type JsonEndpoint,
  jsonEndpoint,
  type Params,
} from "../endpoint.ts";
import { COMMAND_PARAMS } from "../schemas/commands.ts";
import { seen } from "../schemas/fields.ts";
import { QUERY_PARAMS } from "../schemas/queries.ts";
import { COMMAND_RESULTS, QUERY_RESULTS } from "../schemas/results.ts";

/** The record's name for what a command calls shortly. */
const FIELD_OF: { readonly [param: string]: string } = {
  project: "project_id",
  parent: "parent_id",
  assignee: "assignee_id",
  sprint: "sprint_id",
  work_item: "work_item_id",
  blocking: "blocking_item_id",
  blocked: "blocked_item_id",
  user: "user_id",
};
const PARAM_OF = Object.fromEntries(
  Object.entries(FIELD_OF).map(([param, field]) => [field, param]),
);

/** `GET`: the answer to a query. `under` is the parameter that stands in the path. */
export function asks(path: string, query: QueryName, summary: string, under?: string): Endpoint {
  return jsonEndpoint({
    method: "get",
    path: `${API}${path}`,
    summary,
    query: without(QUERY_PARAMS[query], under),
    answer: QUERY_RESULTS[query],
    run: (call, given) => ask(call, query, { ...given.query, ...inPath(call, under) }),
  });
}

/** `GET …/{id}`: one record. */
export function reads(path: string, query: QueryName & EntityName): Endpoint {
  return jsonEndpoint({
    method: "get",
    path: `${API}${path}`,
    summary: `Get a ${ENTITIES[query].noun}; a deleted one is found too`,
    answer: QUERY_RESULTS[query],
    entity: query,
    run: (call) => ask(call, query, { ref: call.id }),
  });
}

/** `POST`: a new record. `under` is the parameter that stands in the path. */
export function creates(path: string, command: CommandName, under?: string): Endpoint {
  return commandEndpoint(path, command, {
    method: "post",
    status: 201,
    summary: `${command.endsWith(".start") ? "Start" : "Create"} a ${nounOf(command)}`,
    body: withFieldNames(without(COMMAND_PARAMS[command], under)),
    params: (call, body) => ({ ...withParamNames(body), ...inPath(call, under) }),
  });
}

/** `PATCH …/{id}`: other values for some fields. */
export function changes(path: string, command: CommandName & `${string}.update`): Endpoint {
  const set = COMMAND_PARAMS[command].shape.set as z.ZodObject;
  return commandEndpoint(path, command, {
    method: "patch",
    summary: `Change a ${nounOf(command)}`,
    body: withFieldNames(z.strictObject({ ...set.shape, ...seen })),
    params: (call, { version, if_updated_at, ...fields }) => ({
      ref: call.id,
      ...present({ version, if_updated_at }),
      set: withParamNames(fields),
    }),
  });
}

/** `DELETE …/{id}`. */
export function removes(path: string, command: CommandName & `${string}.delete`): Endpoint {
  return commandEndpoint(path, command, {
    method: "delete",
    summary: `Delete a ${nounOf(command)}; it can be restored`,
    query: z.strictObject(seen),
    params: (call, _, query) => ({ ref: call.id, ...query }),
  });
}

/** `POST …/{id}/VERB`: a command about one record. */
export function acts(path: string, command: CommandName, summary: string): Endpoint {
  const takesRef = path.includes("{id}");
  return commandEndpoint(path, command, {
    method: "post",
    summary,
    body: withFieldNames(without(COMMAND_PARAMS[command], takesRef ? "ref" : undefined)),
    params: (call, body) => ({ ...withParamNames(body), ...(takesRef ? { ref: call.id } : {}) }),
  });
}

interface CommandEndpoint
  extends Pick<JsonEndpoint, "method" | "summary" | "status" | "query" | "body"> {
  params(call: Call, body: Params, query: Params): Params;
}

function commandEndpoint(path: string, command: CommandName, how: CommandEndpoint): Endpoint {
  const { params, ...endpoint } = how;
  const entity = entityOf(command);
  return jsonEndpoint({
    ...endpoint,
    ...(entity === undefined ? {} : { entity }),
    path: `${API}${path}`,
    answer: COMMAND_RESULTS[command],
    run: (call, { body, query, seen: matched }) =>
      execute(call, command, { ...params(call, body, query), ...matched }),
  });
}

// The schemas that a request has passed are those of the parameters: see `schemas/`.
function ask(call: Call, query: QueryName, params: Params): Promise<Outcome<object>> {
  return call.board.query(query, params as Queries[QueryName]["params"]);
}

function execute(call: Call, command: CommandName, params: Params): Promise<Outcome<object>> {
  return call.board.execute(command, params as Commands[CommandName]["params"]);
}

function entityOf(command: CommandName): EntityName | undefined {
  const [name = ""] = command.split(".");
  return Object.hasOwn(ENTITIES, name) ? (name as EntityName) : undefined;
}

function nounOf(command: CommandName): string {
  const entity = entityOf(command);
  return entity === undefined ? command : ENTITIES[entity].noun;
}

function inPath(call: Call, under: string | undefined): Params {
  return under === undefined ? {} : { [under]: call.id };
}

function without(schema: z.ZodObject, name: string | undefined): z.ZodObject {
  const { [name ?? ""]: _, ...rest } = schema.shape;
  return z.strictObject(rest);
}

function withFieldNames(schema: z.ZodObject): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(schema.shape).map(([param, type]) => [FIELD_OF[param] ?? param, type]),
    ) as z.ZodRawShape,
  );
}

function withParamNames(body: Params): Params {
  return Object.fromEntries(
    Object.entries(body).map(([field, value]) => [PARAM_OF[field] ?? field, value]),
  );
}

function present(values: Params): Params {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
