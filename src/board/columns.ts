import { ITEM_STATUSES, type ItemStatus, type SwimLane } from "../domain/entities.ts";
import { compareText } from "../domain/json.ts";
import { GAP } from "../domain/position.ts";
import { laneId } from "./lane-id.ts";
import type { Column } from "./queries.ts";

const NAMES: { [S in ItemStatus]: string } = {
  backlog: "Backlog",
  todo: "To do",
  in_progress: "In progress",
  review: "Review",
  done: "Done",
  blocked: "Blocked",
};

/** The columns of a project that nobody has changed: one for each status. Nothing is stored for them. */
export function defaultColumns(projectId: string): Column[] {
  return ITEM_STATUSES.map((status, index) => ({
    id: laneId(projectId, status),
    name: NAMES[status],
    status_value: status,
    position: (index + 1) * GAP,
    stored: false,
  }));
}

/**
 * The columns of a project, in their order: a stored lane stands in place of the default for its
 * status, and a deleted one takes it away, unless there are items that would then be out of sight.
 *
 * @param lanes every lane of the project that is stored, deleted ones among them.
 * @param shown the statuses of the items that must have a column.
 */
export function columnsOf(
  projectId: string,
  lanes: readonly SwimLane[],
  shown: ReadonlySet<ItemStatus>,
): Column[] {
  const sorted = lanes.toSorted((a, b) => compareText(a.id, b.id));
  const columns = defaultColumns(projectId).flatMap((column) => {
    const stored = sorted.filter((lane) => lane.status_value === column.status_value);
    // Of two live lanes with one status the smallest id stays, as in a merge.
    const live = stored.find((lane) => lane.deleted_at === null);
    if (live !== undefined) return [columnOf(live)];
    if (stored[0] === undefined) return [column];
    return shown.has(column.status_value) ? [columnOf(stored[0])] : [];
  });
  return columns.sort((a, b) => a.position - b.position || compareText(a.id, b.id));
}

function columnOf({ id, name, status_value, position }: SwimLane): Column {
  return { id, name, status_value, position, stored: true };
}
