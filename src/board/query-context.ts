import type { Actor } from "../domain/actor.ts";
import { ENTITIES, type EntityName, type EntityTypes } from "../domain/entities.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import type { Storage } from "../storage/port.ts";
import { quoted } from "./label.ts";
import type { Queries, QueryName } from "./queries.ts";
import { resolveRef } from "./resolve.ts";

/** What a query has in its hands. */
export interface QueryContext {
  readonly storage: Storage;
  /** Who asks. Finding out may cost a process, so only a query that needs it calls it. */
  readonly actor: () => Actor;
}

/** The handlers of these queries. */
export type QueryHandlers<Q extends QueryName> = {
  [Name in Q]: (
    context: QueryContext,
    params: Queries[Name]["params"],
  ) => Outcome<Queries[Name]["result"]>;
};

/** The record that a reference means, deleted or not. */
export function findOne<E extends Exclude<EntityName, "user">>(
  { storage }: QueryContext,
  entity: E,
  ref: string,
): Outcome<EntityTypes[E]> {
  const id = resolveRef(storage, entity, ref);
  if (!id.ok) return id;
  const record = storage.get(entity, id.value);
  // Another process may have replaced the board in between.
  return record === null
    ? refuse("not_found", `There is no ${ENTITIES[entity].noun} ${quoted(ref)} any more.`)
    : ok(record);
}

/** A reference that may be left out, and words that stand for themselves. */
type Ref = readonly [entity: EntityName, ref: string | undefined, words?: readonly string[]];

/** The ids that these references mean. What is left out stays undefined. */
export function resolveAll<Name extends string>(
  context: QueryContext,
  refs: { [N in Name]: Ref },
): Outcome<{ [N in Name]?: string }> {
  const ids: { [N in Name]?: string } = {};
  for (const [name, [entity, ref, words]] of Object.entries<Ref>(refs)) {
    if (ref === undefined) continue;
    const id = words?.includes(ref) ? ok(ref) : resolveOne(context, entity, ref);
    if (!id.ok) return id;
    ids[name as Name] = id.value;
  }
  return ok(ids);
}

function resolveOne(context: QueryContext, entity: EntityName, ref: string): Outcome<string> {
  const isMe = entity === "user" && ref.trim().toLowerCase() === "me";
  return resolveRef(context.storage, entity, ref, isMe ? context.actor() : undefined);
}
