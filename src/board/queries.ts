/**
 * Everything that can be asked of a board, with what goes in and what comes out.
 *
 * Results are the JSON that the command prints with `--json` and that HTTP answers with. Lists are
 * paged: `next_cursor` continues where a page ended, null means that the list is complete. Without
 * a `limit` a list has at most {@link DEFAULT_LIMIT} records. Deleted records, and what belongs to
 * a deleted project or item, are left out unless `deleted` asks for them.
 */
import type { Amount, SprintFigures } from "../domain/burndown.ts";
import type { ItemStatus, ItemType, Priority, SprintStatus, User } from "../domain/entities.ts";
import type {
  CommentView,
  DependencyView,
  ProjectView,
  SprintView,
  SwimLaneView,
  TimeEntryView,
  WorkItemView,
} from "./commands.ts";

export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 5_000;

interface Page {
  /** 1 to {@link MAX_LIMIT}. */
  limit?: number | undefined;
  cursor?: string | undefined;
}

interface One {
  /** Deleted ones are found too. */
  ref: string;
}

type List<Key extends string, T> = { [K in Key]: T[] } & { next_cursor: string | null };

export interface WorkItemFilter {
  project?: string | undefined;
  item_type?: ItemType | undefined;
  status?: ItemStatus | undefined;
  priority?: Priority | undefined;
  /** Children of this item. */
  parent?: string | undefined;
  /** Only items without a parent, or whose parent is deleted or not there. */
  orphaned?: boolean | undefined;
  /** Everything below this item, at any depth. */
  descendants_of?: string | undefined;
  /** Everything above this item. */
  ancestors_of?: string | undefined;
  /** A sprint, `active` for the active one, or `none`. */
  sprint?: string | undefined;
  /** A person, `me`, or `none`. */
  assignee?: string | undefined;
  label?: string | undefined;
  /** Done items too; implied by `status: "done"`. */
  include_done?: boolean | undefined;
  deleted?: boolean | undefined;
}

/** A card of the board: an item, with what a card shows beside its fields. */
export interface Card extends WorkItemView {
  /** An open item blocks it. */
  is_blocked: boolean;
  comment_count: number;
  child_count: number;
}

/** A column: a lane that is stored, or one that stands for a status. */
export interface Column {
  id: string;
  name: string;
  status_value: ItemStatus;
  position: number;
  /** False for a column that nobody has changed: nothing is stored for it. */
  stored: boolean;
}

/** Why a record needs a look: what merges can bring and what is then kept as it is. */
export interface Flag {
  problem:
    | "parent_missing"
    | "parent_deleted"
    | "project_missing"
    | "sprint_missing"
    | "blocks_cycle"
    | "several_active_sprints";
  entity: string;
  id: string;
  message: string;
}

/** One change of one field (or the making of a record, with `field` null). */
export interface ActivityEntry {
  /** The write that it was part of: entries of one write have the same. */
  seq: number;
  at: string;
  /** When it came onto this board: for what an import has brought, later than `at`. */
  written_at: string;
  by: string | null;
  /** The name of the command, or `import`. */
  action: string;
  entity: string;
  record_id: string;
  /** The item that it is about, for comments, dependencies and time entries too. */
  work_item_id: string | null;
  title: string | null;
  field: string | null;
  before: unknown;
  after: unknown;
  /** Of what an import has brought: the branch that was merged, where git has told. */
  branch: string | null;
}

/** One sync: what brought the board out of the database or into it. */
export interface SyncView {
  number: number;
  at: string;
  /**
   * `build`: a new database from the file; `export`: to `data.json`; `merge` and `replace`: an import;
   * `restore`: of a backup; `undo`: of a replacement or a restore; `git merge`: by the merge driver or
   * `resolve`, outside of the database.
   */
  kind: string;
  /** `command`, the name of a hook, `driver` or `resolve`. */
  via: string;
  /** Of an import: the branch that was merged, where git has told. */
  branch: string | null;
  file: string;
  created: number;
  updated: number;
  removed: number;
  /** What lost a contest and went into the journal. */
  conflicts: number;
  /** The name of the backup from before it; null if none was needed. */
  backup: string | null;
  undone: boolean;
}

export interface SearchHit {
  work_item: WorkItemView;
  /** Where it was found: `id`, `title`, `description`, `comment` or `label`. */
  found_in: string;
  /** The words around the first hit, each hit between `\u0002` and `\u0003`. */
  snippet: string;
}

