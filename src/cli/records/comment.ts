import type { CommentView } from "../../board/commands.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Context } from "../context.ts";
import { lookUp } from "../names.ts";
import type { Screen } from "../output/screen.ts";
import { renderTable, type Table } from "../output/table.ts";
import { ago } from "../output/times.ts";
import type { Report } from "../report.ts";
import { changeReport } from "./change.ts";
import { DELETED_COLUMN } from "./deletion.ts";

/** Comments as a table, the names of their authors looked up. */
export async function commentTable(
  context: Context,
  comments: readonly CommentView[],
  screen: Screen,
): Promise<string> {
  const names = await lookUp(
    context,
    comments.map((one) => one.created_by),
  );
  const table: Table<CommentView> = {
    values: (one) => ({
      id: one.id,
      item: one.work_item_id,
      by: names.of(one.created_by),
      when: one.created_at,
      comment: one.content,
    }),
    columns: [
      { name: "id", cell: (one) => shortId(one.id) },
      { name: "item", cell: (one) => shortId(one.work_item_id), yields: 2 },
      { name: "by", yields: 1 },
      { name: "when", cell: (one, { now }) => ago(one.created_at, now), yields: 3 },
      DELETED_COLUMN,
      { name: "comment", cell: (one) => one.content.trimEnd(), elastic: true },
    ],
  };
  return renderTable(table, comments, screen);
}

/** The report of a write to a comment. */
export function commentChange(
  context: Context,
  done: string,
  result: { comment: CommentView },
  notes: readonly string[] = [],
): Report {
  const { comment } = result;
  return changeReport(
    result,
    { done, noun: "comment", id: comment.id, title: comment.content.trimEnd() },
    (screen) => commentTable(context, [comment], screen),
    notes,
  );
}
