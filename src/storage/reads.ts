/**
 * The board's questions to the database, with every reference already resolved to an id.
 *
 * Each is a fixed number of statements, however many records there are. Lists are in their order and
 * start after the cursor's key.
 */
import type {
  Comment,
  Dependency,
  EntityName,
  ItemStatus,
  ItemType,
  Priority,
  Project,
  RecordView,
  Sprint,
  SprintStatus,
  SwimLane,
  TimeEntry,
  User,
  WorkItem,
} from "../domain/entities.ts";
import type { LoggedChange, SprintItem } from "../domain/field-history.ts";
import type { Instant } from "../domain/instant.ts";
import type { WordSearch } from "../domain/search-text.ts";
import type { FieldChange, LoggedWrite } from "./port.ts";

/** Where a page starts: the sort key of the last record of the page before. */
export interface PageRequest {
  limit: number;
  after: (string | number)[] | null;
}

export interface ItemFilter {
  project_id?: string | undefined;
  item_type?: ItemType | undefined;
  status?: ItemStatus | undefined;
  priority?: Priority | undefined;
  parent_id?: string | undefined;
  orphaned?: boolean | undefined;
  descendants_of?: string | undefined;
  ancestors_of?: string | undefined;
  /** A sprint's id; `active`: any active sprint; `none`: in no (live) sprint. */
  sprint?: string | "active" | "none" | undefined;
  assignee?: string | "none" | undefined;
  label?: string | undefined;
  include_done: boolean;
  deleted: boolean;
  /** Only what can be started now. */
  ready: boolean;
}

/** What a card of the board shows beside its fields. */
export interface CardCounts {
  /** An open item blocks it. */
  is_blocked: boolean;
  comment_count: number;
  child_count: number;
}

export interface NewestRow {
  entity: EntityName;
  id: string;
  updated_at: Instant;
}

export interface RecordId {
  entity: EntityName;
  id: string;
}

/** A record that needs a look. */
export interface FlagRow {
  problem:
    | "parent_missing"
    | "parent_deleted"
    | "project_missing"
    | "sprint_missing"
    | "blocks_cycle"
    | "several_active_sprints";
  entity: "work_item" | "sprint";
  id: string;
  title: string;
  /** The titles of records that share the problem, a few of them. */
  others: string[];
}

/** An item that a search has found. */
export interface SearchRow {
  item: WorkItem;
  /** The comment in which it was found; null if it was found in the item itself. */
  comment: Comment | null;
}

export type ActivityRow = FieldChange &
  Pick<LoggedWrite, "seq" | "at" | "by" | "action"> & {
    row: number;
    title: string | null;
    /** When the write was made; `at` is when the change was, elsewhere maybe. */
    written_at: string;
  };

export interface Reads {
  workItems(filter: ItemFilter, page: PageRequest): RecordView<WorkItem>[];
  projects(
    filter: { status?: string | undefined; deleted: boolean },
    page: PageRequest,
  ): (Project & { open_work_items: number; work_items: number })[];
  sprints(
    filter: {
      project_id?: string | undefined;
      status?: SprintStatus | undefined;
      deleted: boolean;
    },
    page: PageRequest,
  ): (Sprint & { work_items: number; done_work_items: number })[];
  comments(
    filter: { work_item_id?: string | undefined; deleted: boolean },
    page: PageRequest,
  ): Comment[];
  lanes(project_id: string): SwimLane[];
  dependencies(
    filter: {
      project_id?: string | undefined;
      work_item_id?: string | undefined;
      deleted: boolean;
    },
    page: PageRequest,
  ): Dependency[];
  timeEntries(
    filter: {
      work_item_id?: string | undefined;
      user_id?: string | undefined;
      running?: boolean | undefined;
      deleted: boolean;
    },
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
    filter: Pick<ItemFilter, "sprint" | "assignee"> & {
      /** Only these, by their whole ids. */
      ids?: readonly string[] | undefined;
    },
  ): (RecordView<WorkItem> & CardCounts)[];

  /** The ids above an item, nearest first; ends at a circle. */
  ancestorIds(id: string): string[];
  /** Every item below one, at any depth, live or deleted, without itself. */
  descendants(id: string): WorkItem[];
  /** The live items blocked by this one, directly or through others; itself, in a circle. */
  blockedBy(id: string): string[];
  /** The live items of a sprint. */
  itemsOfSprint(sprint_id: string): WorkItem[];
  countItems(filter: { project_id?: string | undefined; sprint_id?: string | undefined }): number;
  /** The places of the live items of a project, in the order of the board (position, then id). */
  positions(project_id: string): { id: string; position: number; status: ItemStatus }[];
  /** The live items of a project next to a place in that order, in one direction, the nearest first. */
  nextTo(
    project_id: string,
    place: { position: number; id: string },
    direction: "before" | "after",
    limit: number,
  ): { id: string; position: number; status: ItemStatus }[];
  /** The first or the last live items of a status, from that end on. */
  endOfColumn(
    project_id: string,
    status: ItemStatus,
    end: "top" | "bottom",
    limit: number,
  ): { id: string; position: number; status: ItemStatus }[];
  lastPosition(project_id: string): number | null;
  runningTimers(user_id: string): TimeEntry[];
  activeSprints(project_id: string): Sprint[];
  dependencyBetween(a: string, b: string, type: string): Dependency[];
  laneOfStatus(project_id: string, status: ItemStatus): SwimLane[];
  /** `id, parent_id` of every item that has a parent. */
  parentLinks(): { id: string; parent_id: string }[];

  /** Brings the full-text index up to date if it has to: that writes. The best hits first. */
  search(
    wanted: WordSearch,
    project_id: string | null,
    page: { limit: number; offset: number },
  ): SearchRow[];
  /** The newest first. */
  activity(
    filter: {
      work_item_id?: string | undefined;
      project_id?: string | undefined;
      user_id?: string | undefined;
      /** Those after the one and up to the other; `here`: only what people wrote here. */
      writes?: { after: number; last: number; here: boolean } | undefined;
    },
    page: PageRequest,
  ): ActivityRow[];
  /** Whether the making of a record is in the log; of many that came by one import it is not. */
  isMakingLogged(record_id: string): boolean;
  /** The records with the newest `updated_at`, people among them. Reads every record. */
  newest(limit: number): NewestRow[];
  /** Records with times of writes that say nothing (`domain/merge/endless.ts`). Reads every record. */
  endless(limit: number): RecordId[];
  /** What a merge can bring and what is then kept as it is; of the whole board if null. */
  flags(project_id: string | null): FlagRow[];
  /** What the figures of sprints are made from: every item that is or was in them, and their log. */
  sprintHistory(sprint_ids: readonly string[]): { items: SprintItem[]; changes: LoggedChange[] };
  /** Those of the statuses that live items of a project have. */
  statusesInUse(project_id: string, statuses: readonly ItemStatus[]): ItemStatus[];
  /** The names of the records that there are among these, of whatever kind. */
  names(ids: readonly string[]): { id: string; name: string }[];
  titles(ids: readonly string[]): Pick<WorkItem, "id" | "title" | "status" | "item_type">[];
}
