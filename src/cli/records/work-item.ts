import type { WorkItemView } from "../../board/commands.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Context } from "../context.ts";
import { lookUp } from "../names.ts";
import type { Style } from "../output/colour.ts";
import type { Screen } from "../output/screen.ts";
import { renderTable, type Table } from "../output/table.ts";
import { ago } from "../output/times.ts";
import type { Report } from "../report.ts";
import { changeReport } from "./change.ts";
import { DELETED_COLUMN } from "./deletion.ts";

/** Items as a table, the names of people and sprints looked up. */
export async function workItemTable(
  context: Context,
  items: readonly WorkItemView[],
  screen: Screen,
): Promise<string> {
  const severalProjects = items.some((item) => item.project_id !== items[0]?.project_id);
  const wanted = new Set<string | null>();
  for (const { project_id, sprint_id, assignee_id } of items) {
    wanted.add(project_id).add(sprint_id).add(assignee_id);
  }
  const names = await lookUp(context, wanted);
  const table: Table<WorkItemView> = {
    values: (item) => ({
      id: item.id,
      project: names.of(item.project_id),
      type: item.item_type,
      status: item.status,
      priority: item.priority,
      points: item.story_points === null ? "" : String(item.story_points),
      assignee: names.of(item.assignee_id),
      sprint: names.of(item.sprint_id),
      updated: item.updated_at,
      labels: item.labels.join(", "),
      title: item.title,
    }),
    columns: [
      { name: "id", cell: (item) => shortId(item.id) },
      ...(severalProjects ? [{ name: "project", yields: 3 }] : []),
      { name: "type", yields: 1 },
      { name: "status", style: statusStyle },
      { name: "priority", style: priorityStyle, yields: 2 },
      { name: "points", align: "right", yields: 4 },
      { name: "assignee", yields: 5 },
      { name: "sprint", yields: 6 },
      { name: "updated", cell: (item, { now }) => ago(item.updated_at, now), yields: 8 },
      { name: "labels", yields: 7 },
      DELETED_COLUMN,
      { name: "title", elastic: true },
    ],
  };
  return renderTable(table, items, screen);
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

export function statusStyle(item: Pick<WorkItemView, "status">): Style | undefined {
  return item.status === "blocked" ? "red" : undefined;
}

export function priorityStyle(item: Pick<WorkItemView, "priority">): Style | undefined {
  if (item.priority === "critical") return "red";
  return item.priority === "high" ? "yellow" : undefined;
}
