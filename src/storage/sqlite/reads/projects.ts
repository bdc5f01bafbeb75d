import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { select } from "../records.ts";
import { records, rows } from "./statement.ts";

export function projectReads(
  database: Database,
): Pick<Reads, "liveProjects" | "projectsWithKey" | "countItems"> {
  return {
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
      const [row] = rows<{ n: number }>(
        database,
        `SELECT count(*) AS n FROM work_items WHERE deleted_at IS NULL
         ${project_id === undefined ? "AND ? IS NULL" : "AND project_id = ?"}
         ${sprint_id === undefined ? "AND ? IS NULL" : "AND sprint_id = ?"}`,
        project_id ?? null,
        sprint_id ?? null,
      );
      return row?.n ?? 0;
    },
  };
}
