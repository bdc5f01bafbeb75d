import type { SprintView } from "../../board/commands.ts";
import { shortId } from "../output/ids.ts";
import type { Screen } from "../output/screen.ts";
import { type Column, table } from "../output/table.ts";
import type { Report } from "../report.ts";
import { changeReport } from "./change.ts";

/** A sprint of a list has the numbers of its items, one of a write has not. */
type Row = SprintView & { work_items?: number; done_work_items?: number };

const COLUMNS: readonly Column<Row>[] = [
  { title: "ID", cell: (row) => shortId(row.id), exact: (row) => row.id },
  { title: "STATUS", cell: (row) => row.status },
  { title: "START", cell: (row) => row.start_date ?? "", yields: 1 },
  {
    title: "END",
    cell: (row) => row.end_date ?? "",
    style: (row, { now }) => (isOverdue(row, now) ? "yellow" : undefined),
    yields: 2,
  },
  { title: "DONE", cell: (row) => numeral(row.done_work_items), align: "right", yields: 4 },
  { title: "ITEMS", cell: (row) => numeral(row.work_items), align: "right", yields: 3 },
  { title: "NAME", cell: (row) => row.name },
  { title: "GOAL", cell: (row) => row.goal ?? "", elastic: true },
];

/** Sprints as a table. */
export function sprintTable(sprints: readonly Row[], screen: Screen): string {
  return table(COLUMNS, sprints, screen);
}

/** The report of a write to a sprint. */
export function sprintChange(
  done: string,
  result: { sprint: SprintView },
  notes: readonly string[] = [],
): Report {
  const { sprint } = result;
  return changeReport(
    result,
    { done, noun: "sprint", id: sprint.id, title: sprint.name },
    (screen) => sprintTable([sprint], screen),
    notes,
  );
}

function isOverdue(sprint: SprintView, now: number): boolean {
  if (sprint.status !== "active" || sprint.end_date === null) return false;
  return sprint.end_date < new Date(now).toISOString().slice(0, 10);
}

function numeral(number: number | undefined): string {
  return number === undefined ? "" : String(number);
}
