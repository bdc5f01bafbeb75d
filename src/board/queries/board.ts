import type { Project } from "../../domain/entities.ts";
import { ok } from "../../domain/refusal.ts";
import type { Storage } from "../../storage/port.ts";
import { columnsOf } from "../columns.ts";
import { WHOLE_LIST } from "../page.ts";
import type { Column } from "../queries.ts";
import { findOne, type QueryHandlers, resolveAll } from "../query-context.ts";
import { resolveProject } from "../resolve.ts";
import { findUnstoredLane } from "../unstored-lane.ts";
import { viewOf } from "../view.ts";
import { flagOf } from "./flags.ts";

export const boardQueries: QueryHandlers<"board" | "swim_lane" | "swim_lanes"> = {
  board: (context, params) => {
    const { storage } = context;
    const { reads } = storage;
    const project = resolveProject(storage, params.project);
    if (!project.ok) return project;
    const project_id = project.value;
    const filter = resolveAll(context, {
      sprint: ["sprint", params.sprint, ["active", "none"]],
      assignee: ["user", params.assignee, ["none"]],
    });
    if (!filter.ok) return filter;
    // Before anything is read: what is written in between is then told twice rather than never.
    const seq = storage.log.lastSeq();
    const cards = reads.cards(project_id, filter.value);
    const shown = new Set(cards.map((card) => card.status));
    return ok({
      seq,
      ...besideTheCards(storage, project_id),
      columns: columnsOf(project_id, reads.lanes(project_id), shown),
      work_items: cards,
    });
  },

  swim_lane: (context, { ref }) => {
    const unstored = findUnstoredLane(context.storage, ref);
    if (unstored !== null) return ok({ swim_lane: viewOf(unstored) });
    const lane = findOne(context, "swim_lane", ref);
    return lane.ok ? ok({ swim_lane: viewOf(lane.value) }) : lane;
  },

  swim_lanes: ({ storage }, params) => {
    const project = resolveProject(storage, params.project);
    return project.ok ? ok({ swim_lanes: shownColumns(storage, project.value) }) : project;
  },
};

/** What a board has beside its cards and its columns. */
export function besideTheCards({ get, reads }: Storage, project_id: string) {
  const sprints = reads.sprints({ project_id, deleted: false }, WHOLE_LIST);
  return {
    project: viewOf(get("project", project_id) as Project),
    sprints: sprints.map(({ work_items: _all, done_work_items: _done, ...sprint }) =>
      viewOf(sprint),
    ),
    users: reads.users(WHOLE_LIST).map(viewOf),
    flags: reads.flags(project_id).map(flagOf),
  };
}

/** The columns of a project's board, with those that are deleted but not empty. */
export function shownColumns({ reads }: Storage, project_id: string): Column[] {
  const lanes = reads.lanes(project_id);
  const deleted = lanes.filter((lane) => lane.deleted_at !== null);
  const statuses = deleted.map((lane) => lane.status_value);
  const shown = new Set(statuses.length === 0 ? [] : reads.statusesInUse(project_id, statuses));
  return columnsOf(project_id, lanes, shown);
}
