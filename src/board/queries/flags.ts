import type { WorkItem } from "../../domain/entities.ts";
import { ok } from "../../domain/refusal.ts";
import type { Storage } from "../../storage/port.ts";
import type { FlagRow } from "../../storage/reads.ts";
import type { SortKey } from "../../storage/sort-keys.ts";
import { quoted } from "../label.ts";
import { readPage } from "../page.ts";
import type { Flag } from "../queries.ts";
import type { QueryHandlers } from "../query-context.ts";

export const flagQueries: QueryHandlers<"flags"> = {
  flags: ({ storage }, params) => {
    const page = readPage(params, PLACE, ({ limit, after }) => {
      const rows = storage.reads.flags(null).map((row, place) => ({ ...row, place }));
      const start = after === null ? 0 : Number(after[0]) + 1;
      return rows.slice(start, start + limit);
    });
    if (!page.ok) return page;
    const { records, next_cursor } = page.value;
    return ok({ flags: records.map(flagOf), next_cursor });
  },
};

/** Flags are found anew for each page: where the page before ended is a place among them. */
const PLACE: SortKey<{ place: number }> = { types: ["number"], of: ({ place }) => [place] };

/** What a flag says to people. */
export function flagOf({ problem, entity, id, title, others }: FlagRow): Flag {
  const message = MESSAGES[problem](quoted(title), others.map(quoted).join(", "));
  return { problem, entity, id, message };
}

/** What is wrong with one item, without a look at the others. */
export function flagsOfItem(storage: Storage, item: WorkItem): Flag[] {
  const project = storage.get("project", item.project_id);
  if (item.deleted_at !== null || (project !== null && project.deleted_at !== null)) return [];
  const parent = item.parent_id === null ? null : storage.get("work_item", item.parent_id);
  const problems: Partial<Record<FlagRow["problem"], boolean>> = {
    parent_missing: item.parent_id !== null && parent === null,
    parent_deleted: parent !== null && parent.deleted_at !== null,
    project_missing: project === null,
    sprint_missing: item.sprint_id !== null && storage.get("sprint", item.sprint_id) === null,
    blocks_cycle: storage.reads.blockedBy(item.id).includes(item.id),
  };
  return Object.entries(problems)
    .filter(([, found]) => found)
    .map(([problem]) => ({
      problem: problem as FlagRow["problem"],
      entity: "work_item" as const,
      id: item.id,
      title: item.title,
      others: [],
    }))
    .map(flagOf);
}

const MESSAGES: { [P in FlagRow["problem"]]: (title: string, others: string) => string } = {
  parent_missing: (title) => `The parent of ${title} is not on this board.`,
  parent_deleted: (title) => `The parent of ${title} is deleted.`,
  project_missing: (title) => `The project of ${title} is not on this board.`,
  sprint_missing: (title) => `The sprint of ${title} is not on this board.`,
  blocks_cycle: (title, others) =>
    `${title} blocks itself${others === "" ? "" : `, in a circle with ${others}`}.`,
  several_active_sprints: (title, others) =>
    `The sprint ${title} is active together with ${others}; a project has one active sprint.`,
};
