import type { DependencyView } from "../../board/commands.ts";
import { shortId } from "../../domain/short-id.ts";
import type { Context } from "../context.ts";
import { lookUp } from "../names.ts";
import type { Screen } from "../output/screen.ts";
import { renderTable, type Table } from "../output/table.ts";
import type { Report } from "../report.ts";
import { changeReport } from "./change.ts";
import { DELETED_COLUMN } from "./deletion.ts";

/** Dependencies as a table, the titles of the items looked up. */
export async function dependencyTable(
  context: Context,
  dependencies: readonly DependencyView[],
  screen: Screen,
): Promise<string> {
  const names = await lookUp(
    context,
    dependencies.flatMap((one) => [one.blocking_item_id, one.blocked_item_id]),
  );
  const table: Table<DependencyView> = {
    values: (one) => ({
      id: one.id,
      blocking: one.blocking_item_id,
      type: one.dependency_type,
      blocked: one.blocked_item_id,
      titles: inWords(one, names.of),
    }),
    columns: [
      { name: "id", cell: (one) => shortId(one.id) },
      { name: "blocking", cell: (one) => shortId(one.blocking_item_id) },
      { name: "type", yields: 1 },
      { name: "blocked", cell: (one) => shortId(one.blocked_item_id) },
      DELETED_COLUMN,
      { name: "titles", elastic: true },
    ],
  };
  return renderTable(table, dependencies, screen);
}

/** The report of a write to a dependency. */
export async function dependencyChange(
  context: Context,
  done: string,
  result: { dependency: DependencyView },
  notes: readonly string[] = [],
): Promise<Report> {
  const { dependency } = result;
  const names = await lookUp(context, [dependency.blocking_item_id, dependency.blocked_item_id]);
  return changeReport(
    result,
    { done, noun: "dependency", id: dependency.id, title: inWords(dependency, names.of) },
    (screen) => dependencyTable(context, [dependency], screen),
    notes,
  );
}

function inWords(dependency: DependencyView, nameOf: (id: string) => string): string {
  const verb = dependency.dependency_type === "blocks" ? "blocks" : "relates to";
  return `${nameOf(dependency.blocking_item_id)} ${verb} ${nameOf(dependency.blocked_item_id)}`;
}
