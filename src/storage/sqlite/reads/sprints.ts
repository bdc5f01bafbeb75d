import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { NO_DATE, SPRINT_STATUS_ORDER } from "../../sort-keys.ts";
import { select } from "../records.ts";
import { columnsOf, conditions, pageOf, records } from "./statement.ts";
import { ofDeletedProject } from "./visible.ts";

const RANK = `CASE sprint.status ${SPRINT_STATUS_ORDER.map(
  (status, rank) => `WHEN '${status}' THEN ${rank}`,
).join(" ")} END`;

export function sprintReads(
  database: Database,
): Pick<Reads, "sprints" | "itemsOfSprint" | "activeSprints"> {
  return {
    sprints: ({ project_id, status, deleted }, page) => {
      const asked = conditions();
      if (!deleted) {
        asked.and("sprint.deleted_at IS NULL");
        asked.and(`NOT ${ofDeletedProject("sprint.project_id")}`);
      }
      if (project_id !== undefined) asked.and("sprint.project_id = ?", project_id);
      if (status !== undefined) asked.and("sprint.status = ?", status);
      const sortKey = [
        RANK,
        `coalesce(sprint.start_date, '${NO_DATE}')`,
        "sprint.created_at",
        "sprint.id",
      ];
      return records(
        database,
        "sprint",
        `SELECT ${columnsOf("sprint", "sprint")},
           coalesce(counted.n, 0) AS work_items, coalesce(counted.done, 0) AS done_work_items
         FROM sprints sprint LEFT JOIN (
           SELECT sprint_id, count(*) AS n, sum(status = 'done') AS done
           FROM work_items WHERE sprint_id IS NOT NULL AND deleted_at IS NULL GROUP BY sprint_id
         ) counted ON counted.sprint_id = sprint.id
         ${pageOf(asked, sortKey, "ASC", page)}`,
        ...asked.values,
      );
    },
    itemsOfSprint: (sprint_id) =>
      records(
        database,
        "work_item",
        `${select("work_item")} WHERE sprint_id = ? AND deleted_at IS NULL ORDER BY id`,
        sprint_id,
      ),
    activeSprints: (project_id) =>
      records(
        database,
        "sprint",
        `${select("sprint")}
         WHERE project_id = ? AND status = 'active' AND deleted_at IS NULL ORDER BY id`,
        project_id,
      ),
  };
}
