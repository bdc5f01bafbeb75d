import type { ItemFilter } from "../../reads.ts";
import { ABOVE, BELOW } from "./hierarchy.ts";
import type { Conditions } from "./statement.ts";
import { isBlocked, ofDeletedProject } from "./visible.ts";

/** Adds what a filter asks of the items (`item`), all but project and status. */
export function askForItems(asked: Conditions, filter: ItemFilter): void {
  if (!filter.deleted) {
    asked.and("item.deleted_at IS NULL");
    asked.and(`NOT ${ofDeletedProject("item.project_id")}`);
  }
  if (filter.item_type !== undefined) asked.and("item.item_type = ?", filter.item_type);
  if (filter.priority !== undefined) asked.and("item.priority = ?", filter.priority);
  askForPlace(asked, filter);
  if (filter.sprint !== undefined) askForSprint(asked, filter.sprint);
  if (filter.assignee !== undefined) askForAssignee(asked, filter.assignee);
  if (filter.label !== undefined) {
    asked.and("EXISTS (SELECT 1 FROM json_each(item.labels) WHERE value = ?)", filter.label);
  }
  if (filter.ready) {
    asked.and("item.status IN ('backlog', 'todo')");
    asked.and(`NOT ${isBlocked("item.id")}`);
    asked.and(`NOT EXISTS (
      SELECT 1 FROM work_items child WHERE child.parent_id = item.id
      AND child.status <> 'done' AND child.deleted_at IS NULL)`);
  }
}

/** The place among parents and children. */
function askForPlace(asked: Conditions, filter: ItemFilter): void {
  if (filter.parent_id !== undefined) asked.and("item.parent_id = ?", filter.parent_id);
  if (filter.orphaned) {
    asked.and(`NOT EXISTS (
      SELECT 1 FROM work_items parent
      WHERE parent.id = item.parent_id AND parent.deleted_at IS NULL)`);
  }
  if (filter.descendants_of !== undefined) {
    const id = filter.descendants_of;
    asked.and(`item.id IN (${BELOW} SELECT id FROM below) AND item.id <> ?`, id, id);
  }
  if (filter.ancestors_of !== undefined) {
    const id = filter.ancestors_of;
    asked.and(`item.id IN (${ABOVE} SELECT id FROM above) AND item.id <> ?`, id, id);
  }
}

export function askForSprint(asked: Conditions, sprint: string): void {
  if (sprint === "active") {
    asked.and(
      "item.sprint_id IN (SELECT id FROM sprints WHERE status = 'active' AND deleted_at IS NULL)",
    );
  } else if (sprint === "none") {
    // A sprint that is deleted, or not there, is no sprint.
    asked.and(`NOT EXISTS (
      SELECT 1 FROM sprints WHERE id = item.sprint_id AND deleted_at IS NULL)`);
  } else asked.and("item.sprint_id = ?", sprint);
}

export function askForAssignee(asked: Conditions, assignee: string): void {
  if (assignee === "none") asked.and("item.assignee_id IS NULL");
  else asked.and("item.assignee_id = ?", assignee);
}

/** Whether a filter leaves few items, found by their own indexes. */
export function isNarrow(filter: ItemFilter): boolean {
  return (
    filter.parent_id !== undefined ||
    filter.descendants_of !== undefined ||
    filter.ancestors_of !== undefined ||
    (filter.sprint !== undefined && filter.sprint !== "none")
  );
}
