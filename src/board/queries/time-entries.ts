import { ok } from "../../domain/refusal.ts";
import { TIME_ENTRY_ORDER } from "../../storage/sort-keys.ts";
import { readPage } from "../page.ts";
import { findOne, type QueryHandlers, resolveAll } from "../query-context.ts";
import { viewOf } from "../view.ts";

export const timeEntryQueries: QueryHandlers<"time_entry" | "time_entries"> = {
  time_entry: (context, { ref }) => {
    const entry = findOne(context, "time_entry", ref);
    return entry.ok ? ok({ time_entry: viewOf(entry.value) }) : entry;
  },

  time_entries: (context, { work_item, user, running, deleted = false, ...params }) => {
    const ids = resolveAll(context, {
      work_item_id: ["work_item", work_item],
      user_id: ["user", user],
    });
    if (!ids.ok) return ids;
    const page = readPage(params, TIME_ENTRY_ORDER, (request) =>
      context.storage.reads.timeEntries({ ...ids.value, running, deleted }, request),
    );
    if (!page.ok) return page;
    const { records, next_cursor } = page.value;
    return ok({ time_entries: records.map(viewOf), next_cursor });
  },
};
