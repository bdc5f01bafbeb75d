/**
 * What each list is sorted by, as the values of a record: the cursor of a page holds those of its
 * last record. The statements that read the lists sort by the same.
 */
import {
  type Comment,
  type Dependency,
  ITEM_STATUSES,
  PRIORITIES,
  type Project,
  type Sprint,
  type SprintStatus,
  type TimeEntry,
  type User,
  type WorkItem,
} from "../domain/entities.ts";
import type { StoredConflict, StoredSync } from "./port.ts";
import type { ActivityRow } from "./reads.ts";

export interface SortKey<R> {
  types: readonly ("string" | "number")[];
  of(record: R): (string | number)[];
}

/** By status, then position. */
export const BOARD_ORDER: SortKey<WorkItem> = {
  types: ["number", "number", "string"],
  of: (item) => [ITEM_STATUSES.indexOf(item.status), item.position, item.id],
};

/** The most urgent first, then by position. */
export const READY_ORDER: SortKey<WorkItem> = {
  types: ["number", "number", "string"],
  of: (item) => [PRIORITIES.toReversed().indexOf(item.priority), item.position, item.id],
};

/** The active ones first, then by key. */
export const PROJECT_ORDER: SortKey<Project> = {
  types: ["string", "string", "string"],
  of: (project) => [project.status, project.key ?? "", project.id],
};

/** The order of the states of a sprint in a list. */
export const SPRINT_STATUS_ORDER: readonly SprintStatus[] = [
  "active",
  "planned",
  "completed",
  "cancelled",
];
/** Comes after every date. */
export const NO_DATE = "~";

/** The active ones first, then what is planned, then what is over; each by date. */
export const SPRINT_ORDER: SortKey<Sprint> = {
  types: ["number", "string", "string", "string"],
  of: (sprint) => [
    SPRINT_STATUS_ORDER.indexOf(sprint.status),
    sprint.start_date ?? NO_DATE,
    sprint.created_at,
    sprint.id,
  ],
};

/** The oldest first. */
export const CREATION_ORDER: SortKey<Comment | Dependency> = {
  types: ["string", "string"],
  of: (record) => [record.created_at, record.id],
};

/** The newest first. */
export const TIME_ENTRY_ORDER: SortKey<TimeEntry> = {
  types: ["string", "string"],
  of: (entry) => [entry.started_at, entry.id],
};

export const USER_ORDER: SortKey<User> = {
  types: ["string", "string"],
  of: (user) => [user.name, user.id],
};

/** The newest first. */
export const SYNC_ORDER: SortKey<StoredSync> = {
  types: ["number"],
  of: (sync) => [sync.number],
};

/** The newest first. */
export const CONFLICT_ORDER: SortKey<StoredConflict> = {
  types: ["string", "string"],
  of: (entry) => [entry.found_at, entry.id],
};

/** The newest first. */
export const ACTIVITY_ORDER: SortKey<ActivityRow> = {
  types: ["number"],
  of: (entry) => [entry.row],
};
