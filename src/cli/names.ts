import { shortId } from "../domain/short-id.ts";
import type { Context } from "./context.ts";

/** What to call the records that a row only has the ids of. */
export interface Names {
  /** The name of the record with this id; the id if nobody knows it (a person sees it short), nothing for null. */
  of(id: string | null): string;
}

/** Asks for the names of people, sprints, projects and items in one query, and only if there is an id. */
export async function lookUp(context: Context, wanted: Iterable<string | null>): Promise<Names> {
  const ids = [...new Set(wanted)].filter((id) => id !== null);
  const found = ids.length > 0 ? await context.query("names", { ids }) : null;
  const names = new Map(found?.ok ? Object.entries(found.value.names) : []);
  const unknown = (id: string) => (context.screen.terminal ? shortId(id) : id);
  return { of: (id) => (id === null ? "" : (names.get(id) ?? unknown(id))) };
}
