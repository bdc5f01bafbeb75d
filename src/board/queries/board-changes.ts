import type { EntityName } from "../../domain/entities.ts";
import { ok } from "../../domain/refusal.ts";
import type { Storage } from "../../storage/port.ts";
import type { Change } from "../board.ts";
import { changeFeed } from "../change-feed.ts";
import type { QueryHandlers } from "../query-context.ts";
import { resolveProject } from "../resolve.ts";
import { besideTheCards, shownColumns } from "./board.ts";

/** More cards than this are no quicker to tell one by one. */
const MANY = 200;

export const boardChangesQueries: QueryHandlers<"board_changes"> = {
  board_changes: ({ storage }, { project, since }) => {
    const found = resolveProject(storage, project);
    if (!found.ok) return found;
    const project_id = found.value;
    // Before anything is read: what is written in between is then told twice rather than never.
    const seq = storage.log.lastSeq();
    const writes = changeFeed(storage).since(since);
    const ids = writes === null ? null : affectedItems(storage, writes);
    const frame = {
      seq,
      ...besideTheCards(storage, project_id),
      columns: shownColumns(storage, project_id),
    };
    if (ids === null || ids.size > MANY) {
      return ok({ reload: true, work_items: [], gone: [], ...frame });
    }
    const cards = storage.reads.cards(project_id, { ids: [...ids] });
    const live = new Set(cards.map((card) => card.id));
    const gone = [...ids].filter((id) => !live.has(id));
    return ok({ reload: false, work_items: cards, gone, ...frame });
  },
};

/**
 * The items whose cards these writes may have changed: those that were written, and those that show
 * something of them: how many comments and children there are, and whether something open blocks them.
 *
 * @returns null if a write does not say what was written, or touches what is above all items.
 */
function affectedItems(storage: Storage, writes: readonly Change[]): Set<string> | null {
  const records = writes.flatMap((write) => write.records ?? []);
  // A project that goes or comes back takes along what its items block elsewhere.
  if (writes.some((write) => write.records === null)) return null;
  if (records.some(({ entity }) => entity === "project")) return null;
  const idsOf = (name: EntityName) =>
    records.filter(({ entity }) => entity === name).map(({ id }) => id);

  const written = new Set(idsOf("work_item"));
  if (written.size > MANY) return null;
  for (const { seq } of writes) {
    for (const { field, before } of storage.log.changesOf(seq)) {
      if (field === "parent_id" && typeof before === "string") written.add(before);
    }
  }
  const parents = storage.getMany("work_item", [...written]).map((item) => item.parent_id);
  const commented = storage.getMany("comment", idsOf("comment")).map((one) => one.work_item_id);
  const linked = storage.getMany("dependency", idsOf("dependency"));
  const blocked = [...written].flatMap((id) => storage.reads.blockedBy(id));
  const others = [...parents, ...commented, ...linked.map((link) => link.blocked_item_id)];
  return new Set([...written, ...blocked, ...others.filter((id) => id !== null)]);
}
