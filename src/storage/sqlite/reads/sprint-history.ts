import type { Database } from "bun:sqlite";
import type { LoggedChange, SprintItem } from "../../../domain/field-history.ts";
import type { Reads } from "../../reads.ts";
import { rows } from "./statement.ts";

/** The items that are or were in these sprints: `?1` holds the ids of the sprints. */
const MEMBERS = `WITH sprint (id) AS (SELECT value FROM json_each(?1)),
  quoted (id) AS (SELECT json_quote(id) FROM sprint),
  member (id) AS (
    SELECT id FROM work_items WHERE sprint_id IN sprint
    UNION
    SELECT record_id FROM changes WHERE entity = 'work_item' AND field = 'sprint_id'
      AND (before IN quoted OR after IN quoted)
  )`;

type RawItem = Omit<SprintItem, "field_updated_at"> & { field_updated_at: string | null };
type RawChange = Omit<LoggedChange, "before" | "after"> & { before: string; after: string };

export function sprintHistoryReads(database: Database): Pick<Reads, "sprintHistory"> {
  return {
    sprintHistory: (sprint_ids) => {
      const ids = JSON.stringify(sprint_ids);
      const items = rows<RawItem>(
        database,
        `${MEMBERS} SELECT id, created_at, updated_at, field_updated_at, deleted_at, status,
           sprint_id, story_points
         FROM work_items WHERE id IN member ORDER BY id`,
        ids,
      );
      const changes = rows<RawChange>(
        database,
        `${MEMBERS} SELECT change.record_id, change.field, change.before, change.after,
           coalesce(change.at, write.at) AS happened_at
         FROM changes change JOIN writes write USING (seq)
         WHERE change.record_id IN (SELECT id FROM member UNION SELECT id FROM sprint)
           AND change.entity IN ('work_item', 'sprint')
           AND change.field IN ('status', 'sprint_id', 'story_points', 'deleted_at')
         ORDER BY happened_at, change.row`,
        ids,
      );
      return {
        items: items.map((item) => ({
          ...item,
          field_updated_at:
            item.field_updated_at === null ? null : JSON.parse(item.field_updated_at),
        })),
        changes: (changes as (RawChange & { happened_at: LoggedChange["at"] })[]).map(
          ({ happened_at, before, after, record_id, field }) => ({
            record_id,
            field,
            before: JSON.parse(before),
            after: JSON.parse(after),
            at: happened_at,
          }),
        ),
      };
    },
  };
}
