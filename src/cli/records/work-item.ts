import type { WorkItemView } from "../../board/commands.ts";
import type { Context } from "../context.ts";
import { lookUp } from "../names.ts";
import type { Style } from "../output/colour.ts";
import { shortId } from "../output/ids.ts";
import type { Screen } from "../output/screen.ts";
import { type Column, table } from "../output/table.ts";
import { ago } from "../output/times.ts";
import type { Report } from "../report.ts";
import { changeReport } from "./change.ts";

/** Items as a table, the names of people and sprints looked up. */
export async function workItemTable(
  context: Context,
  items: readonly WorkItemView[],
  screen: Screen,
): Promise<string> {
  const severalProjects = new Set(items.map((item) => item.project_id)).size > 1;
  const names = await lookUp(context, {
    people: items.map((item) => item.assignee_id),
    sprints: items.map((item) => item.sprint_id),
    projects: screen.terminal && !severalProjects ? [] : items.map((item) => item.project_id),
  });
  const columns: Column<WorkItemView>[] = [
    { title: "ID", cell: (item) => shortId(item.id), exact: (item) => item.id },
    {
      title: "PROJECT",
      cell: (item) => (screen.terminal && !severalProjects ? "" : names.of(item.project_id)),
      yields: 3,
    },
    { title: "TYPE", cell: (item) => item.item_type, yields: 1 },
    { title: "STATUS", cell: (item) => item.status, style: statusStyle },
    { title: "PRIORITY", cell: (item) => item.priority, style: priorityStyle, yields: 2 },
    { title: "POINTS", cell: (item) => pointsOf(item), align: "right", yields: 4 },
    { title: "ASSIGNEE", cell: (item) => names.of(item.assignee_id), yields: 5 },
    { title: "SPRINT", cell: (item) => names.of(item.sprint_id), yields: 6 },
    {
      title: "UPDATED",
      cell: (item, { now }) => ago(item.updated_at, now),
      exact: (item) => item.updated_at,
      yields: 8,
    },
    { title: "LABELS", cell: (item) => item.labels.join(", "), yields: 7 },
    { title: "TITLE", cell: (item) => item.title, elastic: true },
  ];
  return table(columns, items, screen);
}

/** The report of a write to an item. */
export function workItemChange(
  context: Context,
  done: string,
  result: { work_item: WorkItemView },
  notes: readonly string[] = [],
): Report {
  const item = result.work_item;
  return changeReport(
    result,
    { done, noun: item.item_type, id: item.id, title: item.title },
    (screen) => workItemTable(context, [item], screen),
    notes,
  );
}

function pointsOf(item: WorkItemView): string {
  return item.story_points === null ? "" : String(item.story_points);
}

export function statusStyle(item: Pick<WorkItemView, "status">): Style | undefined {
  return item.status === "blocked" ? "red" : undefined;
}

export function priorityStyle(item: Pick<WorkItemView, "priority">): Style | undefined {
  if (item.priority === "critical") return "red";
  return item.priority === "high" ? "yellow" : undefined;
}
