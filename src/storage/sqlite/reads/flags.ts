import type { Database } from "bun:sqlite";
import { circlesOf } from "../../../domain/circles.ts";
import type { FlagRow, Reads } from "../../reads.ts";
import { conditions, rows } from "./statement.ts";
import { ofDeletedProject } from "./visible.ts";

type Named = { id: string; title: string };

/** What a merge can bring and what is then kept as it is. Deleted records need no look. */
export function flagReads(database: Database): Pick<Reads, "flags"> {
  return {
    flags: (project_id) => [
      ...looseLinks(database, project_id),
      ...sprintsWithoutProject(database, project_id),
      ...blockCircles(database, project_id),
      ...activeSprints(database, project_id),
    ],
  };
}

const LOOSE_LINKS = [
  ["parent_missing", "item.parent_id IS NOT NULL AND parent.id IS NULL"],
  ["parent_deleted", "parent.deleted_at IS NOT NULL"],
  ["project_missing", "project.id IS NULL"],
  ["sprint_missing", "item.sprint_id IS NOT NULL AND sprint.id IS NULL"],
] as const;

function looseLinks(database: Database, project_id: string | null): FlagRow[] {
  const asked = conditions();
  asked.and("item.deleted_at IS NULL AND project.deleted_at IS NULL");
  asked.and(`(${LOOSE_LINKS.map(([, test]) => test).join(" OR ")})`);
  if (project_id !== null) asked.and("item.project_id = ?", project_id);
  const tests = LOOSE_LINKS.map(([problem, test]) => `${test} AS ${problem}`);
  const items = rows<Named & { [problem: string]: number | string }>(
    database,
    `SELECT item.id, item.title, ${tests.join(", ")} FROM work_items item
     LEFT JOIN work_items parent ON parent.id = item.parent_id
     LEFT JOIN projects project ON project.id = item.project_id
     LEFT JOIN sprints sprint ON sprint.id = item.sprint_id
     ${asked.where()} ORDER BY item.id`,
    ...asked.values,
  );
  return items.flatMap((item) =>
    LOOSE_LINKS.filter(([problem]) => item[problem] === 1).map(([problem]) => ({
      problem,
      entity: "work_item" as const,
      id: item.id,
      title: item.title,
      others: [],
    })),
  );
}

function sprintsWithoutProject(database: Database, project_id: string | null): FlagRow[] {
  if (project_id !== null) return [];
  return rows<Named>(
    database,
    `SELECT id, name AS title FROM sprints
     WHERE deleted_at IS NULL AND project_id NOT IN (SELECT id FROM projects) ORDER BY id`,
  ).map((sprint) => ({ problem: "project_missing", entity: "sprint", ...sprint, others: [] }));
}

/** One flag for each item of a circle: any of its links may be the one to take away. */
function blockCircles(database: Database, project_id: string | null): FlagRow[] {
  // In a circle every item blocks another, so it is enough that those that block are live.
  const links = rows<{ blocking: string; blocked: string }>(
    database,
    `SELECT link.blocking_item_id AS blocking, link.blocked_item_id AS blocked
     FROM dependencies link
     JOIN work_items item ON item.id = link.blocking_item_id
     WHERE link.dependency_type = 'blocks' AND link.deleted_at IS NULL
       AND item.deleted_at IS NULL AND NOT ${ofDeletedProject("item.project_id")}`,
  );
  const circles = circlesOf(links.map(({ blocking, blocked }) => [blocking, blocked] as const));
  if (circles.length === 0) return [];
  const items = rows<Named & { project_id: string }>(
    database,
    `SELECT id, title, project_id FROM work_items WHERE id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(circles.flat()),
  );
  const byId = new Map(items.map((item) => [item.id, item]));
  return circles
    .map((circle) => circle.flatMap((id) => byId.get(id) ?? []))
    .flatMap((circle) => flagEach("blocks_cycle", "work_item", circle))
    .filter(({ id }) => project_id === null || byId.get(id)?.project_id === project_id);
}

function activeSprints(database: Database, project_id: string | null): FlagRow[] {
  const asked = conditions();
  asked.and("status = 'active' AND deleted_at IS NULL");
  asked.and(`NOT ${ofDeletedProject("project_id")}`);
  if (project_id !== null) asked.and("project_id = ?", project_id);
  const active = rows<Named & { project_id: string }>(
    database,
    `SELECT id, name AS title, project_id FROM sprints ${asked.where()} ORDER BY project_id, id`,
    ...asked.values,
  );
  const byProject = Map.groupBy(active, (sprint) => sprint.project_id).values();
  return [...byProject]
    .filter((sprints) => sprints.length > 1)
    .flatMap((sprints) => flagEach("several_active_sprints", "sprint", sprints));
}

/** How many of the others a flag names. */
const NAMED = 3;

function flagEach(
  problem: FlagRow["problem"],
  entity: FlagRow["entity"],
  records: readonly Named[],
): FlagRow[] {
  return records.map(({ id, title }) => ({
    problem,
    entity,
    id,
    title,
    others: records
      .slice(0, NAMED + 1)
      .filter((other) => other.id !== id)
      .slice(0, NAMED)
      .map((other) => other.title),
  }));
}
