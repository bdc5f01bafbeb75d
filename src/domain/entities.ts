/**
 * What a board is made of: the entities, their fields in the order of `data.json`, and the bounds
 * of each field. This one table is what the reader and the writer of `data.json`, the database's
 * columns, the merge and the HTTP schemas are made from.
 */
import type { Instant } from "./instant.ts";
import type { JsonObject } from "./json.ts";

export const PROJECT_STATUSES = ["active", "archived"] as const;
/** From the largest kind to the smallest: a parent is never of a smaller kind than its child. */
export const ITEM_TYPES = ["epic", "story", "task"] as const;
/** In the order in which the board shows them. */
export const ITEM_STATUSES = [
  "backlog",
  "todo",
  "in_progress",
  "review",
  "done",
  "blocked",
] as const;
/** From the least urgent to the most urgent. */
export const PRIORITIES = ["low", "medium", "high", "critical"] as const;
export const SPRINT_STATUSES = ["planned", "active", "completed", "cancelled"] as const;
export const DEPENDENCY_TYPES = ["blocks", "relates_to"] as const;

export type ProjectStatus = (typeof PROJECT_STATUSES)[number];
export type ItemType = (typeof ITEM_TYPES)[number];
export type ItemStatus = (typeof ITEM_STATUSES)[number];
export type Priority = (typeof PRIORITIES)[number];
export type SprintStatus = (typeof SPRINT_STATUSES)[number];
export type DependencyType = (typeof DEPENDENCY_TYPES)[number];

/** When each field was last written, by field name; a label counts as the field `labels.NAME`. */
export type FieldTimes = { [field: string]: Instant };

/** What every record has beside the fields of its entity. */
export interface Stamped {
  id: string;
  updated_at: Instant;
  /**
   * The fields whose time is not `created_at`. Null where every field is as old as `updated_at`.
   * How to read it stands in `merge/times.ts`.
   */
  field_updated_at: FieldTimes | null;
  /** Fields that this version does not know, kept as they came. Null where there are none. */
  extra: JsonObject | null;
}

/** A record as callers see it: without what only the merge needs, and without unknown fields. */
export type RecordView<R extends Stamped> = Omit<R, "field_updated_at" | "extra">;

export interface Project extends Stamped {
  title: string;
  description: string | null;
  status: ProjectStatus;
  created_at: Instant;
  created_by: string | null;
  updated_by: string | null;
  /** Short name in capitals, by which people call the project: `WEB`. */
  key: string | null;
  version: number;
  deleted_at: Instant | null;
}

export interface WorkItem extends Stamped {
  project_id: string;
  parent_id: string | null;
  item_type: ItemType;
  title: string;
  description: string | null;
  status: ItemStatus;
  priority: Priority;
  /** Place among the items of the project, ascending; ties go by id. */
  position: number;
  story_points: number | null;
  assignee_id: string | null;
  sprint_id: string | null;
  version: number;
  created_at: Instant;
  created_by: string | null;
  updated_by: string | null;
  deleted_at: Instant | null;
  /** Sorted by code unit, each once. */
  labels: string[];
}

export interface Sprint extends Stamped {
  project_id: string;
  name: string;
  goal: string | null;
  status: SprintStatus;
  /** `YYYY-MM-DD`. */
  start_date: string | null;
  /** `YYYY-MM-DD`, the last day. */
  end_date: string | null;
  version: number;
  created_at: Instant;
  created_by: string | null;
  updated_by: string | null;
  deleted_at: Instant | null;
}

export interface Comment extends Stamped {
  work_item_id: string;
  content: string;
  created_at: Instant;
  created_by: string | null;
  updated_by: string | null;
  deleted_at: Instant | null;
}

/** A column of the board. */
export interface SwimLane extends Stamped {
  project_id: string;
  name: string;
  status_value: ItemStatus;
  position: number;
  created_at: Instant;
  created_by: string | null;
  updated_by: string | null;
  deleted_at: Instant | null;
}

export interface Dependency extends Stamped {
  blocking_item_id: string;
  blocked_item_id: string;
  dependency_type: DependencyType;
  created_at: Instant;
  created_by: string | null;
  updated_by: string | null;
  deleted_at: Instant | null;
}

export interface TimeEntry extends Stamped {
  work_item_id: string;
  user_id: string | null;
  started_at: Instant;
  /** Null while the timer runs. */
  ended_at: Instant | null;
  description: string | null;
  created_at: Instant;
  deleted_at: Instant | null;
}

export interface User extends Stamped {
  name: string;
  email: string | null;
}

export interface EntityTypes {
  project: Project;
  work_item: WorkItem;
  sprint: Sprint;
  comment: Comment;
  swim_lane: SwimLane;
  dependency: Dependency;
  time_entry: TimeEntry;
  user: User;
}

export type EntityName = keyof EntityTypes;
export type AnyRecord = EntityTypes[EntityName];

/** What a field holds, and between which bounds. */
export type FieldSpec = {
  /** A value of the type that is put in where a file leaves the field out; `undefined`: required. */
  absent?: null | number | "";
  nullable?: true;
} & (
  | { type: "uuid" }
  /** Length in characters (Unicode code points). */
  | { type: "text"; min: number; max: number; pattern?: RegExp; says?: string }
  | { type: "choice"; choices: readonly string[] }
  | { type: "integer" | "number"; min: number; max: number }
  | { type: "instant" }
  | { type: "date" }
);

type KnownField<E extends EntityName> = Exclude<
  keyof EntityTypes[E] & string,
  "labels" | "extra" | "field_updated_at"
