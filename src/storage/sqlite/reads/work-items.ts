import type { Database } from "bun:sqlite";
import {
  ITEM_STATUSES,
  type ItemStatus,
  PRIORITIES,
  type RecordView,
  type WorkItem,
} from "../../../domain/entities.ts";
import type { ItemFilter, PageRequest, Reads } from "../../reads.ts";
import { askForItems, isNarrow } from "./item-filter.ts";
import { conditions, itemViews, pageOf, rows, viewColumnsOf } from "./statement.ts";

/** The place of a status in the order of the board. */
export const STATUS_RANK = rankOf("item.status", ITEM_STATUSES);
const URGENCY = rankOf("item.priority", PRIORITIES.toReversed());

function rankOf(column: string, choices: readonly string[]): string {
  const cases = choices.map((choice, rank) => `WHEN '${choice}' THEN ${rank}`);
  return `CASE ${column} ${cases.join(" ")} END`;
}

type ItemView = RecordView<WorkItem>;

export function workItemReads(
  database: Database,
): Pick<Reads, "workItems" | "titles" | "statusesInUse"> {
  return {
    workItems: (filter, page) =>
      filter.ready || isNarrow(filter)
        ? sortedItems(database, filter, page)
        : itemsByStatus(database, filter, page),
    titles: (ids) =>
      rows(
        database,
        `SELECT id, title, status, item_type FROM work_items
         WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
        JSON.stringify(ids),
      ),
    statusesInUse: (project_id, statuses) =>
      rows<{ status: ItemStatus }>(
        database,
        `SELECT value AS status FROM json_each(?) WHERE EXISTS (
           SELECT 1 FROM work_items
           WHERE project_id = ? AND status = value AND deleted_at IS NULL)`,
        JSON.stringify(statuses),
        project_id,
      ).map((row) => row.status),
  };
}

/** Finds the items, then sorts them: for filters that leave few. */
function sortedItems(database: Database, filter: ItemFilter, page: PageRequest): ItemView[] {
  const asked = conditions();
  // The `+` keeps the index of the board out of it: the index of what makes the list narrow is better.
  const by = isNarrow(filter) ? "+item" : "item";
  if (filter.project_id !== undefined) asked.and(`${by}.project_id = ?`, filter.project_id);
  if (filter.status !== undefined) asked.and(`${by}.status = ?`, filter.status);
  else if (!filter.include_done) asked.and(`${by}.status <> 'done'`);
  askForItems(asked, filter);
  const rank = filter.ready ? URGENCY : STATUS_RANK;
  const end = pageOf(asked, [rank, "item.position", "item.id"], "ASC", page);
  const sql = `SELECT ${viewColumnsOf("work_item", "item")} FROM work_items item ${end}`;
  return itemViews(database, sql, ...asked.values);
}

/** Reads the items in their order, status by status, until the page is full. */
function itemsByStatus(database: Database, filter: ItemFilter, page: PageRequest): ItemView[] {
  const [start = -1, ...place] = page.after ?? [];
  const found: ItemView[] = [];
  for (const [rank, status] of ITEM_STATUSES.entries()) {
    if (rank < Number(start) || !isAskedFor(status, filter)) continue;
    if (found.length === page.limit) break;
    const asked = conditions();
    if (filter.project_id !== undefined) asked.and("item.project_id = ?", filter.project_id);
    asked.and("item.status = ?", status);
    askForItems(asked, filter);
    const after = rank === start ? place : null;
    const limit = page.limit - found.length;
    const end = pageOf(asked, ["item.position", "item.id"], "ASC", { limit, after });
    const sql = `SELECT ${viewColumnsOf("work_item", "item")} FROM work_items item ${end}`;
    found.push(...itemViews(database, sql, ...asked.values));
  }
  return found;
}

function isAskedFor(status: ItemStatus, filter: ItemFilter): boolean {
  return filter.status === undefined
    ? status !== "done" || filter.include_done
    : status === filter.status;
}
