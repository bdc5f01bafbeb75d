import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { select } from "../records.ts";
import { columnsOf, conditions, pageOf, records, rows } from "./statement.ts";

export function projectReads(
  database: Database,
): Pick<Reads, "projects" | "liveProjects" | "projectsWithKey" | "countItems"> {
  return {
    projects: ({ status, deleted }, page) => {
      const asked = conditions();
      if (!deleted) asked.and("project.deleted_at IS NULL");
      if (status !== undefined) asked.and("project.status = ?", status);
      const sortKey = ["project.status", "coalesce(project.key, '')", "project.id"];
      // Items are counted in one pass: to fetch them by an index, one by one, takes longer.
      return records(
        database,
        "project",
        `SELECT ${columnsOf("project", "project")},
           coalesce(counted.n, 0) AS work_items, coalesce(counted.open, 0) AS open_work_items
         FROM projects project LEFT JOIN (
           SELECT project_id, count(*) AS n, sum(status <> 'done') AS open
           FROM work_items NOT INDEXED WHERE deleted_at IS NULL GROUP BY project_id
         ) counted ON counted.project_id = project.id
         ${pageOf(asked, sortKey, "ASC", page)}`,
        ...asked.values,
      );
    },
    liveProjects: (limit) =>
      records(
        database,
        "project",
        `${select("project")} WHERE deleted_at IS NULL ORDER BY status, key, id LIMIT ?`,
        limit,
      ),
    projectsWithKey: (key) =>
      records(
        database,
        "project",
        `${select("project")} WHERE key = upper(?) ORDER BY deleted_at IS NOT NULL, id`,
        key,
      ),
    countItems: ({ project_id, sprint_id }) => {
      const asked = conditions();
      asked.and("deleted_at IS NULL");
      if (project_id !== undefined) asked.and("project_id = ?", project_id);
      if (sprint_id !== undefined) asked.and("sprint_id = ?", sprint_id);
      const sql = `SELECT count(*) AS n FROM work_items ${asked.where()}`;
      return rows<{ n: number }>(database, sql, ...asked.values)[0]?.n ?? 0;
    },
  };
}