>;

export interface EntitySpec<E extends EntityName = EntityName> {
  /** The array of `data.json`, and the table of the database. */
  array: string;
  /** What people call it. */
  noun: string;
  /** The fields, in the order of `data.json`. */
  fields: { [F in KnownField<E>]: FieldSpec };
  /** Whether records carry labels, after the fields. */
  labelled: boolean;
  /** Whether an empty array is left out of `data.json`. */
  optional: boolean;
}

const id: FieldSpec = { type: "uuid" };
const link: FieldSpec = { type: "uuid", nullable: true, absent: null };
const instant: FieldSpec = { type: "instant" };
const maybeInstant: FieldSpec = { type: "instant", nullable: true, absent: null };
const maybeDate: FieldSpec = { type: "date", nullable: true, absent: null };
const longText: FieldSpec = { type: "text", min: 0, max: 150_000, nullable: true, absent: null };
const title: FieldSpec = { type: "text", min: 1, max: 200 };
const name: FieldSpec = { type: "text", min: 1, max: 100 };
const version: FieldSpec = { type: "integer", min: 0, max: Number.MAX_SAFE_INTEGER, absent: 1 };
const position: FieldSpec = {
  type: "integer",
  min: Number.MIN_SAFE_INTEGER,
  max: Number.MAX_SAFE_INTEGER,
  absent: 0,
};
const author: FieldSpec = link;

const authorship = {
  created_at: instant,
  updated_at: instant,
  created_by: author,
  updated_by: author,
} as const;

/** Length of a label, in characters. */
export const LABEL_MAX = 100;

export const ENTITIES: { [E in EntityName]: EntitySpec<E> } = {
  project: {
    array: "projects",
    noun: "project",
    fields: {
      id,
      title,
      description: longText,
      status: { type: "choice", choices: PROJECT_STATUSES },
      ...authorship,
      key: {
        type: "text",
        min: 2,
        max: 10,
        pattern: /^[A-Z][A-Z0-9]{1,9}$/,
        says: "2 to 10 capital letters or digits, a letter first",
        nullable: true,
        absent: null,
      },
      version,
      deleted_at: maybeInstant,
    },
    labelled: false,
    optional: false,
  },
  work_item: {
    array: "work_items",
    noun: "work item",
    fields: {
      id,
      project_id: id,
      parent_id: link,
      item_type: { type: "choice", choices: ITEM_TYPES },
      title,
      description: longText,
      status: { type: "choice", choices: ITEM_STATUSES },
      priority: { type: "choice", choices: PRIORITIES },
      position,
      story_points: { type: "number", min: 0, max: 100, nullable: true, absent: null },
      assignee_id: link,
      sprint_id: link,
      version,
      ...authorship,
      deleted_at: maybeInstant,
    },
    labelled: true,
    optional: false,
  },
  sprint: {
    array: "sprints",
    noun: "sprint",
    fields: {
      id,
      project_id: id,
      name,
      goal: longText,
      status: { type: "choice", choices: SPRINT_STATUSES },
      start_date: maybeDate,
      end_date: maybeDate,
      version,
      ...authorship,
      deleted_at: maybeInstant,
    },
    labelled: false,
    optional: false,
  },
  comment: {
    array: "comments",
    noun: "comment",
    fields: {
      id,
      work_item_id: id,
      content: { type: "text", min: 1, max: 150_000 },
      ...authorship,
      deleted_at: maybeInstant,
    },
    labelled: false,
    optional: false,
  },
  swim_lane: {
    array: "swim_lanes",
    noun: "swim lane",
    fields: {
      id,
      project_id: id,
      name,
      status_value: { type: "choice", choices: ITEM_STATUSES },
      position,
      ...authorship,
      deleted_at: maybeInstant,
    },
    labelled: false,
    optional: false,
  },
  dependency: {
    array: "dependencies",
    noun: "dependency",
    fields: {
      id,
      blocking_item_id: id,
      blocked_item_id: id,
      dependency_type: { type: "choice", choices: DEPENDENCY_TYPES },
      ...authorship,
      deleted_at: maybeInstant,
    },
    labelled: false,
    optional: true,
  },
  time_entry: {
    array: "time_entries",
    noun: "time entry",
    fields: {
      id,
      work_item_id: id,
      user_id: link,
      started_at: instant,
      ended_at: maybeInstant,
      description: longText,
      created_at: instant,
      updated_at: instant,
      deleted_at: maybeInstant,
    },
    labelled: false,
    optional: true,
  },
  user: {
    array: "users",
    noun: "user",
    fields: {
      id,
      name: { type: "text", min: 1, max: 200 },
      email: { type: "text", min: 1, max: 320, nullable: true, absent: null },
      updated_at: instant,
    },
    labelled: false,
    optional: true,
  },
};

/** Every entity, in the order of the arrays of `data.json`. */
export const ENTITY_NAMES = Object.keys(ENTITIES) as EntityName[];

/** The names of an entity's fields, in order, `labels` not among them. */
export const FIELD_NAMES = Object.fromEntries(
  ENTITY_NAMES.map((entity) => [entity, Object.keys(ENTITIES[entity].fields)]),
) as unknown as { readonly [E in EntityName]: readonly string[] };

/** The spec of a field, or undefined if the entity has no such field. */
export function fieldSpec(entity: EntityName, field: string): FieldSpec | undefined {
  const fields: { [field: string]: FieldSpec } = ENTITIES[entity].fields;
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}