export type Queries = {
  project: { params: One; result: { project: ProjectView } };
  projects: {
    params: Page & { status?: string | undefined; deleted?: boolean | undefined };
    result: List<"projects", ProjectView & { open_work_items: number; work_items: number }>;
  };
  work_item: {
    params: One;
    result: {
      work_item: WorkItemView;
      children: WorkItemView[];
      comments: CommentView[];
      dependencies: DependencyView[];
      /** The items at the other end of the dependencies, and the parent. */
      related: WorkItemView[];
      time_entries: TimeEntryView[];
      /** What came with the record that this version of `pm` does not know, by the names it came with. */
      other_fields: { [name: string]: unknown };
      flags: Flag[];
    };
  };
  /** In the order of the board: by status, then position, then id. */
  work_items: { params: Page & WorkItemFilter; result: List<"work_items", WorkItemView> };
  /** What can be started now: backlog or todo, nothing open blocks it, no open children; the most urgent first. */
  ready: { params: Page & WorkItemFilter; result: List<"work_items", WorkItemView> };
  /** The kanban board of a project (of the only one, if left out). */
  board: {
    params: {
      project?: string | undefined;
      sprint?: string | undefined;
      assignee?: string | undefined;
    };
    result: {
      /** The number of the newest write that is in here; what came later, the change feed tells. */
      seq: number;
      project: ProjectView;
      columns: Column[];
      work_items: Card[];
      sprints: SprintView[];
      users: UserView[];
      flags: Flag[];
    };
  };
  /**
   * What may be different on the board of a project since a write, so that a board which is shown can
   * be kept as it is: the cards that may have changed, and everything beside the cards.
   */
  board_changes: {
    params: {
      project: string;
      /** The number of the last write that the shown board has, as the change feed gives it. */
      since: number;
    };
    result: {
      /** Too much has changed to tell, or `since` is not of this database: read `board` anew. */
      reload: boolean;
      /** The write that this is as of. */
      seq: number;
      work_items: Card[];
      /** Items that may have been cards of this board and are none (any more). */
      gone: string[];
      project: ProjectView;
      columns: Column[];
      sprints: SprintView[];
      users: UserView[];
      flags: Flag[];
    };
  };
  sprint: { params: One; result: { sprint: SprintView } };
  sprints: {
    params: Page & {
      project?: string | undefined;
      status?: SprintStatus | undefined;
      deleted?: boolean | undefined;
    };
    result: List<"sprints", SprintView & { work_items: number; done_work_items: number }>;
  };
  /** A sprint day by day: what it started with, what remained, what came in and went out. */
  burndown: {
    params: {
      sprint: string;
      /** The last day to tell of a sprint that has not ended; its last day, if left out. */
      until?: string | undefined;
      /** Whose days they are, as `Europe/Vienna`; UTC, if left out. */
      time_zone?: string | undefined;
    };
    result: { sprint: SprintView } & SprintFigures;
  };
  /** What the completed sprints of a project set out with and what they finished, the newest last. */
  velocity: {
    params: {
      project?: string | undefined;
      /** The last so many sprints; 12, if left out. */
      limit?: number | undefined;
      time_zone?: string | undefined;
    };
    result: { sprints: { sprint: SprintView; committed: Amount; completed: Amount }[] };
  };
  comment: { params: One; result: { comment: CommentView } };
  comments: {
    params: Page & { work_item?: string | undefined; deleted?: boolean | undefined };
    result: List<"comments", CommentView>;
  };
  /** A lane for which nothing is stored yet is answered as it would be stored. */
  swim_lane: { params: One; result: { swim_lane: SwimLaneView } };
  swim_lanes: { params: { project?: string | undefined }; result: { swim_lanes: Column[] } };
  dependency: { params: One; result: { dependency: DependencyView } };
  dependencies: {
    params: Page & {
      project?: string | undefined;
      work_item?: string | undefined;
      deleted?: boolean | undefined;
    };
    result: List<"dependencies", DependencyView>;
  };
  time_entry: { params: One; result: { time_entry: TimeEntryView } };
  time_entries: {
    params: Page & {
      work_item?: string | undefined;
      user?: string | undefined;
      running?: boolean | undefined;
      deleted?: boolean | undefined;
    };
    result: List<"time_entries", TimeEntryView>;
  };
  user: { params: One; result: { user: UserView } };
  users: { params: Page; result: List<"users", UserView> };
  /** Who I am here; the record may not be on the board yet. */
  me: { params: Record<string, never>; result: { user: UserView } };
  /** The titles of items by id, for showing links: whole ids only, unknown ones are left out. */
  titles: {
    params: { ids: string[] };
    result: {
      work_items: { id: string; title: string; status: ItemStatus; item_type: ItemType }[];
    };
  };
  /**
   * What to call records of any kind, by id: a person's name, a sprint's, an item's title, a project's
   * key, or its title where it has none. Whole ids only; unknown ones are left out.
   */
  names: { params: { ids: string[] }; result: { names: { [id: string]: string } } };
  search: {
    params: Page & { text: string; project?: string | undefined };
    result: { hits: SearchHit[]; next_cursor: string | null };
  };
  /** The newest first. */
  activity: {
    params: Page & {
      work_item?: string | undefined;
      project?: string | undefined;
      user?: string | undefined;
    };
    result: { activity: ActivityEntry[]; next_cursor: string | null };
  };
  /** What each sync of this database did, the newest first. Those that changed nothing are not kept. */
  syncs: { params: Page; result: List<"syncs", SyncView> };
  /** What one sync did, record by record; `ref` is its number, or `latest`. */
  sync: {
    params: Page & { ref: string };
    result: { sync: SyncView; changes: ActivityEntry[]; next_cursor: string | null };
  };
  /** What needs a look, over the whole board. */
  flags: { params: Page; result: List<"flags", Flag> };
};

export type QueryName = keyof Queries;
export type UserView = Omit<User, "field_updated_at" | "extra">;
