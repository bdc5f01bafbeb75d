import { MAX_LIMIT } from "../board/queries.ts";
import type { Outcome } from "../domain/refusal.ts";
import type { Context } from "./context.ts";

interface PageFlags {
  limit: number | undefined;
  cursor: string | undefined;
}

/**
 * Asks for a list as the flags want it. Without `--limit` a person gets one page, and a program gets
 * everything: a script that counts lines must not stop at a page's end.
 *
 * @param key the list in the result that grows by each page
 */
export async function fetchList<
  Key extends string,
  R extends { [K in Key]: unknown[] } & { next_cursor: string | null },
>(
  context: Context,
  flags: PageFlags,
  key: Key,
  fetch: (page: PageFlags) => Promise<Outcome<R>>,
): Promise<Outcome<R>> {
  const { limit, cursor } = flags;
  const whole = limit === undefined && (context.globals.json || !context.screen.terminal);
  const result = await fetch({ limit: whole ? MAX_LIMIT : limit, cursor });
  if (!result.ok || !whole) return result;
  while (result.value.next_cursor !== null) {
    const more = await fetch({ limit: MAX_LIMIT, cursor: result.value.next_cursor });
    if (!more.ok) return more;
    for (const record of more.value[key]) result.value[key].push(record);
    result.value.next_cursor = more.value.next_cursor;
  }
  return result;
}

/** What to say below a list: that it is empty, or that it was cut. */
export function listNotes(
  shown: number,
  nextCursor: string | null,
  whenEmpty: string,
): readonly string[] {
  if (nextCursor !== null) {
    const next = `--cursor ${nextCursor} the next ones.`;
    return [`Only ${shown} are shown: there are more. --limit N shows N of them, ${next}`];
  }
  return shown === 0 ? [whenEmpty] : [];
}
