import type { Comment } from "../../domain/entities.ts";
import { EPOCH } from "../../domain/instant.ts";
import { compareText, type Json, objectOf } from "../../domain/json.ts";
import { commentId, itemId } from "./ids.ts";
import type { People } from "./people.ts";
import type { BeadsReport } from "./report.ts";
import type { BeadsComment, BeadsIssue } from "./source.ts";
import { cut, TEXT_MAX } from "./texts.ts";

const IN_THE_RECORD = new Set(["id", "issue_id", "author", "text", "created_at"]);

/** The comments of an issue; one without text is left out and reported. */
export function convertComments(
  issue: BeadsIssue,
  project: string,
  people: People,
  report: BeadsReport,
): Comment[] {
  const alike = new Map<string, number>();
  const inTime = [...issue.comments].sort((a, b) =>
    compareText(a.createdAt ?? EPOCH, b.createdAt ?? EPOCH),
  );
  return inTime.flatMap((comment) => {
    if (comment.text === "") {
      report.dropped.comments_without_text += 1;
      return [];
    }
    const key = JSON.stringify([comment.author, comment.text]);
    const ordinal = alike.get(key) ?? 0;
    alike.set(key, ordinal + 1);
    const at = comment.createdAt ?? issue.createdAt ?? issue.updatedAt ?? EPOCH;
    const by = people.idOf(comment.author);
    return {
      id: commentId(project, issue.id, comment.author, comment.text, ordinal),
      work_item_id: itemId(project, issue.id),
      content: cut(comment.text, TEXT_MAX),
      created_at: at,
      updated_at: at,
      created_by: by,
      updated_by: by,
      deleted_at: null,
      field_updated_at: null,
      extra: objectOf(extraOf(comment, report).sort(([a], [b]) => compareText(a, b))),
    };
  });
}

function extraOf(comment: BeadsComment, report: BeadsReport): [string, Json][] {
  const extra: [string, Json][] = Object.entries(comment.fields)
    .filter(([key]) => !IN_THE_RECORD.has(key))
    .map(([key, value]) => [`beads_${key}`, value]);
  const { id } = comment.fields;
  // A number is the row of one database. Newer versions have ids that last.
  if (typeof id === "string") extra.push(["beads_id", id]);
  else if (id !== undefined) report.dropped.comment_numbers += 1;
  if (cut(comment.text, TEXT_MAX) !== comment.text) extra.push(["beads_text", comment.text]);
  return extra;
}
