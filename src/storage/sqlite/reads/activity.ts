import type { Database } from "bun:sqlite";
import type { ActivityRow, Reads } from "../../reads.ts";
import { conditions, pageOf, rows } from "./statement.ts";

type RawActivity = Omit<ActivityRow, "before" | "after"> & { before: string; after: string };

/** A change that an import has brought has its own author, or none. */
const BY = "iif(change.at IS NULL, write.by, change.by)";

export function activityReads(database: Database): Pick<Reads, "activity" | "isMakingLogged"> {
  return {
    activity: ({ work_item_id, project_id, user_id, writes }, page) => {
      const asked = conditions();
      if (work_item_id !== undefined) asked.and("change.work_item_id = ?", work_item_id);
      if (project_id !== undefined) asked.and("change.project_id = ?", project_id);
      if (user_id !== undefined) asked.and(`${BY} = ?`, user_id);
      if (writes !== undefined) {
        asked.and("change.seq > ? AND change.seq <= ?", writes.after, writes.last);
        if (writes.here) asked.and("write.by IS NOT NULL");
      }
      return rows<RawActivity>(
        database,
        `SELECT change.row, seq, coalesce(change.at, write.at) AS at, write.at AS written_at,
           ${BY} AS by, write.action,
           change.entity, change.record_id, change.work_item_id, change.project_id, change.field, change.before, change.after,
           coalesce(item.title, project.title, sprint.name, lane.name) AS title
         FROM changes change JOIN writes write USING (seq)
         LEFT JOIN work_items item ON item.id = change.work_item_id
         LEFT JOIN projects project
           ON change.entity = 'project' AND project.id = change.record_id
         LEFT JOIN sprints sprint ON change.entity = 'sprint' AND sprint.id = change.record_id
         LEFT JOIN swim_lanes lane ON change.entity = 'swim_lane' AND lane.id = change.record_id
         ${pageOf(asked, ["change.row"], "DESC", page)}`,
        ...asked.values,
      ).map((row) => ({
        ...row,
        before: JSON.parse(row.before),
        after: JSON.parse(row.after),
      }));
    },
    isMakingLogged: (record_id) =>
      rows(
        database,
        "SELECT 1 FROM changes WHERE record_id = ? AND field IS NULL LIMIT 1",
        record_id,
      ).length > 0,
  };
}
