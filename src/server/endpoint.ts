/**
 * What an HTTP endpoint is: one value that says how it is called, what it takes and answers, and what
 * it does. `app.ts` serves each from it, and `openapi.ts` describes each from it.
 */
import type { z } from "@hono/zod-openapi";
import type { LocalBoard } from "../board/local-board.ts";
import type { EntityName } from "../domain/entities.ts";
import type { Outcome, Refusal } from "../domain/refusal.ts";
import { type BodyBounds, JSON_BODY, readJson } from "./body.ts";
import { invalidProblem, problem, refusalProblem, STATUS_OF } from "./problem.ts";

export interface Endpoint {
  method: "get" | "post" | "patch" | "delete";
  /** Under the root of the server, with `{id}` where a record is named. */
  path: string;
  summary: string;
  query?: z.ZodObject;
  body?: { schema: z.ZodType };
  status: 200 | 201;
  answer: { schema: z.ZodType } | { page: true };
  /** Whether it is answered to anybody. */
  open?: true;
  handle(call: Call): Promise<Response> | Response;
}

/** One request, as an endpoint sees it. */
export interface Call {
  board: LocalBoard;
  request: Request;
  /** What stands in the path for `{id}`. */
  id: string;
  search: URLSearchParams;
}

export interface JsonEndpoint extends Pick<Endpoint, "method" | "path" | "summary" | "query"> {
  status?: 201;
  body?: z.ZodType;
  bounds?: BodyBounds;
  answer: z.ZodType;
  /** The entity of the record that is answered: its state goes into an ETag. */
  entity?: EntityName;
  run(call: Call, given: Given): Promise<Outcome<object>>;
}

/** What came with a request, checked. */
export interface Given {
  query: Params;
  body: Params;
  /** What an `If-Match` header says that the caller has seen. */
  seen: { version?: number; if_updated_at?: string };
}

export type Params = { [name: string]: unknown };

/** An endpoint with the types of its own schemas: from these, who calls it is typed. */
type Typed<E extends JsonEndpoint> = Omit<
  Endpoint,
  "method" | "path" | "query" | "body" | "answer"
> & {
  method: E["method"];
  path: E["path"];
  answer: { schema: E["answer"] };
} & (E extends { query: infer Q extends z.ZodObject } ? { query: Q } : unknown) &
  (E extends { body: infer B extends z.ZodType } ? { body: { schema: B } } : unknown);

/** The parameters in the URL of an endpoint; `never`, where it takes none. */
export type QueryOf<E> = E extends { query: infer Q extends z.ZodType } ? z.input<Q> : never;
/** The body that an endpoint takes; `never`, where it takes none. */
export type BodyOf<E> = E extends { body: { schema: infer B extends z.ZodType } }
  ? z.input<B>
  : never;
/** The JSON that an endpoint answers. */
export type AnswerOf<E> = E extends { answer: { schema: infer A extends z.ZodType } }
  ? z.output<A>
  : never;

/** An endpoint that takes JSON and answers JSON. */
export function jsonEndpoint<const E extends JsonEndpoint>(endpoint: E): Typed<E>;
export function jsonEndpoint(endpoint: JsonEndpoint): Endpoint {
  const { method, path, summary, query, body, answer, status = 200, entity } = endpoint;
  return {
    method,
    path,
    summary,
    status,
    answer: { schema: answer },
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body: { schema: body } }),
    async handle(call) {
      const given = await readGiven(endpoint, call);
      if (given instanceof Response) return given;
      const outcome = await endpoint.run(call, given);
      if (!outcome.ok) return refusal(outcome.refusal, given);
      return Response.json(outcome.value, {
        status,
        headers: headersFor(entity, status, outcome.value),
      });
    },
  };
}

async function readGiven(
  { query, body, bounds }: JsonEndpoint,
  call: Call,
): Promise<Given | Response> {
  const asked = readQuery(query, call.search);
  if (asked instanceof Response) return asked;
  const seen = readIfMatch(call.request.headers.get("if-match"));
  if (seen instanceof Response) return seen;
  if (body === undefined) return { query: asked, body: {}, seen };
  const json = await readJson(call.request, bounds ?? JSON_BODY);
  if (!json.ok) return json.response;
  const checked = body.safeParse(json.value ?? {});
  return checked.success
    ? { query: asked, body: checked.data as Params, seen }
    : invalidProblem(checked.error);
}

/** Checks the parameters of a URL, which are all text, against a schema of JSON values. */
export function readQuery(
  schema: z.ZodObject | undefined,
  search: URLSearchParams,
): Params | Response {
  const params: Params = {};
  for (const [name, text] of search) {
    const field = schema?.shape[name];
    if (field === undefined) {
      const known = Object.keys(schema?.shape ?? {}).join(", ") || "none";
      return problem(STATUS_OF.usage, `Unknown parameter “${name}”.`, {
        kind: "usage",
        hint: `The parameters here: ${known}.`,
      });
    }
    if (Object.hasOwn(params, name)) {
      return problem(STATUS_OF.usage, `The parameter “${name}” is there twice.`, { kind: "usage" });
    }
    const readings = [text, ...otherReadings(text)];
    params[name] = readings.find((value) => field.safeParse(value).success) ?? text;
  }
  const checked = schema?.safeParse(params);
  if (checked && !checked.success) return invalidProblem(checked.error);
  return params;
}

/** What a text can stand for where no text is wanted. */
function otherReadings(text: string): unknown[] {
  if (text === "true" || text === "false") return [text === "true"];
  return /^-?\d{1,15}$/.test(text) ? [Number(text)] : [];
}

/** `"3"` is a version, `"2026-…Z"` the time of the last change, as in the ETag of an answer. */
function readIfMatch(header: string | null): Given["seen"] | Response {
  if (header === null || header.trim() === "*") return {};
  const tag = /^"([^"]*)"$/.exec(header.trim())?.[1];
  if (tag === undefined) {
    const detail = "If-Match must be one ETag as it was answered.";
    return problem(STATUS_OF.usage, detail, { kind: "usage" });
  }
  return /^\d{1,15}$/.test(tag) ? { version: Number(tag) } : { if_updated_at: tag };
}

function refusal(refused: Refusal, { seen }: Given): Response {
  const conditional = Object.keys(seen).length > 0;
  if (refused.kind !== "stale" || !conditional) return refusalProblem(refused);
  const { kind, message, hint } = refused;
  return problem(412, message, hint === undefined ? { kind } : { kind, hint });
}

function headersFor(entity: EntityName | undefined, status: number, value: object) {
  const headers: Record<string, string> = {};
  if (entity === undefined) return headers;
  const record = (value as { [key: string]: unknown })[entity] as {
    id: string;
    version?: number;
    updated_at: string;
  };
  headers.etag = `"${record.version ?? record.updated_at}"`;
  if (status === 201) headers.location = `${collectionOf(entity)}/${record.id}`;
  return headers;
}

/** The root of everything that needs the token. */
export const API = "/api/v1";

const COLLECTIONS: { readonly [E in EntityName]: string } = {
  project: "projects",
  work_item: "work-items",
  sprint: "sprints",
  comment: "comments",
  swim_lane: "swim-lanes",
  dependency: "dependencies",
  time_entry: "time-entries",
  user: "users",
};

/** The path of an entity's records. */
export function collectionOf(entity: EntityName): string {
  return `${API}/${COLLECTIONS[entity]}`;
}
