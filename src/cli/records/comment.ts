import type { CommentView } from "../../board/commands.ts";
import type { Context } from "../context.ts";
import { lookUp } from "../names.ts";
import { shortId } from "../output/ids.ts";
import type { Screen } from "../output/screen.ts";
import { type Column, table } from "../output/table.ts";
import { ago } from "../output/times.ts";
import type { Report } from "../report.ts";
import { changeReport } from "./change.ts";

/** Comments as a table, the names of their authors looked up. */
export async function commentTable(
  context: Context,
  comments: readonly CommentView[],
  screen: Screen,
): Promise<string> {
  const names = await lookUp(context, { people: comments.map((one) => one.created_by) });
  const columns: Column<CommentView>[] = [
    { title: "ID", cell: (one) => shortId(one.id), exact: (one) => one.id },
    {
      title: "ITEM",
      cell: (one) => shortId(one.work_item_id),
      exact: (one) => one.work_item_id,
      yields: 2,
    },
    { title: "BY", cell: (one) => names.of(one.created_by), yields: 1 },
    {
      title: "WHEN",
      cell: (one, { now }) => ago(one.created_at, now),
      exact: (one) => one.created_at,
      yields: 3,
    },
    {
      title: "COMMENT",
      cell: (one) => one.content.trimEnd(),
      exact: (one) => one.content,
      elastic: true,
    },
  ];
  return table(columns, comments, screen);
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
