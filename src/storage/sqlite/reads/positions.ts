import type { Database } from "bun:sqlite";
import { ITEM_STATUSES } from "../../../domain/entities.ts";
import type { Reads } from "../../reads.ts";
import { rows } from "./statement.ts";

type Place = ReturnType<Reads["positions"]>[number];

/** Places among the items of a project. */
export function positionReads(database: Database): Pick<Reads, "positions" | "lastPosition"> {
  return {
    positions: (project_id) =>
      rows<Place>(
        database,
        `SELECT id, position, status FROM work_items
         WHERE project_id = ? AND deleted_at IS NULL ORDER BY position, id`,
        project_id,
      ),
    lastPosition: (project_id) => {
      const searches = ITEM_STATUSES.map(
        (status) =>
          `SELECT max(position) AS last FROM work_items
           WHERE project_id = ?1 AND status = '${status}'`,
      );
      const [row] = rows<{ last: number | null }>(
        database,
        `SELECT max(last) AS last FROM (${searches.join(" UNION ALL ")})`,
        project_id,
      );
      return row?.last ?? null;
    },
  };
}
