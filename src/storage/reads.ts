/**
 * The board's questions to the database, with every reference already resolved to an id.
 *
 * Each is a fixed number of statements, however many records there are. Lists are in their order and
 * start after the cursor's key.
 */
import type {
  Comment,
  Dependency,
  ItemStatus,
  ItemType,
  Priority,
  Project,
  Sprint,
  SprintStatus,
  SwimLane,
  TimeEntry,
  User,
  WorkItem,
} from "../domain/entities.ts";
import type { FieldChange, LoggedWrite } from "./port.ts";

/** Where a page starts: the sort key of the last record of the page before. */
export interface PageRequest {
  limit: number;
  after: (string | number)[] | null;
}

export interface ItemFilter {
  project_id?: string;
  item_type?: ItemType;
  status?: ItemStatus;
  priority?: Priority;
  parent_id?: string;
  orphaned?: boolean;
  descendants_of?: string;
  ancestors_of?: string;
  /** A sprint's id; `active`: any active sprint; `none`: in no (live) sprint. */
  sprint?: string | "active" | "none";
  assignee?: string | "none";
  label?: string;
  include_done: boolean;
  deleted: boolean;
  /** Only what can be started now. */
  ready: boolean;
}

export type ActivityRow = FieldChange &
  Pick<LoggedWrite, "seq" | "at" | "by" | "action"> & { row: number; title: string | null };

export interface Reads {
  workItems(filter: ItemFilter, page: PageRequest): WorkItem[];
  projects(
    filter: { status?: string; deleted: boolean },
    page: PageRequest,
  ): (Project & { open_work_items: number; work_items: number })[];
  sprints(
    filter: { project_id?: string; status?: SprintStatus; deleted: boolean },
    page: PageRequest,
  ): (Sprint & { work_items: number; done_work_items: number })[];
  comments(filter: { work_item_id?: string; deleted: boolean }, page: PageRequest): Comment[];
  lanes(project_id: string): SwimLane[];
  dependencies(
    filter: { project_id?: string; work_item_id?: string; deleted: boolean },
    page: PageRequest,
  ): Dependency[];
  timeEntries(
    filter: { work_item_id?: string; user_id?: string; running?: boolean; deleted: boolean },
    page: PageRequest,
  ): TimeEntry[];
  users(page: PageRequest): User[];
  /** People by exact email or name, case folded. */
  usersNamed(text: string): User[];
  /** Live projects, at most `limit`: the active ones first. */
  liveProjects(limit: number): Project[];
  projectsWithKey(key: string): Project[];
  /** The live cards of a project with their counts, in the order of the board. */
  cards(
    project_id: string,
    filter: { sprint?: string; assignee?: string },
  ): (WorkItem & { is_blocked: boolean; comment_count: number; child_count: number })[];

  /** The ids above an item, nearest first; ends at a circle. */
  ancestorIds(id: string): string[];
  /** Every item below one, at any depth, live or deleted, without itself. */
  descendants(id: string): WorkItem[];
  /** The live items blocked by this one, directly or through others. */
  blockedBy(id: string): string[];
  /** Items that hang on a sprint. */
  itemsOfSprint(sprint_id: string): WorkItem[];
  countItems(filter: { project_id?: string; sprint_id?: string }): number;
  /** The places of the live items of a project, in the order of the board (position, then id). */
  positions(project_id: string): { id: string; position: number; status: ItemStatus }[];
  lastPosition(project_id: string): number | null;
  runningTimers(user_id: string): TimeEntry[];
  activeSprints(project_id: string): Sprint[];
  dependencyBetween(a: string, b: string, type: string): Dependency[];
  laneOfStatus(project_id: string, status: ItemStatus): SwimLane[];
  /** `id, parent_id` of every item that has a parent. */
  parentLinks(): { id: string; parent_id: string }[];

  search(
    text: string,
    project_id: string | null,
    limit: number,
    offset: number,
  ): { item: WorkItem; found_in: string; snippet: string }[];
  activity(
    filter: { work_item_id?: string; project_id?: string; user_id?: string },
    page: PageRequest,
  ): ActivityRow[];
  /** What a merge can bring and what is then kept: ids, with the problem. */
  flags(): { problem: string; entity: string; id: string; title: string }[];
  titles(ids: readonly string[]): Pick<WorkItem, "id" | "title" | "status" | "item_type">[];
}
