import type { ActivityEntry } from "../../board/queries.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Context } from "../context.ts";
import { lookUp, type Names } from "../names.ts";
import type { Screen } from "../output/screen.ts";
import { renderTable, type Table } from "../output/table.ts";
import { cut, printable } from "../output/text.ts";
import { ago } from "../output/times.ts";

/** Activity as a table, the names of people, sprints and items looked up. */
export async function activityTable(
  context: Context,
  entries: readonly ActivityEntry[],
  screen: Screen,
): Promise<string> {
  const values = (field: string) =>
    entries
      .filter((entry) => entry.field === field)
      .flatMap((entry) => [entry.before, entry.after])
      .map((value) => (typeof value === "string" ? value : null));
  const names = await lookUp(context, [
    ...entries.map((entry) => entry.by),
    ...values("assignee_id"),
    ...values("sprint_id"),
    ...values("parent_id"),
  ]);
  const table: Table<ActivityEntry> = {
    values: (entry) => ({
      write: String(entry.seq),
      when: entry.at,
      who: names.of(entry.by),
      action: entry.action,
      entity: entry.entity,
      id: entry.record_id,
      field: entry.field ?? "",
      before: json(entry.before),
      after: json(entry.after),
      title: entry.title ?? "",
    }),
    columns: [
      { name: "when", cell: (entry, { now }) => ago(entry.at, now) },
      { name: "who", yields: 2 },
      { name: "id", cell: (entry) => shortId(entry.record_id) },
      { name: "title", cell: (entry) => cut(printable(entry.title ?? ""), 20), yields: 1 },
      { name: "change", cell: (entry, { now }) => changeInWords(entry, names, now), elastic: true },
    ],
  };
  return renderTable(table, entries, screen);
}

const DONE: { readonly [verb: string]: string } = {
  create: "creation",
  update: "change",
  delete: "deletion",
  restore: "restoration",
  move: "move",
  start: "start",
  stop: "stop",
  complete: "completion",
};

const OF_SYNC: { readonly [action: string]: string } = {
  "sync.replace": "replacement of the board by an import",
  "sync.restore": "restoration of a backup",
  "sync.undo": "undo of one of these",
};

/** `work_item.update` as `change of a work item`. */
export function actionInWords(action: string): string {
  if (Object.hasOwn(OF_SYNC, action)) return OF_SYNC[action] as string;
  const [entity = "", verb = ""] = action.split(".");
  const done = Object.hasOwn(DONE, verb) ? DONE[verb] : undefined;
  return done === undefined ? action : `${done} of a ${entity.replaceAll("_", " ")}`;
}

/** What became of a whole record, where a command did not make it. */
const MADE: { readonly [action: string]: string } = {
  import: "imported",
  undo: "brought back",
  remove: "removed here",
  merge: "merged in",
};

function changeInWords(entry: ActivityEntry, names: Names, now: number): string {
  const { action, entity, field, before, after } = entry;
  const noun = entity.replaceAll("_", " ");
  if (field === null) return `${noun} ${MADE[action] ?? "created"}`;
  if (field === "deleted_at") return `${noun} ${after === null ? "restored" : "deleted"}`;
  const value = (one: unknown) => valueInWords(field, one, names, now);
  return `${field.replace(/_id$/, "").replaceAll("_", " ")}: ${value(before)} → ${value(after)}`;
}

const LINKS = new Set(["assignee_id", "sprint_id", "parent_id"]);

function valueInWords(field: string, value: unknown, names: Names, now: number): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value !== "string") return json(value);
  if (field.endsWith("_at")) return ago(value, now);
  return cut(printable(LINKS.has(field) ? names.of(value) : value), 40);
}

function json(value: unknown): string {
  return value === undefined ? "null" : JSON.stringify(value);
}
