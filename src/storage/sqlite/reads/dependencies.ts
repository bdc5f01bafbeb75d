import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { select } from "../records.ts";
import { records, rows } from "./statement.ts";

export function dependencyReads(
  database: Database,
): Pick<Reads, "blockedBy" | "dependencyBetween"> {
  return {
    blockedBy: (id) =>
      rows<{ id: string }>(
        database,
        `WITH RECURSIVE blocked (id) AS (
           VALUES (?)
           UNION
           SELECT item.id FROM blocked
           JOIN dependencies link ON link.blocking_item_id = blocked.id
           JOIN work_items item ON item.id = link.blocked_item_id
           WHERE link.dependency_type = 'blocks' AND link.deleted_at IS NULL
             AND item.deleted_at IS NULL
         ) SELECT id FROM blocked WHERE id <> ?`,
        id,
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
