/**
 * The lane that a column would be stored as: while nobody has changed it, nothing is stored for it.
 *
 * Its id is made of project and status, and it is as old as the project, so that two people who change
 * one column, apart, change the same record: what only one of them has written is then newer.
 */
import type { Project, SwimLane } from "../domain/entities.ts";
import type { Storage } from "../storage/port.ts";
import { defaultColumns } from "./columns.ts";
import type { Column } from "./queries.ts";
import { newRecord } from "./unit-of-work.ts";

/** The lane of a column that nobody has changed. */
export function laneOfColumn(project: Project, column: Column): SwimLane {
  const { id, name, status_value, position } = column;
  const values = { id, name, status_value, position, project_id: project.id };
  return newRecord("swim_lane", values, project.created_at, project.created_by);
}

/** The lane of the column that a reference means; null if it means none, or a stored lane. */
export function findUnstoredLane(storage: Storage, ref: string): SwimLane | null {
  const wanted = ref.trim().toLowerCase();
  if (wanted.length < 4) return null;
  for (const project of storage.reads.liveProjects(Number.MAX_SAFE_INTEGER)) {
    const column = defaultColumns(project.id).find((lane) => lane.id.startsWith(wanted));
    if (column === undefined) continue;
    return storage.get("swim_lane", column.id) === null ? laneOfColumn(project, column) : null;
  }
  return null;
}
