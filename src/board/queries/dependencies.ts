import { ok } from "../../domain/refusal.ts";
import { CREATION_ORDER } from "../../storage/sort-keys.ts";
import { readPage } from "../page.ts";
import { findOne, type QueryHandlers, resolveAll } from "../query-context.ts";
import { viewOf } from "../view.ts";

export const dependencyQueries: QueryHandlers<"dependency" | "dependencies"> = {
  dependency: (context, { ref }) => {
    const dependency = findOne(context, "dependency", ref);
    return dependency.ok ? ok({ dependency: viewOf(dependency.value) }) : dependency;
  },

  dependencies: (context, { project, work_item, deleted = false, ...params }) => {
    const ids = resolveAll(context, {
      project_id: ["project", project],
      work_item_id: ["work_item", work_item],
    });
    if (!ids.ok) return ids;
    const page = readPage(params, CREATION_ORDER, (request) =>
      context.storage.reads.dependencies({ ...ids.value, deleted }, request),
    );
    if (!page.ok) return page;
    const { records, next_cursor } = page.value;
    return ok({ dependencies: records.map(viewOf), next_cursor });
  },
};
