import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { select } from "../records.ts";
import { records } from "./statement.ts";

export function timeEntryReads(database: Database): Pick<Reads, "runningTimers"> {
  return {
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
