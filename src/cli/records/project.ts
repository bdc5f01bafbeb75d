import type { ProjectView } from "../../board/commands.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Screen } from "../output/screen.ts";
import { renderTable, type Table } from "../output/table.ts";
import { ago } from "../output/times.ts";
import type { Report } from "../report.ts";
import { changeReport } from "./change.ts";
import { DELETED_COLUMN } from "./deletion.ts";

/** A project of a list has the numbers of its items, one of a write has not. */
type Row = ProjectView & { open_work_items?: number; work_items?: number };

const TABLE: Table<Row> = {
  values: (row) => ({
    id: row.id,
    key: row.key ?? "",
    status: row.status,
    open: numeral(row.open_work_items),
    items: numeral(row.work_items),
    updated: row.updated_at,
    title: row.title,
  }),
  columns: [
    { name: "id", cell: (row) => shortId(row.id) },
    { name: "key" },
    { name: "status", yields: 3 },
    { name: "open", align: "right", yields: 1 },
    { name: "items", align: "right", yields: 2 },
    { name: "updated", cell: (row, { now }) => ago(row.updated_at, now), yields: 4 },
    DELETED_COLUMN,
    { name: "title", elastic: true },
  ],
};

/** Projects as a table. */
export function projectTable(projects: readonly Row[], screen: Screen): string {
  return renderTable(TABLE, projects, screen);
}

/** The report of a write to a project. */
export function projectChange(
  done: string,
  result: { project: ProjectView },
  notes: readonly string[] = [],
): Report {
  const { project } = result;
  const title = project.key === null ? project.title : `${project.title} (${project.key})`;
  return changeReport(
    result,
    { done, noun: "project", id: project.id, title },
    (screen) => projectTable([project], screen),
    notes,
  );
}

function numeral(number: number | undefined): string {
  return number === undefined ? "" : String(number);
}
