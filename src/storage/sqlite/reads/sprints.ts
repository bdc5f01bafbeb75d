import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { select } from "../records.ts";
import { records } from "./statement.ts";

export function sprintReads(database: Database): Pick<Reads, "itemsOfSprint" | "activeSprints"> {
  return {
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
