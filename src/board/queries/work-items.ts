import type { WorkItem } from "../../domain/entities.ts";
import { type Outcome, ok } from "../../domain/refusal.ts";
import type { ItemFilter } from "../../storage/reads.ts";
import { BOARD_ORDER, READY_ORDER } from "../../storage/sort-keys.ts";
import type { WorkItemView } from "../commands.ts";
import { type PageParams, readPage, WHOLE_LIST } from "../page.ts";
import type { Queries, WorkItemFilter } from "../queries.ts";
import { findOne, type QueryContext, type QueryHandlers, resolveAll } from "../query-context.ts";
import { viewOf } from "../view.ts";
import { flagsOfItem } from "./flags.ts";

export const workItemQueries: QueryHandlers<"work_item" | "work_items" | "ready" | "titles"> = {
  work_item: (context, { ref }) => {
    const item = findOne(context, "work_item", ref);
    return item.ok ? ok(wholeItem(context, item.value)) : item;
  },
  work_items: (context, params) => listItems(context, params, false),
  ready: (context, params) => listItems(context, params, true),
  titles: ({ storage }, { ids }) => ok({ work_items: storage.reads.titles(ids) }),
};

function listItems(
  context: QueryContext,
  params: WorkItemFilter & PageParams,
  ready: boolean,
): Outcome<{ work_items: WorkItemView[]; next_cursor: string | null }> {
  const filter = filterOf(context, params, ready);
  if (!filter.ok) return filter;
  const page = readPage(params, ready ? READY_ORDER : BOARD_ORDER, (request) =>
    context.storage.reads.workItems(filter.value, request),
  );
  if (!page.ok) return page;
  const { records, next_cursor } = page.value;
  return ok({ work_items: records, next_cursor });
}

function filterOf(
  context: QueryContext,
  params: WorkItemFilter,
  ready: boolean,
): Outcome<ItemFilter> {
  const ids = resolveAll(context, {
    project_id: ["project", params.project],
    parent_id: ["work_item", params.parent],
    descendants_of: ["work_item", params.descendants_of],
    ancestors_of: ["work_item", params.ancestors_of],
    sprint: ["sprint", params.sprint, ["active", "none"]],
    assignee: ["user", params.assignee, ["none"]],
  });
  if (!ids.ok) return ids;
  const { item_type, status, priority, orphaned, label } = params;
  return ok({
    ...ids.value,
    item_type,
    status,
    priority,
    orphaned,
    label,
    include_done: params.include_done ?? false,
    deleted: params.deleted ?? false,
    ready,
  });
}

/** An item with all that hangs on it. */
function wholeItem(context: QueryContext, item: WorkItem): Queries["work_item"]["result"] {
  const { reads, getMany } = context.storage;
  const work_item_id = item.id;
  const deleted = false;
  const children = reads.workItems(
    { parent_id: item.id, include_done: true, deleted, ready: false },
    WHOLE_LIST,
  );
  const dependencies = reads.dependencies({ work_item_id, deleted }, WHOLE_LIST);
  const related = dependencies.flatMap((link) => [link.blocking_item_id, link.blocked_item_id]);
  if (item.parent_id !== null) related.push(item.parent_id);
  return {
    work_item: viewOf(item),
    children,
    comments: reads.comments({ work_item_id, deleted }, WHOLE_LIST).map(viewOf),
    dependencies: dependencies.map(viewOf),
    related: getMany(
      "work_item",
      related.filter((id) => id !== item.id),
    ).map(viewOf),
    time_entries: reads.timeEntries({ work_item_id, deleted }, WHOLE_LIST).map(viewOf),
    other_fields: item.extra ?? {},
    flags: flagsOfItem(context.storage, item),
  };
}
