/** What people call the values of fields. */
import type { ItemStatus, ItemType, Priority, SprintStatus } from "../../domain/entities.ts";

export const TYPE_NAMES: { readonly [T in ItemType]: string } = {
  epic: "Epic",
  story: "Story",
  task: "Task",
};

export const STATUS_NAMES: { readonly [S in ItemStatus]: string } = {
  backlog: "Backlog",
  todo: "To do",
  in_progress: "In progress",
  review: "Review",
  done: "Done",
  blocked: "Blocked",
};

export const PRIORITY_NAMES: { readonly [P in Priority]: string } = {
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "Critical",
};

export const SPRINT_STATUS_NAMES: { readonly [S in SprintStatus]: string } = {
  planned: "Planned",
  active: "Active",
  completed: "Completed",
  cancelled: "Cancelled",
};

/** `1 card`, `2 cards`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
