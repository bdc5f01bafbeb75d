import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { select } from "../records.ts";
import { records, rows } from "./statement.ts";

/** Above and below an item. `UNION` takes every item once, so that a circle of parents ends. */
export const ABOVE = `WITH RECURSIVE above (id, parent_id) AS (
  SELECT id, parent_id FROM work_items WHERE id = ?
  UNION
  SELECT item.id, item.parent_id FROM above JOIN work_items item ON item.id = above.parent_id
)`;
export const BELOW = `WITH RECURSIVE below (id) AS (
  SELECT id FROM work_items WHERE parent_id = ?
  UNION
  SELECT item.id FROM below JOIN work_items item ON item.parent_id = below.id
)`;

export function hierarchyReads(
  database: Database,
): Pick<Reads, "ancestorIds" | "descendants" | "parentLinks"> {
  return {
    ancestorIds: (id) => {
      const links = rows<{ id: string; parent_id: string | null }>(
        database,
        `${ABOVE} SELECT id, parent_id FROM above`,
        id,
      );
      return pathUp(id, new Map(links.map((link) => [link.id, link.parent_id])));
    },
    descendants: (id) =>
      records(
        database,
        "work_item",
        `${BELOW} ${select("work_item")} WHERE id IN below AND id <> ? ORDER BY id`,
        id,
        id,
      ),
    parentLinks: () =>
      rows(database, "SELECT id, parent_id FROM work_items WHERE parent_id IS NOT NULL"),
  };
}

/** The ids above an item, nearest first. A statement gives them in no order that it promises. */
function pathUp(id: string, parents: Map<string, string | null>): string[] {
  const path: string[] = [];
  for (let at = parents.get(id); at != null && at !== id && parents.has(at); ) {
    path.push(at);
    const next = parents.get(at);
    parents.delete(at);
    at = next;
  }
  return path;
}
