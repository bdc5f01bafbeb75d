/** What the words of Beads become: statuses, types, priorities, kinds of links. */
import type { DependencyType, ItemStatus, ItemType, Priority } from "../../domain/entities.ts";
import { type BeadsIssue, isDeleted } from "./source.ts";

const STATUSES: { readonly [status: string]: ItemStatus } = {
  open: "todo",
  in_progress: "in_progress",
  // Somebody's agent holds it: work under way.
  hooked: "in_progress",
  blocked: "blocked",
  closed: "done",
  deferred: "backlog",
  pinned: "backlog",
  review: "review",
  in_review: "review",
};
/** The status of Beads that one of ours stands for where nothing else is said. */
const PLAIN_STATUSES = new Set(["open", "in_progress", "blocked", "closed", "review", "tombstone"]);

/** A status that is not known is one that a team has made: something that is still to be done. */
export function statusOf(issue: BeadsIssue): { status: ItemStatus; plain: boolean } {
  const plain = PLAIN_STATUSES.has(issue.status);
  if (isDeleted(issue)) return { status: issue.closeReason === "" ? "todo" : "done", plain };
  const known = Object.hasOwn(STATUSES, issue.status) ? STATUSES[issue.status] : undefined;
  return { status: known ?? "todo", plain };
}

const OTHER_NAMES: { readonly [type: string]: string } = {
  enhancement: "feature",
  feat: "feature",
  investigation: "spike",
  timebox: "spike",
  "user-story": "story",
  user_story: "story",
  adr: "decision",
  dec: "decision",
  ms: "milestone",
};
const ITEM_TYPES: { readonly [type: string]: ItemType } = {
  epic: "epic",
  molecule: "epic",
  milestone: "epic",
  feature: "story",
  story: "story",
};
/** The types that need no label: an item's own type says the same. */
const SAME_TYPES = new Set(["epic", "story", "task", "feature"]);
const PLAIN_TYPES: { readonly [T in ItemType]: string } = {
  epic: "epic",
  story: "feature",
  task: "task",
};

export interface ConvertedType {
  /** The type in Beads, of a deleted issue the one that it had before. */
  from: string;
  itemType: ItemType;
  /** What to label the item with, so that a bug can still be told from a task; null for nothing. */
  label: string | null;
  /** Whether the item's type alone tells the issue's type as it stands in the file. */
  plain: boolean;
}

export function typeOf(issue: BeadsIssue): ConvertedType {
  const given = (isDeleted(issue) && issue.originalType) || issue.issueType;
  const from = (Object.hasOwn(OTHER_NAMES, given) && OTHER_NAMES[given]) || given;
  const itemType = (Object.hasOwn(ITEM_TYPES, from) && ITEM_TYPES[from]) || "task";
  return {
    from,
    itemType,
    label: SAME_TYPES.has(from) ? null : `type:${from}`,
    plain: issue.issueType === PLAIN_TYPES[itemType],
  };
}

/** 0 to 3 are ours; what is beyond them is as near as can be. */
export function priorityOf(issue: BeadsIssue): { priority: Priority; plain: boolean } {
  const priorities = ["critical", "high", "medium", "low"] as const;
  const index = Math.min(Math.max(issue.priority, 0), priorities.length - 1);
  return { priority: priorities[index] as Priority, plain: index === issue.priority };
}

export const PARENT_LINK = "parent-child";
const BLOCKING = new Set(["blocks", "blocked-by", "conditional-blocks", "waits-for"]);
const SYMMETRIC = new Set(["related", "relates-to"]);

/** Every link but that to a parent. All have one direction: the issue depends on the other. */
export function linkTypeOf(type: string): {
  dependencyType: DependencyType;
  /** Whether both ends say the same. */
  symmetric: boolean;
  plain: boolean;
} {
  const blocking = BLOCKING.has(type);
  return {
    dependencyType: blocking ? "blocks" : "relates_to",
    symmetric: SYMMETRIC.has(type),
    plain: type === (blocking ? "blocks" : "relates-to"),
  };
}
