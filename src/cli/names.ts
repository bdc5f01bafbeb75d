import { MAX_LIMIT } from "../board/queries.ts";
import { shortId } from "../domain/short-id.ts";
import type { Context } from "./context.ts";

/** What to call the records that a row only has the ids of. */
export interface Names {
  /** The name of the record with this id; the id if nobody knows it (a person sees it short), nothing for null. */
  of(id: string | null): string;
}

interface Wanted {
  people?: readonly (string | null)[];
  sprints?: readonly (string | null)[];
  projects?: readonly (string | null)[];
  items?: readonly (string | null)[];
}

/** Asks for the names of the records, each kind in one query, and only if there is an id of it. */
export async function lookUp(context: Context, wanted: Wanted): Promise<Names> {
  const names = new Map<string, string>();
  if (wanted.people?.some(isId)) {
    const found = await context.query("users", { limit: MAX_LIMIT });
    if (found.ok) for (const { id, name } of found.value.users) names.set(id, name);
  }
  if (wanted.sprints?.some(isId)) {
    const found = await context.query("sprints", { limit: MAX_LIMIT });
    if (found.ok) for (const { id, name } of found.value.sprints) names.set(id, name);
  }
  for (const { id, key, title } of await projects(context, wanted.projects ?? [])) {
    names.set(id, key ?? title);
  }
  const items = [...new Set(wanted.items?.filter(isId))];
  if (items.length > 0) {
    const found = await context.query("titles", { ids: items });
    if (found.ok) for (const { id, title } of found.value.work_items) names.set(id, title);
  }
  const unknown = (id: string) => (context.screen.terminal ? shortId(id) : id);
  return { of: (id) => (id === null ? "" : (names.get(id) ?? unknown(id))) };
}

/** A list counts the items of each project, so one project is asked for alone. */
async function projects(
  context: Context,
  wanted: readonly (string | null)[],
): Promise<readonly { id: string; key: string | null; title: string }[]> {
  const [ref, second] = new Set(wanted.filter(isId));
  if (ref === undefined) return [];
  if (second === undefined) {
    const found = await context.query("project", { ref });
    return found.ok ? [found.value.project] : [];
  }
  const found = await context.query("projects", { limit: MAX_LIMIT });
  return found.ok ? found.value.projects : [];
}

function isId(id: string | null): id is string {
  return id !== null;
}
