import type { TimeEntryView } from "../../board/commands.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Context } from "../context.ts";
import { lookUp, type Names } from "../names.ts";
import type { Screen } from "../output/screen.ts";
import { renderTable, type Table } from "../output/table.ts";
import { ago, duration } from "../output/times.ts";
import type { Report } from "../report.ts";
import { changeReport } from "./change.ts";
import { DELETED_COLUMN } from "./deletion.ts";

/** Time entries as a table, the names of people and items looked up. */
export async function timeEntryTable(
  context: Context,
  entries: readonly TimeEntryView[],
  screen: Screen,
): Promise<string> {
  const names = await namesFor(context, entries);
  const table: Table<TimeEntryView> = {
    values: (one) => ({
      id: one.id,
      who: names.of(one.user_id),
      started: one.started_at,
      ended: one.ended_at ?? "",
      item: one.work_item_id,
      description: one.description ?? "",
      title: names.of(one.work_item_id),
    }),
    columns: [
      { name: "id", cell: (one) => shortId(one.id) },
      { name: "who", yields: 3 },
      { name: "started", cell: (one, { now }) => ago(one.started_at, now), yields: 1 },
      { name: "time", cell: (one, { now }) => timeOf(one, now), align: "right" },
      { name: "description", yields: 2 },
      DELETED_COLUMN,
      { name: "title", elastic: true },
    ],
  };
  return renderTable(table, entries, screen);
}

/** The report of a write to a time entry. */
export async function timeEntryChange(
  context: Context,
  done: string,
  result: { time_entry: TimeEntryView },
  notes: readonly string[] = [],
): Promise<Report> {
  const entry = result.time_entry;
  const names = await namesFor(context, [entry]);
  const title = `${timeOf(entry, context.screen.now)} on ${names.of(entry.work_item_id)}`;
  return changeReport(
    result,
    { done, noun: "time entry", id: entry.id, title },
    (screen) => timeEntryTable(context, [entry], screen),
    notes,
  );
}

function namesFor(context: Context, entries: readonly TimeEntryView[]): Promise<Names> {
  return lookUp(
    context,
    entries.flatMap((one) => [one.user_id, one.work_item_id]),
  );
}

function timeOf(entry: TimeEntryView, now: number): string {
  if (entry.ended_at === null) return `${duration(now - Date.parse(entry.started_at))}, running`;
  return duration(Date.parse(entry.ended_at) - Date.parse(entry.started_at));
}
