import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import { type WordSearch, wordSearch } from "../../domain/search-text.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Storage } from "../../storage/port.ts";
import type { SearchRow } from "../../storage/reads.ts";
import { decodeCursor, encodeCursor, limitOf } from "../page.ts";
import type { SearchHit } from "../queries.ts";
import { type QueryHandlers, resolveAll } from "../query-context.ts";
import { openingOf, snippetOf } from "../snippet.ts";
import { viewOf } from "../view.ts";

/** The longest text that is looked for, in UTF-16 code units. */
const MAX_TEXT = 1_000;

export const searchQueries: QueryHandlers<"search"> = {
  search: (context, { text, project, ...params }) => {
    const wanted = wantedOf(text);
    if (!wanted.ok) return wanted;
    const ids = resolveAll(context, { project_id: ["project", project] });
    if (!ids.ok) return ids;
    const limit = limitOf(params);
    if (!limit.ok) return limit;
    const start = startOf(params.cursor);
    if (!start.ok) return start;

    const search = {
      ...wanted.value,
      anywhere: wanted.value.anywhere || start.value.anywhere,
    };
    const project_id = ids.value.project_id ?? null;
    const page = { limit: limit.value + 1, offset: start.value.offset };
    const found = find(context.storage, search, project_id, page, params.cursor === undefined);
    const hits = found.rows.slice(0, limit.value);
    const isCut = found.rows.length > limit.value;
    return ok({
      hits: hits.map((row) => hitOf(row, found.search)),
      next_cursor: isCut
        ? encodeCursor([page.offset + limit.value, found.search.anywhere ? 1 : 0])
        : null,
    });
  },
};

function wantedOf(text: string): Outcome<WordSearch> {
  if (text.length > MAX_TEXT) {
    return refuse("invalid", `A search has at most ${MAX_TEXT} characters.`);
  }
  const wanted = wordSearch(text);
  return wanted === null
    ? refuse("invalid", "There is nothing to look for.", "Type a word or a part of one.")
    : ok(wanted);
}

function startOf(cursor: string | undefined): Outcome<{ offset: number; anywhere: boolean }> {
  if (cursor === undefined) return ok({ offset: 0, anywhere: false });
  const key = decodeCursor(cursor, ["number", "number"]);
  if (!key.ok) return key;
  const [offset, anywhere] = key.value;
  return ok({ offset: Math.max(0, Math.trunc(Number(offset))), anywhere: anywhere === 1 });
}

/** Looks for whole words and beginnings of words; if there are none, inside of words. */
function find(
  storage: Storage,
  search: WordSearch,
  project_id: string | null,
  page: { limit: number; offset: number },
  isFirstPage: boolean,
): { rows: SearchRow[]; search: WordSearch } {
  const rows = storage.reads.search(search, project_id, page);
  if (rows.length > 0 || search.anywhere || !isFirstPage) return { rows, search };
  const wider = { ...search, anywhere: true };
  return { rows: storage.reads.search(wider, project_id, page), search: wider };
}

function hitOf({ item, comment }: SearchRow, search: WordSearch): SearchHit {
  const work_item = viewOf(item);
  if (search.idPrefix !== null && item.id.startsWith(search.idPrefix)) {
    const snippet = `\u0002${search.idPrefix}\u0003${shortId(item.id).slice(search.idPrefix.length)}`;
    return { work_item, found_in: "id", snippet };
  }
  const places = [
    ["comment", comment?.content],
    ["title", item.title],
    ["label", item.labels.join(", ")],
    ["description", item.description],
  ] as const;
  for (const [found_in, text] of places) {
    const snippet = text ? snippetOf(text, search) : null;
    if (snippet !== null) return { work_item, found_in, snippet };
  }
  return { work_item, found_in: "title", snippet: openingOf(item.title) };
}
