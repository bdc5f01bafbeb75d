/** What people call the fields of records and what stands in them: for activity and for conflicts. */
import type { ItemStatus, ItemType, Priority, SprintStatus } from "../../domain/entities.ts";
import { shortId } from "../../domain/short-id.ts";
import { PRIORITY_NAMES, SPRINT_STATUS_NAMES, STATUS_NAMES, TYPE_NAMES } from "./words.ts";

/** The name of a record, by its id; undefined where it is not known. */
export type NameOf = (id: string) => string | undefined;

const FIELDS: { readonly [field: string]: string } = {
  item_type: "Type",
  parent_id: "Parent",
  assignee_id: "Assignee",
  sprint_id: "Sprint",
  project_id: "Project",
  story_points: "Points",
  position: "Place",
  status_value: "Status",
  start_date: "Start",
  end_date: "End",
  started_at: "Started",
  ended_at: "Ended",
  content: "Text",
  deleted_at: "Deleted",
  user_id: "Person",
  work_item_id: "Item",
  blocking_item_id: "Blocking item",
  blocked_item_id: "Blocked item",
  dependency_type: "Kind",
};

/** `Assignee` for `assignee_id`, `Label “bug”` for `labels.bug`. */
export function fieldName(field: string): string {
  const label = /^labels\.(.+)$/s.exec(field)?.[1];
  if (label !== undefined) return `Label “${label}”`;
  if (Object.hasOwn(FIELDS, field)) return FIELDS[field] as string;
  const words = field.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const ENTITIES: { readonly [entity: string]: string } = {
  work_item: "item",
  swim_lane: "column",
  time_entry: "time entry",
  user: "person",
};

/** `item` for `work_item`, `column` for `swim_lane`. */
export function entityName(entity: string): string {
  return Object.hasOwn(ENTITIES, entity) ? (ENTITIES[entity] as string) : entity;
}

const CHOICES: { readonly [field: string]: { readonly [value: string]: string } } = {
  item_type: TYPE_NAMES,
  status_value: STATUS_NAMES,
  priority: PRIORITY_NAMES,
} satisfies {
  item_type: { readonly [T in ItemType]: string };
  status_value: { readonly [S in ItemStatus]: string };
  priority: { readonly [P in Priority]: string };
};

const STATUSES: { readonly [value: string]: string } = {
  ...STATUS_NAMES,
  ...(SPRINT_STATUS_NAMES satisfies { readonly [S in SprintStatus]: string }),
  archived: "Archived",
};

/** Fields that hold the id of another record. */
export function isLink(field: string): boolean {
  return field.endsWith("_id");
}

/** Fields whose texts are too long to stand in a line. */
export function isLongText(field: string): boolean {
  return field === "description" || field === "content" || field === "goal";
}

/**
 * A value in words; null where there is none.
 *
 * @param field as the activity log names it.
 */
export function valueText(field: string, value: unknown, nameOf: NameOf): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (field.startsWith("labels.")) return value === true ? "there" : "not there";
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(String).join(", ");
  if (typeof value === "number") return value.toLocaleString("en");
  if (typeof value !== "string") return JSON.stringify(value);
  if (isLink(field)) return nameOf(value) ?? shortId(value);
  const choices = field === "status" ? STATUSES : CHOICES[field];
  if (choices !== undefined && Object.hasOwn(choices, value)) return choices[value] as string;
  if (/_at$/.test(field) && !Number.isNaN(Date.parse(value))) {
    return new Date(value).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  }
  return value;
}
