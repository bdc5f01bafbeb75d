import { ok } from "../../domain/refusal.ts";
import { PROJECT_ORDER } from "../../storage/sort-keys.ts";
import { readPage } from "../page.ts";
import { findOne, type QueryHandlers } from "../query-context.ts";
import { viewOf } from "../view.ts";

export const projectQueries: QueryHandlers<"project" | "projects"> = {
  project: (context, { ref }) => {
    const project = findOne(context, "project", ref);
    return project.ok ? ok({ project: viewOf(project.value) }) : project;
  },

  projects: ({ storage }, { status, deleted = false, ...params }) => {
    const page = readPage(params, PROJECT_ORDER, (request) =>
      storage.reads.projects({ status, deleted }, request),
    );
    if (!page.ok) return page;
    const { records, next_cursor } = page.value;
    return ok({ projects: records.map(viewOf), next_cursor });
  },
};
