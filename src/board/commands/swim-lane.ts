import type { Project, SwimLane } from "../../domain/entities.ts";
import { fieldsOf } from "../../domain/merge/times.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import { defaultColumns } from "../columns.ts";
import type { CommandHandlers } from "../command-handlers.ts";
import type { Column } from "../queries.ts";
import { resolveProject } from "../resolve.ts";
import { findTarget } from "../target.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { findUnstoredLane, laneOfColumn } from "../unstored-lane.ts";
import { checkValues } from "../validate.ts";
import { viewOf } from "../view.ts";

export const swimLaneCommands: CommandHandlers<`swim_lane.${string}`> = {
  "swim_lane.create": (work, { project, name, status_value, position }) => {
    const projectId = resolveProject(work.storage, project);
    if (!projectId.ok) return projectId;
    const isColumn = (lane: Column) => lane.status_value === status_value;
    const column = defaultColumns(projectId.value).find(isColumn) as Column;
    const values = checkValues("swim_lane", { name, position: position ?? column.position });
    if (!values.ok) return values;
    const free = checkStatusIsFree(work, projectId.value, status_value);
    if (!free.ok) return free;
    const lane =
      work.storage.get("swim_lane", column.id) ?? storeColumn(work, projectId.value, column);
    const changed = work.edit("swim_lane", lane, { ...values.value, deleted_at: null });
    return ok({ swim_lane: viewOf(changed) });
  },

  "swim_lane.update": (work, { set, ...target }) => {
    const lane = findLane(work, target);
    if (!lane.ok) return lane;
    const values = checkValues("swim_lane", set);
    if (!values.ok) return values;
    return ok({ swim_lane: viewOf(work.edit("swim_lane", lane.value, values.value)) });
  },

  "swim_lane.delete": (work, target) => {
    const lane = findLane(work, target);
    if (!lane.ok) return lane;
    const items = work.storage.reads
      .positions(lane.value.project_id)
      .filter((item) => item.status === lane.value.status_value);
    if (items.length > 0) {
      return refuse(
        "refused",
        `The lane “${lane.value.name}” shows ${items.length === 1 ? "1 item" : `${items.length} items`}.`,
        "Move them to another status first.",
      );
    }
    return ok({ swim_lane: viewOf(work.edit("swim_lane", lane.value, { deleted_at: work.now })) });
  },

  "swim_lane.restore": (work, target) => {
    const lane = findTarget(work, "swim_lane", target, "deleted");
    if (!lane.ok) return lane;
    const { project_id, status_value } = lane.value;
    const free = checkStatusIsFree(work, project_id, status_value);
    if (!free.ok) return free;
    return ok({ swim_lane: viewOf(work.edit("swim_lane", lane.value, { deleted_at: null })) });
  },
};

/** A project has one lane for a status; a merge would delete the second one again. */
function checkStatusIsFree(
  work: UnitOfWork,
  projectId: string,
  status: SwimLane["status_value"],
): Outcome<null> {
  const lanes = work.storage.reads.laneOfStatus(projectId, status);
  const live = lanes.find((lane) => lane.deleted_at === null);
  if (live === undefined) return ok(null);
  return refuse(
    "refused",
    `The lane “${live.name}” shows the status ${status} already.`,
    "Rename it with `pm swim-lane update`.",
  );
}

/** A lane that is stored, or one that stands for a status and is stored now that it changes. */
function findLane(
  work: UnitOfWork,
  target: { ref: string; version?: number | undefined; if_updated_at?: string | undefined },
): Outcome<SwimLane> {
  const unstored = findUnstoredLane(work.storage, target.ref);
  if (unstored === null) return findTarget(work, "swim_lane", target);
  return ok(store(work, unstored));
}

function storeColumn(work: UnitOfWork, projectId: string, column: Column): SwimLane {
  const project = work.storage.get("project", projectId) as Project;
  return store(work, laneOfColumn(project, column));
}

function store(work: UnitOfWork, lane: SwimLane): SwimLane {
  return work.insert("swim_lane", { ...fieldsOf(lane) });
}
