import type { CommentView, DependencyView, WorkItemView } from "../../board/commands.ts";
import type { Queries } from "../../board/queries.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Context } from "../context.ts";
import { lookUp, type Names } from "../names.ts";
import { details, heading, paragraph } from "../output/details.ts";
import { count } from "../output/plural.ts";
import type { Screen } from "../output/screen.ts";
import { cut, printable } from "../output/text.ts";
import { ago, duration } from "../output/times.ts";
import { tsvLine } from "../output/tsv.ts";
import { deletedDetail } from "./deletion.ts";
import { priorityStyle, statusStyle } from "./work-item.ts";

type Result = Queries["work_item"]["result"];

/**
 * One item with all that hangs on it. A program gets lines that begin with what they are: a field's
 * name and value; or `child`, `blocks`, `other field`, `comment`, … and the record.
 */
export async function workItemPage(
  context: Context,
  result: Result,
  screen: Screen,
): Promise<string> {
  const item = result.work_item;
  const names = await lookUp(context, [
    item.project_id,
    item.sprint_id,
    item.assignee_id,
    item.created_by,
    item.updated_by,
    ...result.comments.map((comment) => comment.created_by),
  ]);
  const titles = new Map(result.related.map((one) => [one.id, one]));
  const parts = [fields(item, titles, names, screen)];
  if (screen.terminal && item.description) parts.push("\n", paragraph(item.description, screen, 0));
  parts.push(
    list("Below it", "child", result.children.map(itemLine), screen),
    list("Dependencies", "", dependencyLines(item.id, result.dependencies, titles), screen),
    timeSpent(result, screen),
    list("Other fields", "other field", otherFields(result), screen),
    commentText(result.comments, names, screen),
    list(
      "Needs a look",
      "flag",
      result.flags.map(({ message }) => [message]),
      screen,
    ),
  );
  return parts.join("");
}

function fields(
  item: WorkItemView,
  titles: Map<string, WorkItemView>,
  names: Names,
  screen: Screen,
): string {
  const parent = item.parent_id === null ? undefined : titles.get(item.parent_id);
  const parentText = parent ? `${shortId(parent.id)}  ${parent.title}` : names.of(item.parent_id);
  const when = (instant: string, by: string | null) => ({
    text: `${ago(instant, screen.now)}${by === null ? "" : ` by ${names.of(by)}`}`,
    exact: instant,
  });
  return details(
    [
      { name: "id", text: item.id },
      { name: "title", text: item.title, style: "bold" },
      { name: "project", text: names.of(item.project_id) },
      { name: "type", text: item.item_type },
      { name: "status", text: item.status, style: statusStyle(item) },
      { name: "priority", text: item.priority, style: priorityStyle(item) },
      { name: "points", text: item.story_points === null ? "" : String(item.story_points) },
      { name: "parent", text: parentText, exact: item.parent_id ?? "" },
      { name: "assignee", text: names.of(item.assignee_id) },
      { name: "sprint", text: names.of(item.sprint_id) },
      { name: "labels", text: item.labels.join(", ") },
      // A person gets it as a paragraph of its own.
      { name: "description", text: screen.terminal ? "" : (item.description ?? "") },
      { name: "created", ...when(item.created_at, item.created_by) },
      { name: "updated", ...when(item.updated_at, item.updated_by) },
      { name: "version", text: String(item.version) },
      deletedDetail(item.deleted_at, screen),
    ],
    screen,
  );
}

/** Lines of values; an empty `kind` stands in the first value of each line. */
function list(
  title: string,
  kind: string,
  lines: readonly (readonly string[])[],
  screen: Screen,
): string {
  if (lines.length === 0) return "";
  if (!screen.terminal) {
    return lines.map((line) => tsvLine(kind === "" ? line : [kind, ...line])).join("");
  }
  const shown = lines.map((line) => {
    const [first = "", ...rest] = line.map((value) => printable(shortened(value)));
    return `${cut(`  ${[first, ...rest].join("  ")}`, screen.width)}\n`;
  });
  return heading(title, screen) + shown.join("");
}

const WHOLE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function shortened(value: string): string {
  return WHOLE_ID.test(value) ? shortId(value) : value;
}

function itemLine(item: WorkItemView): string[] {
  return [item.id, item.item_type, item.status, item.title];
}

function dependencyLines(
  id: string,
  dependencies: readonly DependencyView[],
  titles: Map<string, WorkItemView>,
): string[][] {
  return dependencies.map((one) => {
    const blocks = one.blocking_item_id === id;
    const other = blocks ? one.blocked_item_id : one.blocking_item_id;
    const kind = blocks ? "blocks" : "blocked by";
    const item = titles.get(other);
    return [
      one.dependency_type === "relates_to" ? "relates to" : kind,
      other,
      ...(item ? [item.item_type, item.status, item.title] : []),
    ];
  });
}

/** A text as it is; anything else as JSON. */
function otherFields({ other_fields }: Result): string[][] {
  return Object.entries(other_fields).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
}

function timeSpent(result: Result, screen: Screen): string {
  const entries = result.time_entries;
  if (entries.length === 0 || !screen.terminal) return "";
  const spent = entries.reduce((sum, { started_at, ended_at }) => {
    const end = ended_at === null ? screen.now : Date.parse(ended_at);
    return sum + end - Date.parse(started_at);
  }, 0);
  const line = `  ${duration(spent)} in ${count(entries.length, "entry", "entries")}\n`;
  return heading("Time", screen) + line;
}

function commentText(comments: readonly CommentView[], names: Names, screen: Screen): string {
  if (!screen.terminal) {
    return comments
      .map((one) =>
        tsvLine(["comment", one.id, one.created_at, names.of(one.created_by), one.content]),
      )
      .join("");
  }
  if (comments.length === 0) return "";
  const shown = comments.map((one) => {
    const by = one.created_by === null ? "" : `${printable(names.of(one.created_by))}, `;
    return `  ${by}${ago(one.created_at, screen.now)}  (${shortId(one.id)})\n${paragraph(one.content, screen, 4)}`;
  });
  return heading("Comments", screen) + shown.join("\n");
}
