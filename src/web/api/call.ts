/**
 * One request to the server, typed by the server's own table of endpoints: method, path, parameters and
 * body are checked against it, and the answer is what its schema says. Only types are imported.
 */
import type { Outcome, Refusal } from "../../domain/refusal.ts";
import type { AnswerOf, BodyOf, QueryOf } from "../../server/endpoint.ts";
import type { Problem } from "../../server/problem.ts";
import type { bulkEndpoints } from "../../server/routes/bulk.ts";
import type { syncEndpoints } from "../../server/routes/sync.ts";

type Known = (typeof bulkEndpoints | typeof syncEndpoints)[number];
type Method = "get" | "post";
/** The paths that are called with this method. */
export type PathOf<M extends Method> = Extract<Known, { method: M }>["path"];
type At<M extends Method, P extends string> = Extract<Known, { method: M; path: P }>;
/** What an endpoint answers. */
export type Answer<M extends Method, P extends string> = AnswerOf<At<M, P>>;

type Given<E> = ([QueryOf<E>] extends [never] ? unknown : { query: QueryOf<E> }) &
  ([BodyOf<E>] extends [never] ? unknown : { body: BodyOf<E> | File | null }) & {
    /** For `{id}` in the path. */
    id?: string;
  };
/** As `Given`, for who has checked it. */
interface Parts {
  query?: { [name: string]: string | number | boolean | undefined };
  body?: object | null;
  id?: string;
}

/** After this time nobody waits for an answer any more: a query or a change takes milliseconds. */
const USUAL_MS = 15_000;
/** Reading or writing a whole board as a file. */
const LONG_MS = 300_000;

/** Told of each request that got no answer: the connection is then looked at. */
let onUnreachable: () => void = () => {};
export function whenUnreachable(listener: () => void): void {
  onUnreachable = listener;
}

/** Calls an endpoint. A body that is a file goes as it is; null is none. */
export async function call<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  given: Given<At<M, P>>,
): Promise<Outcome<Answer<M, P>>> {
  const { query = {}, body = null, id = "" } = given as Parts;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const url = `${path.replace("{id}", encodeURIComponent(id))}${search.size === 0 ? "" : `?${search}`}`;
  try {
    const response = await fetch(url, {
      method: method.toUpperCase(),
      signal: AbortSignal.timeout(path.includes("/sync/") ? LONG_MS : USUAL_MS),
      ...(body === null
        ? {}
        : {
            body: body instanceof File ? body : JSON.stringify(body),
            headers: { "content-type": "application/json" },
          }),
    });
    if (response.ok) return { ok: true, value: (await response.json()) as Answer<M, P> };
    if (response.status === 401) onUnreachable();
    return { ok: false, refusal: await readRefusal(response) };
  } catch {
    onUnreachable();
    return {
      ok: false,
      refusal: {
        kind: "unavailable",
        message: "pm-server does not answer.",
        hint: "Nothing was saved, as far as can be told. The board says so once it is connected again.",
      },
    };
  }
}

async function readRefusal(response: Response): Promise<Refusal> {
  try {
    const { kind = "unavailable", detail, hint } = (await response.json()) as Problem;
    return hint === undefined ? { kind, message: detail } : { kind, message: detail, hint };
  } catch {
    const message = `pm-server answered ${response.status}, and nothing that says why.`;
    return { kind: "unavailable", message };
  }
}
