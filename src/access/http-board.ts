/** The board by way of a server: what is asked and done goes over HTTP. */
import type { Board } from "../board/board.ts";
import type { CommandName, Commands } from "../board/commands.ts";
import type { Queries, QueryName } from "../board/queries.ts";
import type { ImportOptions, ImportSource, SyncOperations } from "../board/sync-operations.ts";
import { type Outcome, ok, type Refusal, type RefusalKind, refuse } from "../domain/refusal.ts";
import { DIRECT, type ServerAddress } from "./server-address.ts";

/** The board that the server at this address has. */
export function createHttpBoard(server: ServerAddress): Board {
  const call = (path: string, init: RequestInit = {}) => request(server, path, init);
  const get = <T>(path: string): Promise<Outcome<T>> => answerOf<T>(call(path));
  const post = <T>(path: string, body: object): Promise<Outcome<T>> =>
    answerOf<T>(
      call(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    );

  return {
    query: <Q extends QueryName>(query: Q, params: Queries[Q]["params"]) =>
      post<Queries[Q]["result"]>("/queries", { query, params }),
    async execute<C extends CommandName>(command: C, params: Commands[C]["params"]) {
      const commands = [{ command, params }];
      const outcome = await post<{ results: [Commands[C]["result"]] }>("/commands", { commands });
      return outcome.ok ? ok(outcome.value.results[0]) : unnumbered(outcome.refusal);
    },
    async executeAll(commands) {
      const outcome = await post<{ results: Commands[CommandName]["result"][] }>("/commands", {
        commands,
      });
      return outcome.ok ? ok(outcome.value.results) : outcome;
    },
    sync: httpSync({ call, get, post }),
    close: async () => {},
  };
}

interface Caller {
  call(path: string, init?: RequestInit): Promise<Outcome<Response>>;
  get<T>(path: string): Promise<Outcome<T>>;
  post<T>(path: string, body: object): Promise<Outcome<T>>;
}

function httpSync({ call, get, post }: Caller): SyncOperations {
  return {
    publish: () => post("/sync/publish", {}),
    async exportCopy() {
      const response = await call("/sync/export");
      if (!response.ok) return response;
      return reading(async () => ({
        bytes: await response.value.bytes(),
        counts: JSON.parse(response.value.headers.get("pm-counts") ?? ""),
      }));
    },
    import: (source, options) => answerOf(call(importPath(source, options), importBody(source))),
    backups: () => get("/sync/backups"),
    restore: (ref, options) => post(`/sync/backups/${encodeURIComponent(ref)}/restore`, options),
    status: () => get("/sync/status"),
    conflicts: ({ all, limit, cursor }) => {
      const search = new URLSearchParams({ all: String(all) });
      if (limit !== undefined) search.set("limit", String(limit));
      if (cursor !== undefined) search.set("cursor", cursor);
      return get(`/sync/conflicts?${search}`);
    },
    acknowledge: (ids) => post("/sync/conflicts/seen", { ids }),
    takeBack: (id) => post(`/sync/conflicts/${encodeURIComponent(id)}/take-back`, {}),
  };
}

function importPath(source: ImportSource, { mode, dry_run }: ImportOptions): string {
  const query = new URLSearchParams({ mode });
  if (dry_run) query.set("dry_run", "true");
  if (source.tracked) query.set("tracked", "true");
  else query.set("name", source.name);
  return `/sync/import?${query}`;
}

function importBody(source: ImportSource): RequestInit {
  if (source.tracked) return { method: "POST" };
  return {
    method: "POST",
    body: source.bytes as Uint8Array<ArrayBuffer>,
    headers: { "content-type": "application/json" },
  };
}

/** A command that was sent alone is nobody's number 0. */
function unnumbered({ message, ...refusal }: Refusal): Outcome<never> {
  return { ok: false, refusal: { ...refusal, message: message.replace(/^command 0: /, "") } };
}

async function request(
  { url, token }: ServerAddress,
  path: string,
  init: RequestInit,
): Promise<Outcome<Response>> {
  const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` };
  try {
    // Without a bound in time: an import of a large board takes as long as it takes.
    const response = await fetch(`${url}/api/v1${path}`, {
      ...init,
      headers,
      timeout: false,
      ...DIRECT,
    });
    return response.ok ? ok(response) : { ok: false, refusal: await readRefusal(response) };
  } catch (error) {
    return unreachable(url, error);
  }
}

async function answerOf<T>(response: Promise<Outcome<Response>>): Promise<Outcome<T>> {
  const answered = await response;
  return answered.ok ? reading(async () => (await answered.value.json()) as T) : answered;
}

async function reading<T>(read: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await read());
  } catch (error) {
    return unreachable("pm-server", error);
  }
}

function unreachable(url: string, error: unknown): Outcome<never> {
  return refuse(
    "unavailable",
    `The connection to ${url} broke: ${(error as Error).message}.`,
    "Whether it was done is not certain: look before you repeat it.",
  );
}

/** The refusal that a problem document carries (see `server/problem.ts`). */
async function readRefusal(response: Response): Promise<Refusal> {
  try {
    const { kind, detail, hint } = (await response.json()) as {
      kind?: RefusalKind;
      detail: string;
      hint?: string;
    };
    const refusal = { kind: kind ?? "unavailable", message: detail };
    return hint === undefined ? refusal : { ...refusal, hint };
  } catch {
    const message = `pm-server answered ${response.status}, and nothing that says why.`;
    return { kind: "unavailable", message };
  }
}
