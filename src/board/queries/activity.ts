import type { WorkItem } from "../../domain/entities.ts";
import { ok } from "../../domain/refusal.ts";
import type { Storage } from "../../storage/port.ts";
import type { ActivityRow, PageRequest } from "../../storage/reads.ts";
import { ACTIVITY_ORDER } from "../../storage/sort-keys.ts";
import { readPage } from "../page.ts";
import type { ActivityEntry } from "../queries.ts";
import { type QueryHandlers, resolveAll } from "../query-context.ts";

export const activityQueries: QueryHandlers<"activity"> = {
  activity: (context, { work_item, project, user, ...params }) => {
    const { storage } = context;
    const ids = resolveAll(context, {
      work_item_id: ["work_item", work_item],
      project_id: ["project", project],
      user_id: ["user", user],
    });
    if (!ids.ok) return ids;
    const { work_item_id, user_id } = ids.value;
    const page = readPage(params, ACTIVITY_ORDER, (request) => {
      const entries = storage.reads.activity(ids.value, request);
      const isComplete = entries.length < request.limit;
      if (isComplete && work_item_id !== undefined) {
        entries.push(...makingOf(storage, work_item_id, user_id, request));
      }
      return entries;
    });
    if (!page.ok) return page;
    const { records, next_cursor } = page.value;
    return ok({ activity: entriesOf(storage, records), next_cursor });
  },
};

/** The row of an entry that is not in the log; rows of the log start at 1. */
const UNLOGGED = 0;

/** How an item was made that came by an import, from what it says of itself. */
function makingOf(
  storage: Storage,
  id: string,
  user_id: string | undefined,
  { after }: PageRequest,
): ActivityRow[] {
  const item = storage.get("work_item", id) as WorkItem;
  const isOver = after !== null && after[0] === UNLOGGED;
  const isAskedFor = user_id === undefined || user_id === item.created_by;
  if (isOver || !isAskedFor || storage.reads.isMakingLogged(id)) return [];
  return [
    {
      row: UNLOGGED,
      seq: 0,
      at: item.created_at,
      written_at: item.created_at,
      by: item.created_by,
      action: "work_item.create",
      entity: "work_item",
      record_id: id,
      work_item_id: id,
      project_id: item.project_id,
      title: item.title,
      field: null,
      before: null,
      after: null,
    },
  ];
}

/** Rows of the log, without what only paging needs, and with the branches that imports came from. */
export function entriesOf(storage: Storage, rows: readonly ActivityRow[]): ActivityEntry[] {
  const imports = rows.filter(({ action }) => action === "import").map(({ seq }) => seq);
  const syncs =
    imports.length === 0
      ? []
      : storage.syncs.withBranch(Math.min(...imports), Math.max(...imports));
  return rows.map(({ row: _row, project_id: _project, ...entry }) => {
    const sync =
      entry.action === "import"
        ? syncs.find(({ after_seq, last_seq }) => after_seq < entry.seq && entry.seq <= last_seq)
        : undefined;
    return { ...entry, branch: sync?.branch ?? null };
  });
}
