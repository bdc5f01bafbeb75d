import type { Database } from "bun:sqlite";
import { ITEM_STATUSES } from "../../../domain/entities.ts";
import type { Reads } from "../../reads.ts";
import { rows } from "./statement.ts";

type Place = ReturnType<Reads["positions"]>[number];

type PositionReads = Pick<Reads, "positions" | "nextTo" | "endOfColumn" | "lastPosition">;

/** Places among the items of a project. */
export function positionReads(database: Database): PositionReads {
  return {
    nextTo: (project_id, { position, id }, direction, limit) => {
      const [than, order] = direction === "after" ? [">", "ASC"] : ["<", "DESC"];
      // By status, so that each search goes along the index of the board.
      const searches = ITEM_STATUSES.map(
        (status) => `SELECT * FROM (
          SELECT id, position, status FROM work_items
          WHERE project_id = ?1 AND status = '${status}' AND deleted_at IS NULL
            AND position ${than}= ?2 AND (position <> ?2 OR id ${than} ?3)
          ORDER BY position ${order}, id ${order} LIMIT ?4)`,
      );
      return rows<Place>(
        database,
        `${searches.join(" UNION ALL ")} ORDER BY position ${order}, id ${order} LIMIT ?4`,
        project_id,
        position,
        id,
        limit,
      );
    },
    endOfColumn: (project_id, status, end, limit) => {
      const order = end === "top" ? "ASC" : "DESC";
      return rows<Place>(
        database,
        `SELECT id, position, status FROM work_items
         WHERE project_id = ? AND status = ? AND deleted_at IS NULL
         ORDER BY position ${order}, id ${order} LIMIT ?`,
        project_id,
        status,
        limit,
      );
    },
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
