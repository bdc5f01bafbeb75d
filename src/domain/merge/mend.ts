/**
 * What a merge can break, mended in one deterministic pass that is the same for everybody:
 *
 * | | broken rule | mend |
 * | --- | --- | --- |
 * | M1 | items that are each other's ancestors | the newest link of the circle is cut (equal times: of the larger id) |
 * | M2 | live projects with one key | the smallest id keeps it, the others get one derived from their id |
 * | M3 | live lanes of a project with one status | the smallest id stays, the others are deleted |
 *
 * A mend is a write like any other, 1 ms after the write that it corrects, so it travels and wins over
 * that write everywhere. It depends on nothing but the records, so two people who mend the same board
 * write the same bytes.
 */
import type { EntityName, Project, SwimLane, WorkItem } from "../entities.ts";
import { type Instant, justAfter, later } from "../instant.ts";
import type { Json } from "../json.ts";
import { writeFields } from "../stamp.ts";
import { type Fields, fieldsOf, timeOf } from "./times.ts";

/** What the pass looks at. */
export interface Mendable {
  projects: readonly Project[];
  lanes: readonly SwimLane[];
  /** Every item that has a parent. */
  links: Iterable<{ id: string; parent_id: string }>;
  /** An item by its id; asked for only where a circle is found. */
  item(id: string): WorkItem;
}

export interface Mended {
  entity: EntityName;
  before: Fields;
  after: Fields;
  field: string;
  kept: Json;
  lost: Json;
  lostAt: Instant;
}

/** Every mend that the board needs; none where nothing is broken. */
export function mend(board: Mendable): Mended[] {
  return [...mendCircles(board), ...mendKeys(board.projects), ...mendLanes(board.lanes)];
}

/** Whether there is nothing to mend. Asks for no item. */
export function isSound({ projects, lanes, links }: Omit<Mendable, "item">): boolean {
  return (
    parentCircles(links).length === 0 &&
    mendKeys(projects).length === 0 &&
    mendLanes(lanes).length === 0
  );
}

function mendCircles(board: Mendable): Mended[] {
  return parentCircles(board.links).map((circle) => cutNewest(board, circle));
}

/** The circles of items that are each other's ancestors, each once. */
function parentCircles(links: Mendable["links"]): string[][] {
  const parents = new Map<string, string>();
  for (const link of links) parents.set(link.id, link.parent_id);
  // Who is on a circle has a parent and is one: of a usual board that leaves few.
  const starts = new Set<string>();
  for (const parent of parents.values()) if (parents.has(parent)) starts.add(parent);
  const circles: string[][] = [];
  const settled = new Set<string>();
  for (const start of [...starts].sort()) {
    if (settled.has(start)) continue;
    const path = new Set<string>();
    let id: string | undefined = start;
    while (id !== undefined && !settled.has(id) && !path.has(id)) {
      path.add(id);
      id = parents.get(id);
    }
    // Cutting one link ends the circle: each item has one parent, so a path meets one circle at most.
    if (id !== undefined && path.has(id)) {
      const walked = [...path];
      circles.push(walked.slice(walked.indexOf(id)));
    }
    for (const seen of path) settled.add(seen);
  }
  return circles;
}

function cutNewest(board: Mendable, circle: readonly string[]): Mended {
  const items = circle.map((id) => fieldsOf(board.item(id)));
  const newest = items.reduce((a, b) => {
    const [x, y] = [timeOf(a, "parent_id"), timeOf(b, "parent_id")];
    return y > x || (y === x && b.id > a.id) ? b : a;
  });
  return write("work_item", newest, "parent_id", null, timeOf(newest, "parent_id"));
}

function mendKeys(projects: readonly Project[]): Mended[] {
  const mended: Mended[] = [];
  const taken = new Set(projects.map((project) => project.key));
  const kept = new Set<string>();
  for (const project of byId(projects)) {
    if (project.key === null || project.deleted_at !== null) continue;
    if (!kept.has(project.key)) {
      kept.add(project.key);
      continue;
    }
    const key = derivedKey(project.id, taken);
    taken.add(key);
    const fields = fieldsOf(project);
    mended.push(write("project", fields, "key", key, timeOf(fields, "key")));
  }
  return mended;
}

/** A key made of the id: `P` and its first hexadecimal digits, more of them while it is taken. */
export function derivedKey(id: string, taken: ReadonlySet<string | null>): string {
  const digits = id.replaceAll("-", "").toUpperCase();
  for (let length = 5; length < 9; length += 1) {
    const key = `P${digits.slice(0, length)}`;
    if (!taken.has(key)) return key;
  }
  return `P${digits.slice(-9)}`;
}

function mendLanes(lanes: readonly SwimLane[]): Mended[] {
  const mended: Mended[] = [];
  const kept = new Set<string>();
  for (const lane of byId(lanes)) {
    if (lane.deleted_at !== null) continue;
    const place = `${lane.project_id} ${lane.status_value}`;
    if (kept.has(place)) {
      const fields = fieldsOf(lane);
      const lostAt = later(lane.updated_at, timeOf(fields, "deleted_at"));
      mended.push(write("swim_lane", fields, "deleted_at", justAfter(lostAt), lostAt));
    }
    kept.add(place);
  }
  return mended;
}

function byId<R extends { id: string }>(records: readonly R[]): R[] {
  return [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function write(
  entity: EntityName,
  before: Fields,
  field: string,
  kept: Json,
  lostAt: Instant,
): Mended {
  const lost = before[field] ?? null;
  const after = writeFields(entity, before, { [field]: kept }, justAfter(lostAt));
  return { entity, before, after, field, kept, lost, lostAt };
}
