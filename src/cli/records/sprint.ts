import type { SprintView } from "../../board/commands.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Screen } from "../output/screen.ts";
import { renderTable, type Table } from "../output/table.ts";
import type { Report } from "../report.ts";
import { changeReport } from "./change.ts";
import { DELETED_COLUMN } from "./deletion.ts";

/** A sprint of a list has the numbers of its items, one of a write has not. */
type Row = SprintView & { work_items?: number; done_work_items?: number };

const TABLE: Table<Row> = {
  values: (row) => ({
    id: row.id,
    status: row.status,
    start: row.start_date ?? "",
    end: row.end_date ?? "",
    done: numeral(row.done_work_items),
    items: numeral(row.work_items),
    name: row.name,
    goal: row.goal ?? "",
  }),
  columns: [
    { name: "id", cell: (row) => shortId(row.id) },
    { name: "status" },
    { name: "start", yields: 1 },
    {
      name: "end",
      style: (row, { now }) => (isOverdue(row, now) ? "yellow" : undefined),
      yields: 2,
    },
    { name: "done", align: "right", yields: 4 },
    { name: "items", align: "right", yields: 3 },
    DELETED_COLUMN,
    { name: "name" },
    { name: "goal", elastic: true },
  ],
};

/** Sprints as a table. */
export function sprintTable(sprints: readonly Row[], screen: Screen): string {
  return renderTable(TABLE, sprints, screen);
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
