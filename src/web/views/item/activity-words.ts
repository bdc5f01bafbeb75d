/** What people call the fields of the records, and what was done to them. */
import type { ActivityEntry } from "../../../board/queries.ts";

const FIELDS: { readonly [field: string]: string } = {
  title: "Title",
  description: "Description",
  status: "Status",
  priority: "Priority",
  item_type: "Type",
  story_points: "Points",
  assignee_id: "Assignee",
  sprint_id: "Sprint",
  parent_id: "Parent",
  project_id: "Project",
  position: "Place on the board",
  content: "Text",
  started_at: "Start",
  ended_at: "End",
  user_id: "Person",
  deleted_at: "Deletion",
  blocking_item_id: "Blocking item",
  blocked_item_id: "Blocked item",
  dependency_type: "Kind of dependency",
};

const LABEL = "labels.";

/** The label that a field stands for; null for any other field. */
export function labelOf(field: string): string | null {
  return field.startsWith(LABEL) ? field.slice(LABEL.length) : null;
}

/** `Status`, `Label “bug”`. */
export function fieldName(field: string): string {
  const label = labelOf(field);
  if (label !== null) return `Label “${label}”`;
  return FIELDS[field] ?? field.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());
}

const NOUNS: { readonly [entity: string]: string } = {
  work_item: "this item",
  comment: "a comment",
  dependency: "a dependency",
  time_entry: "a time entry",
};

/** What an entry says beside its values: `created this item`, `deleted a comment`, `changed Status`. */
export function deedOf(
  entry: Pick<ActivityEntry, "entity" | "field" | "before" | "after">,
): string {
  const noun = NOUNS[entry.entity] ?? `a ${entry.entity.replaceAll("_", " ")}`;
  if (entry.field === null) {
    const verb = { work_item: "created", comment: "wrote" }[entry.entity] ?? "added";
    return `${verb} ${noun}`;
  }
  if (entry.field === "deleted_at")
    return `${entry.after === null ? "restored" : "deleted"} ${noun}`;
  const label = labelOf(entry.field);
  if (label !== null) return `${entry.after === true ? "added" : "removed"} the label “${label}”`;
  if (entry.field === "labels") return labelsDeed(entry.before, entry.after);
  const own = entry.entity === "work_item" ? "" : ` of ${noun}`;
  if (entry.field === "position") return "moved it on the board";
  if (entry.entity === "time_entry" && entry.field === "ended_at" && entry.before === null) {
    return "stopped the timer";
  }
  return `changed ${fieldName(entry.field).toLowerCase()}${own}`;
}

/** `added the label “a”, removed the label “b”`. */
function labelsDeed(before: unknown, after: unknown): string {
  const [was, is] = [before, after].map((value) => (Array.isArray(value) ? value.map(String) : []));
  const named = (labels: string[], verb: string): string[] => {
    const words = labels.map((label) => `“${label}”`).join(", ");
    return labels.length === 0
      ? []
      : [`${verb} the label${labels.length === 1 ? "" : "s"} ${words}`];
  };
  const added = is?.filter((label) => !was?.includes(label)) ?? [];
  const removed = was?.filter((label) => !is?.includes(label)) ?? [];
  return [...named(added, "added"), ...named(removed, "removed")].join(", ") || "changed labels";
}

/** Whether there are values to show beside the deed. */
export function hasValues({ field }: Pick<ActivityEntry, "field">): boolean {
  if (field === null || labelOf(field) !== null) return false;
  return field !== "deleted_at" && field !== "position" && field !== "labels";
}
