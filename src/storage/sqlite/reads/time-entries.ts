import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { select } from "../records.ts";
import { columnsOf, conditions, pageOf, records } from "./statement.ts";
import { ofHiddenItem } from "./visible.ts";

export function timeEntryReads(database: Database): Pick<Reads, "timeEntries" | "runningTimers"> {
  return {
    timeEntries: ({ work_item_id, user_id, running, deleted }, page) => {
      const asked = conditions();
      if (!deleted) asked.and("entry.deleted_at IS NULL");
      if (work_item_id !== undefined) asked.and("entry.work_item_id = ?", work_item_id);
      else if (!deleted) asked.and(`NOT ${ofHiddenItem("entry.work_item_id")}`);
      if (user_id !== undefined) asked.and("entry.user_id = ?", user_id);
      if (running !== undefined) asked.and(`entry.ended_at IS ${running ? "" : "NOT"} NULL`);
      const end = pageOf(asked, ["entry.started_at", "entry.id"], "DESC", page);
      const sql = `SELECT ${columnsOf("time_entry", "entry")} FROM time_entries entry ${end}`;
      return records(database, "time_entry", sql, ...asked.values);
    },
    runningTimers: (user_id) =>
      records(
        database,
        "time_entry",
        `${select("time_entry")}
         WHERE user_id = ? AND ended_at IS NULL AND deleted_at IS NULL ORDER BY started_at, id`,
        user_id,
      ),
  };
}
