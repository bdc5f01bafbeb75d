import { shortId } from "../domain/short-id.ts";
import type { Context } from "./context.ts";
import { lookUp } from "./names.ts";
import { printable } from "./output/text.ts";
import { ago } from "./output/times.ts";
import { listNotes } from "./paging.ts";

/** How many deleted projects are named. */
const SHOWN = 5;

/**
 * What to say below a list that is empty because the projects are deleted, maybe by somebody else: which
 * they are, and what brings each back. Nothing where there is a live project, or none was deleted.
 */
async function deletedProjectNotes(context: Context): Promise<string[]> {
  const live = await context.query("projects", { limit: 1 });
  if (!live.ok || live.value.projects.length > 0) return [];
  const found = await context.query("projects", { limit: SHOWN, deleted: true });
  if (!found.ok) return [];
  const { projects } = found.value;
  const names = await lookUp(
    context,
    projects.map(({ updated_by }) => updated_by),
  );
  return projects.map((project) => {
    const { id, title, key, updated_by, updated_at, deleted_at } = project;
    const when = context.screen.terminal
      ? ago(deleted_at ?? updated_at, context.screen.now)
      : `at ${deleted_at}`;
    // Who has written last of all is who deleted it, if nothing came after.
    const who =
      updated_by !== null && updated_at === deleted_at
        ? `by ${printable(names.of(updated_by))} `
        : "";
    const restore = `To bring it back: pm project restore ${shortId(id)}`;
    return `The project ${printable(title)} (${key ?? "no key"}) was deleted ${who}${when}. ${restore}`;
  });
}

/** As `listNotes`, and where the list is empty because there is no project any more, says that instead. */
export async function listNotesOrGone(
  context: Context,
  shown: number,
  nextCursor: string | null,
  whenEmpty: string,
): Promise<readonly string[]> {
  const gone = shown === 0 && nextCursor === null ? await deletedProjectNotes(context) : [];
  return gone.length > 0 ? gone : listNotes(shown, nextCursor, whenEmpty);
}
