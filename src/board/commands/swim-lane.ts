import type { ItemStatus, SwimLane } from "../../domain/entities.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import { defaultColumns } from "../columns.ts";
import type { CommandHandlers } from "../command-handlers.ts";
import { laneId } from "../lane-id.ts";
import { resolveProject } from "../resolve.ts";
import { findTarget } from "../target.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { checkValues } from "../validate.ts";
import { viewOf } from "../view.ts";

export const swimLaneCommands: CommandHandlers<`swim_lane.${string}`> = {
  "swim_lane.create": (work, { project, name, status_value, position }) => {
    const projectId = resolveProject(work.storage, project);
    if (!projectId.ok) return projectId;
    const column = defaultColumns(projectId.value).find(
      (candidate) => candidate.status_value === status_value,
    );
    const values = checkValues("swim_lane", {
      name,
      status_value,
      position: position ?? column?.position ?? 0,
    });
    if (!values.ok) return values;
    const existing = work.storage.reads.laneOfStatus(projectId.value, status_value);
    const live = existing.find((lane) => lane.deleted_at === null);
    if (live !== undefined) {
      return refuse(
        "refused",
        `The lane “${live.name}” shows the status ${status_value} already.`,
        "Rename it with `pm swim-lane update`.",
      );
    }
    // The id is made of project and status, so that two people who change one column meet in it.
    const id = laneId(projectId.value, status_value);
    const deleted = work.storage.get("swim_lane", id);
    const lane =
      deleted === null
        ? work.insert("swim_lane", { ...values.value, id, project_id: projectId.value })
        : work.edit("swim_lane", deleted, { ...values.value, deleted_at: null });
    return ok({ swim_lane: viewOf(lane) });
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
    return ok({ swim_lane: viewOf(work.edit("swim_lane", lane.value, { deleted_at: null })) });
  },
};

/** A lane that is stored, or one that stands for a status and is stored now that it changes. */
function findLane(
  work: UnitOfWork,
  target: { ref: string; version?: number | undefined; if_updated_at?: string | undefined },
): Outcome<SwimLane> {
  const column = work.storage.reads
    .liveProjects(Number.MAX_SAFE_INTEGER)
    .flatMap((project) => defaultColumns(project.id).map((lane) => ({ ...lane, project })))
    .find((lane) => target.ref.length >= 4 && lane.id.startsWith(target.ref.toLowerCase()));
  if (column === undefined || work.storage.get("swim_lane", column.id) !== null) {
    return findTarget(work, "swim_lane", target);
  }
  const status_value: ItemStatus = column.status_value;
  const lane = work.insert("swim_lane", {
    id: column.id,
    project_id: column.project.id,
    name: column.name,
    status_value,
    position: column.position,
  });
  return ok(lane);
}
