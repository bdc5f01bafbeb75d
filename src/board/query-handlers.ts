import type { Outcome } from "../domain/refusal.ts";
import type { Storage } from "../storage/port.ts";
import type { Actor } from "./actor.ts";
import type { Queries, QueryName } from "./queries.ts";

/** What a query has in its hands. */
export interface QueryContext {
  readonly storage: Storage;
  /** Who asks. Finding out may cost a process, so only queries that need it call it. */
  readonly actor: () => Actor;
}

export type QueryHandlers = {
  [Q in QueryName]: (
    context: QueryContext,
    params: Queries[Q]["params"],
  ) => Outcome<Queries[Q]["result"]>;
};

export const queryHandlers = {} as unknown as QueryHandlers;
