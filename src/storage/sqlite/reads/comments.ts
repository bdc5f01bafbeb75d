import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { columnsOf, conditions, pageOf, records } from "./statement.ts";
import { ofHiddenItem } from "./visible.ts";

export function commentReads(database: Database): Pick<Reads, "comments"> {
  return {
    comments: ({ work_item_id, deleted }, page) => {
      const asked = conditions();
      if (!deleted) asked.and("comment.deleted_at IS NULL");
      if (work_item_id !== undefined) asked.and("comment.work_item_id = ?", work_item_id);
      else if (!deleted) asked.and(`NOT ${ofHiddenItem("comment.work_item_id")}`);
      const end = pageOf(asked, ["comment.created_at", "comment.id"], "ASC", page);
      const sql = `SELECT ${columnsOf("comment", "comment")} FROM comments comment ${end}`;
      return records(database, "comment", sql, ...asked.values);
    },
  };
}
