/** What the page asks of its server: the queries and commands of the board, typed by the board. */
import type { Command, CommandName, Commands } from "../../board/commands.ts";
import type { Queries, QueryName } from "../../board/queries.ts";
import type {
  ImportOptions,
  ImportReport,
  JournalEntry,
  PublishReport,
  SyncStatus,
} from "../../board/sync-operations.ts";
import type { Outcome, Refusal, RefusalKind } from "../../domain/refusal.ts";

/** After this time nobody waits for an answer any more: a query or a change takes milliseconds. */
const USUAL_MS = 15_000;
/** Reading or writing a whole board as a file. */
const LONG_MS = 300_000;

/** Told of each request that got no answer: the connection is then looked at. */
let onUnreachable: () => void = () => {};
export function whenUnreachable(listener: () => void): void {
  onUnreachable = listener;
}

/** Asks the board something. */
export function query<Q extends QueryName>(
  name: Q,
  params: Queries[Q]["params"],
): Promise<Outcome<Queries[Q]["result"]>> {
  return post("/queries", { query: name, params });
}

/**
 * Changes the board. Views go through `run` of the store, which shows the change at once and says why
 * it was refused.
 */
export async function execute<C extends CommandName>(
  name: C,
  params: Commands[C]["params"],
): Promise<Outcome<Commands[C]["result"]>> {
  const outcome = await post<{ results: [Commands[C]["result"]] }>("/commands", {
    commands: [{ command: name, params }],
  });
  if (outcome.ok) return { ok: true, value: outcome.value.results[0] };
  const { message, ...refusal } = outcome.refusal;
  return { ok: false, refusal: { ...refusal, message: message.replace(/^command 0: /, "") } };
}

/** Many commands in one transaction, all or none. */
export async function executeAll(
  commands: readonly Command[],
): Promise<Outcome<Commands[CommandName]["result"][]>> {
  const outcome = await post<{ results: Commands[CommandName]["result"][] }>("/commands", {
    commands,
  });
  return outcome.ok ? { ok: true, value: outcome.value.results } : outcome;
}

/** The board and its files. */
export const sync = {
  status: () => request<SyncStatus>("/sync/status"),
  conflicts: (all: boolean) => request<{ conflicts: JournalEntry[] }>(`/sync/conflicts?all=${all}`),
  /** No ids: all of them. */
  acknowledge: (ids: readonly string[]) => post<{ seen: number }>("/sync/conflicts/seen", { ids }),
  takeBack: (id: string) =>
    post<{ conflict: JournalEntry }>(`/sync/conflicts/${encodeURIComponent(id)}/take-back`, {}),
  publish: () => post<PublishReport>("/sync/publish", {}),
  /** The tracked file where no file is given. */
  import: (file: File | null, { mode, dry_run }: ImportOptions) => {
    const search = new URLSearchParams({ mode });
    if (dry_run) search.set("dry_run", "true");
    if (file === null) search.set("tracked", "true");
    else search.set("name", file.name);
    const headers = { "content-type": "application/json" };
    const body = file === null ? {} : { body: file, headers };
    return request<ImportReport>(`/sync/import?${search}`, { method: "POST", ...body });
  },
  /** Where a link downloads the whole board. */
  exportUrl: "/api/v1/sync/export",
};

function post<T>(path: string, body: object): Promise<Outcome<T>> {
  return request<T>(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
}

async function request<T>(path: string, init: RequestInit = {}): Promise<Outcome<T>> {
  try {
    const signal = AbortSignal.timeout(path.startsWith("/sync/") ? LONG_MS : USUAL_MS);
    const response = await fetch(`/api/v1${path}`, { signal, ...init });
    if (response.ok) return { ok: true, value: (await response.json()) as T };
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
    const { kind, detail, hint } = (await response.json()) as {
      kind?: RefusalKind;
      detail: string;
      hint?: string;
    };
    const refusal = { kind: kind ?? ("unavailable" as const), message: detail };
    return hint === undefined ? refusal : { ...refusal, hint };
  } catch {
    const message = `pm-server answered ${response.status}, and nothing that says why.`;
    return { kind: "unavailable", message };
  }
}
