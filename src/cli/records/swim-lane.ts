import type { SwimLaneView } from "../../board/commands.ts";
import type { Column as Lane } from "../../board/queries.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Screen } from "../output/screen.ts";
import { renderTable, type Table } from "../output/table.ts";
import type { Report } from "../report.ts";
import { changeReport } from "./change.ts";

type Row = Pick<Lane, "id" | "name" | "status_value" | "position">;

const TABLE: Table<Row> = {
  values: (row) => ({
    id: row.id,
    position: String(row.position),
    status: row.status_value,
    name: row.name,
  }),
  columns: [
    { name: "id", cell: (row) => shortId(row.id) },
    { name: "position", align: "right", yields: 1 },
    { name: "status" },
    { name: "name", elastic: true },
  ],
};

/** Columns of the board as a table. */
export function swimLaneTable(lanes: readonly Row[], screen: Screen): string {
  return renderTable(TABLE, lanes, screen);
}

/** The report of a write to a column of the board. */
export function swimLaneChange(
  done: string,
  result: { swim_lane: SwimLaneView },
  notes: readonly string[] = [],
): Report {
  const lane = result.swim_lane;
  return changeReport(
    result,
    { done, noun: "swim lane", id: lane.id, title: lane.name },
    (screen) => swimLaneTable([lane], screen),
    notes,
  );
}
