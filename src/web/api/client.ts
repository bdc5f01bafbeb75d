/** What the page asks of its server: the queries and commands of the board, and the board's files. */
import type { Command, CommandName, Commands } from "../../board/commands.ts";
import type { Queries, QueryName } from "../../board/queries.ts";
import type { ImportOptions } from "../../board/sync-operations.ts";
import type { Outcome } from "../../domain/refusal.ts";
import type { NamedQuery } from "../../server/routes/bulk.ts";
import { call, type PathOf } from "./call.ts";

/** Asks the board something. */
export async function query<Q extends QueryName>(
  name: Q,
  params: Queries[Q]["params"],
): Promise<Outcome<Queries[Q]["result"]>> {
  // Which of the answers it is hangs on the name, which the compiler cannot see.
  const body = { query: name, params } as NamedQuery;
  return (await call("post", "/api/v1/queries", { body })) as Outcome<Queries[Q]["result"]>;
}

/**
 * Changes the board. Views go through `run` of the store, which shows the change at once and says why
 * it was refused.
 */
export async function execute<C extends CommandName>(
  name: C,
  params: Commands[C]["params"],
): Promise<Outcome<Commands[C]["result"]>> {
  const outcome = await executeAll([{ command: name, params } as Command]);
  if (outcome.ok) return { ok: true, value: outcome.value[0] as Commands[C]["result"] };
  const { message, ...refusal } = outcome.refusal;
  return { ok: false, refusal: { ...refusal, message: message.replace(/^command 0: /, "") } };
}

/**
 * Commands that make something and got no answer, and the key that they were sent with. What only sets values
 * may be meant anew when it is sent again.
 */
const unanswered = new Map<string, string>();

/**
 * Many commands in one transaction, all or none. Where an answer was lost, the same commands sent again are
 * the same request: what was done already is not done twice.
 */
export async function executeAll(
  commands: readonly Command[],
): Promise<Outcome<Commands[CommandName]["result"][]>> {
  const text = JSON.stringify(commands);
  const key = unanswered.get(text) ?? crypto.randomUUID();
  const body = { commands: [...commands], key };
  const outcome = await call("post", "/api/v1/commands", { body });
  const isMaking = commands.some(({ command }) => command.endsWith(".create"));
  if (isMaking && !outcome.ok && outcome.refusal.kind === "unavailable") unanswered.set(text, key);
  else unanswered.delete(text);
  return outcome.ok ? { ok: true, value: outcome.value.results } : outcome;
}

/** The board and its files. */
export const sync = {
  status: () => call("get", "/api/v1/sync/status", {}),
  /** All of them, page by page. */
  async conflicts(all: boolean) {
    const query = { all, limit: 1000 };
    const outcome = await call("get", "/api/v1/sync/conflicts", { query });
    while (outcome.ok && outcome.value.next_cursor !== null) {
      const cursor = outcome.value.next_cursor;
      const more = await call("get", "/api/v1/sync/conflicts", { query: { ...query, cursor } });
      if (!more.ok) return more;
      outcome.value.conflicts.push(...more.value.conflicts);
      outcome.value.next_cursor = more.value.next_cursor;
    }
    return outcome;
  },
  /** No ids: all of them. */
  acknowledge: (ids: readonly string[]) =>
    call("post", "/api/v1/sync/conflicts/seen", { body: { ids: [...ids] } }),
  takeBack: (id: string) => call("post", "/api/v1/sync/conflicts/{id}/take-back", { id }),
  publish: () => call("post", "/api/v1/sync/publish", {}),
  /** The tracked file where no file is given. */
  import: (file: File | null, { mode, dry_run }: ImportOptions) =>
    call("post", "/api/v1/sync/import", {
      query: {
        mode,
        ...(dry_run && { dry_run }),
        ...(file ? { name: file.name } : { tracked: true }),
      },
      body: file,
    }),
  /** Where a link downloads the whole board. */
  exportUrl: "/api/v1/sync/export" satisfies PathOf<"get">,
};
