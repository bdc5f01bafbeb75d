import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { select } from "../records.ts";
import { columnsOf, conditions, pageOf, records, rows } from "./statement.ts";
import { ofHiddenItem } from "./visible.ts";

export function dependencyReads(
  database: Database,
): Pick<Reads, "dependencies" | "blockedBy" | "dependencyBetween"> {
  return {
    dependencies: ({ project_id, work_item_id, deleted }, page) => {
      const asked = conditions();
      if (!deleted) {
        asked.and("link.deleted_at IS NULL");
        // An item that is asked for is shown with what hangs on it, be it deleted itself.
        for (const end of ["link.blocking_item_id", "link.blocked_item_id"]) {
          asked.and(`(${end} IS ? OR NOT ${ofHiddenItem(end)})`, work_item_id ?? null);
        }
      }
      if (work_item_id !== undefined) {
        asked.and(
          `link.id IN (SELECT id FROM dependencies WHERE blocking_item_id = ?
                       UNION ALL SELECT id FROM dependencies WHERE blocked_item_id = ?)`,
          work_item_id,
          work_item_id,
        );
      }
      if (project_id !== undefined) {
        asked.and(
          `EXISTS (SELECT 1 FROM work_items WHERE project_id = ?
             AND id IN (link.blocking_item_id, link.blocked_item_id))`,
          project_id,
        );
      }
      const end = pageOf(asked, ["link.created_at", "link.id"], "ASC", page);
      const sql = `SELECT ${columnsOf("dependency", "link")} FROM dependencies link ${end}`;
      return records(database, "dependency", sql, ...asked.values);
    },
    blockedBy: (id) =>
      rows<{ id: string }>(
        database,
        `WITH RECURSIVE blocked (id, reached) AS (
           VALUES (?, 0)
           UNION
           SELECT item.id, 1 FROM blocked
           JOIN dependencies link ON link.blocking_item_id = blocked.id
           JOIN work_items item ON item.id = link.blocked_item_id
           WHERE link.dependency_type = 'blocks' AND link.deleted_at IS NULL
             AND item.deleted_at IS NULL
         ) SELECT id FROM blocked WHERE reached ORDER BY id`,
        id,
      ).map((row) => row.id),
    dependencyBetween: (a, b, type) =>
      records(
        database,
        "dependency",
        `${select("dependency")}
         WHERE blocking_item_id = ? AND blocked_item_id = ? AND dependency_type = ? ORDER BY id`,
        a,
        b,
        type,
      ),
  };
}
