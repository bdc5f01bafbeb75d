import { type Outcome, refuse } from "../domain/refusal.ts";
import type { Storage } from "../storage/port.ts";

/** How many deleted projects a refusal lists. */
const SHOWN = 5;

export const NO_PROJECT_HINT = "Make one with `pm project create TITLE`.";

/** The refusal where a board has no live project. One that is deleted, maybe by somebody else, is named. */
export function noProject(storage: Storage): Outcome<never> {
  const deleted = storage.reads.projects(
    { status: undefined, deleted: true },
    { limit: SHOWN, after: null },
  );
  const [project] = deleted;
  if (project === undefined) {
    return refuse("refused", "There is no project on this board.", NO_PROJECT_HINT);
  }
  const named = deleted.map(({ title, key, updated_by, updated_at, deleted_at }) => {
    const person = updated_by === null ? null : storage.get("user", updated_by);
    // Who has written last of all is who deleted it, if nothing came after.
    const who = person !== null && updated_at === deleted_at ? `by ${person.name} ` : "";
    return `“${title}” (${key ?? "no key"}) was deleted ${who}at ${deleted_at}`;
  });
  return refuse(
    "refused",
    `There is no project on this board any more: ${named.join("; ")}.`,
    `\`pm project restore ${project.id.slice(0, 8)}\` brings ${deleted.length === 1 ? "it" : "the first"} back with all its items.`,
  );
}
