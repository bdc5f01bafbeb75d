import { ok, refuse } from "../../domain/refusal.ts";
import type { StoredSync, SyncChange } from "../../storage/port.ts";
import type { ActivityRow } from "../../storage/reads.ts";
import { ACTIVITY_ORDER, SYNC_ORDER } from "../../storage/sort-keys.ts";
import { quoted } from "../label.ts";
import { readPage } from "../page.ts";
import type { SyncView } from "../queries.ts";
import type { QueryHandlers } from "../query-context.ts";
import { entriesOf } from "./activity.ts";

export const syncQueries: QueryHandlers<"syncs" | "sync"> = {
  syncs: ({ storage }, params) => {
    const page = readPage(params, SYNC_ORDER, (request) => storage.syncs.list(request));
    if (!page.ok) return page;
    const { records, next_cursor } = page.value;
    return ok({ syncs: records.map(viewOf), next_cursor });
  },

  sync: ({ storage }, { ref, ...params }) => {
    const number = /^[1-9]\d{0,14}$/.test(ref) ? Number(ref) : 0;
    const found =
      ref === "latest"
        ? storage.syncs.list({ limit: 1, after: null })[0]
        : storage.syncs.get(number);
    if (found === undefined || found === null) {
      return refuse("not_found", `There is no sync ${quoted(ref)}.`, "`pm sync log` lists them.");
    }
    const { after_seq: after, last_seq: last, kind } = found;
    const writes = { after, last, here: kind === "export" };
    const page = readPage(params, ACTIVITY_ORDER, (request) => {
      const rows = storage.reads.activity({ writes }, request);
      if (rows.length < request.limit) rows.push(...unlogged(found, request));
      return rows;
    });
    if (!page.ok) return page;
    const { records, next_cursor } = page.value;
    return ok({ sync: viewOf(found), changes: entriesOf(storage, records), next_cursor });
  },
};

/** What the sync keeps by itself, behind all that the write log has: rows of the log start at 1. */
function unlogged(
  { changes }: StoredSync,
  { after }: { after: (string | number)[] | null },
): ActivityRow[] {
  const seen = after === null || Number(after[0]) > 0 ? 0 : 1 - Number(after[0]);
  return changes.slice(seen).map((change, index) => rowOf(change, -(seen + index)));
}

function rowOf(change: SyncChange, row: number): ActivityRow {
  return { ...change, row, seq: 0, written_at: change.at, project_id: null };
}

function viewOf(sync: StoredSync): SyncView {
  const { after_seq: _after, last_seq: _last, changes: _changes, ...view } = sync;
  return view;
}
