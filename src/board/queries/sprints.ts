import { ok } from "../../domain/refusal.ts";
import { SPRINT_ORDER } from "../../storage/sort-keys.ts";
import { readPage } from "../page.ts";
import { findOne, type QueryHandlers, resolveAll } from "../query-context.ts";
import { viewOf } from "../view.ts";

export const sprintQueries: QueryHandlers<"sprint" | "sprints"> = {
  sprint: (context, { ref }) => {
    const sprint = findOne(context, "sprint", ref);
    return sprint.ok ? ok({ sprint: viewOf(sprint.value) }) : sprint;
  },

  sprints: (context, { project, status, deleted = false, ...params }) => {
    const ids = resolveAll(context, { project_id: ["project", project] });
    if (!ids.ok) return ids;
    const page = readPage(params, SPRINT_ORDER, (request) =>
      context.storage.reads.sprints({ ...ids.value, status, deleted }, request),
    );
    if (!page.ok) return page;
    const { records, next_cursor } = page.value;
    return ok({ sprints: records.map(viewOf), next_cursor });
  },
};
