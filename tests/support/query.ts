// A database in memory, and the board's queries on it.

import type { Queries, QueryName } from "../../src/board/queries.ts";
import type { QueryHandlers } from "../../src/board/query-context.ts";
import { QUERY_NAMES, queryHandler } from "../../src/board/query-handlers.ts";
import type { Actor } from "../../src/domain/actor.ts";
import type { EntityName, EntityTypes } from "../../src/domain/entities.ts";
import type { Refusal } from "../../src/domain/refusal.ts";
import type { Storage } from "../../src/storage/port.ts";
import { openStorage } from "../../src/storage/sqlite/open.ts";
import { uuid } from "./records.ts";

const handlers = new Map<QueryName, unknown>();
for (const name of QUERY_NAMES) handlers.set(name, await queryHandler(name));

type Handler<Q extends QueryName> = QueryHandlers<QueryName>[Q];

export const ADA: Actor = { id: uuid("ada"), name: "Ada", email: "ada@example.org" };

export interface TestBoard {
  storage: Storage;
  put<E extends EntityName>(entity: E, ...records: EntityTypes[E][]): void;
  /** What the query answers; throws if it refuses. */
  ask<Q extends QueryName>(name: Q, params: Queries[Q]["params"]): Queries[Q]["result"];
  /** Why the query refuses; throws if it answers. */
  refusal<Q extends QueryName>(name: Q, params: Queries[Q]["params"]): Refusal;
}

export function openTestBoard(): TestBoard {
  const opened = openStorage(":memory:", "the test's database");
  if (!opened.ok) throw new Error(opened.refusal.message);
  const storage = opened.value;
  const run = <Q extends QueryName>(name: Q, params: Queries[Q]["params"]) =>
    (handlers.get(name) as Handler<Q>)({ storage, actor: () => ADA }, params);
  return {
    storage,
    put: (entity, ...records) => storage.put(entity, records),
    ask: (name, params) => {
      const outcome = run(name, params);
      if (!outcome.ok) throw new Error(outcome.refusal.message);
      return outcome.value;
    },
    refusal: (name, params) => {
      const outcome = run(name, params);
      if (outcome.ok) throw new Error(`${name} was not refused`);
      return outcome.refusal;
    },
  };
}
