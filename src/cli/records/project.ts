import type { ProjectView } from "../../board/commands.ts";
import { shortId } from "../output/ids.ts";
import type { Screen } from "../output/screen.ts";
import { type Column, table } from "../output/table.ts";
import { ago } from "../output/times.ts";
import type { Report } from "../report.ts";
import { changeReport } from "./change.ts";

/** A project of a list has the numbers of its items, one of a write has not. */
type Row = ProjectView & { open_work_items?: number; work_items?: number };

const COLUMNS: readonly Column<Row>[] = [
  { title: "ID", cell: (row) => shortId(row.id), exact: (row) => row.id },
  { title: "KEY", cell: (row) => row.key ?? "" },
  { title: "STATUS", cell: (row) => row.status, yields: 3 },
  { title: "OPEN", cell: (row) => numeral(row.open_work_items), align: "right", yields: 1 },
  { title: "ITEMS", cell: (row) => numeral(row.work_items), align: "right", yields: 2 },
  {
    title: "UPDATED",
    cell: (row, { now }) => ago(row.updated_at, now),
    exact: (row) => row.updated_at,
    yields: 4,
  },
  { title: "TITLE", cell: (row) => row.title, elastic: true },
];

/** Projects as a table. */
export function projectTable(projects: readonly Row[], screen: Screen): string {
  return table(COLUMNS, projects, screen);
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
