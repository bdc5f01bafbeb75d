import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { select } from "../records.ts";
import { records } from "./statement.ts";

export function laneReads(database: Database): Pick<Reads, "lanes" | "laneOfStatus"> {
  return {
    lanes: (project_id) =>
      records(
        database,
        "swim_lane",
        `${select("swim_lane")} WHERE project_id = ? ORDER BY position, id`,
        project_id,
      ),
    laneOfStatus: (project_id, status) =>
      records(
        database,
        "swim_lane",
        `${select("swim_lane")} WHERE project_id = ? AND status_value = ? ORDER BY id`,
        project_id,
        status,
      ),
  };
}
