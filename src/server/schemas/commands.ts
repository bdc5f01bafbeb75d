/** What each command takes over HTTP. The types hold it to `board/commands.ts`. */
import { z } from "@hono/zod-openapi";
import type { CommandName, Commands } from "../../board/commands.ts";
import { ITEM_STATUSES, SPRINT_STATUSES } from "../../domain/entities.ts";
import {
  field,
  labels,
  PERSON_NAMES,
  PROJECT_NAMES,
  ref,
  type ShapeOf,
  seen,
  strict,
  time,
  value,
} from "./fields.ts";

const projectRef = ref("The project; left out where there is one only", PROJECT_NAMES).optional();
const personRef = ref("A person", PERSON_NAMES).nullable().optional();
const sprintRef = ref("A sprint").nullable().optional();
const parentRef = ref("The parent item").nullable().optional();

function params<C extends CommandName>(shape: ShapeOf<Commands[C]["params"]>): z.ZodObject {
  return strict<Commands[C]["params"]>(shape);
}

/** A command that takes nothing but its record. */
function target(of: string): z.ZodObject {
  return z.strictObject({ ref: ref(of), ...seen });
}

/** A command that changes fields of its record. */
function change<C extends CommandName & `${string}.update`>(
  of: string,
  set: ShapeOf<Commands[C]["params"]["set"]>,
): z.ZodObject {
  return z.strictObject({ ref: ref(of), ...seen, set: strict(set) });
}

const optional = <T>(schema: z.ZodType<T>) => schema.optional();

export const COMMAND_PARAMS: { [C in CommandName]: z.ZodObject } = {
  "project.create": params<"project.create">({
    title: field("project", "title"),
    key: optional(value("project", "key")),
    description: optional(field("project", "description")),
  }),
  "project.update": change<"project.update">("The project", {
    title: optional(field("project", "title")),
    key: optional(value("project", "key")),
    description: optional(field("project", "description")),
    status: optional(field("project", "status")),
  }),
  "project.delete": target("The project"),
  "project.restore": target("The project"),

  "work_item.create": params<"work_item.create">({
    project: projectRef,
    item_type: field("work_item", "item_type"),
    title: field("work_item", "title"),
    description: optional(field("work_item", "description")),
    status: optional(field("work_item", "status")),
    priority: optional(field("work_item", "priority")),
    story_points: optional(field("work_item", "story_points")),
    parent: parentRef,
    assignee: personRef,
    sprint: sprintRef,
    labels: labels.optional(),
  }),
  "work_item.update": change<"work_item.update">("The item", {
    item_type: optional(field("work_item", "item_type")),
    title: optional(field("work_item", "title")),
    description: optional(field("work_item", "description")),
    status: optional(field("work_item", "status")),
    priority: optional(field("work_item", "priority")),
    story_points: optional(field("work_item", "story_points")),
    parent: parentRef,
    assignee: personRef,
    sprint: sprintRef,
    labels: labels.optional().openapi({ description: "The whole set of labels." }),
    add_labels: labels.optional(),
    remove_labels: labels.optional(),
  }),
  "work_item.move": params<"work_item.move">({
    ref: ref("The item"),
    ...seen,
    status: z.enum(ITEM_STATUSES).optional(),
    before: ref("Right before this item").optional(),
    after: ref("Right after this item").optional(),
    to: z.enum(["top", "bottom"]).optional(),
    sprint: sprintRef,
    parent: parentRef,
  }),
  "work_item.delete": target("The item"),
  "work_item.restore": target("The item"),

  "sprint.create": params<"sprint.create">({
    project: projectRef,
    name: field("sprint", "name"),
    goal: optional(field("sprint", "goal")),
    start_date: optional(field("sprint", "start_date")),
    end_date: optional(field("sprint", "end_date")),
  }),
  "sprint.update": change<"sprint.update">("The sprint", {
    name: optional(field("sprint", "name")),
    goal: optional(field("sprint", "goal")),
    start_date: optional(field("sprint", "start_date")),
    end_date: optional(field("sprint", "end_date")),
    status: z.enum(SPRINT_STATUSES).optional(),
  }),
  "sprint.start": target("The sprint"),
  "sprint.complete": params<"sprint.complete">({
    ref: ref("The sprint"),
    ...seen,
    move_to: ref("The sprint to which open items go; null: the backlog").nullable().optional(),
  }),
  "sprint.delete": target("The sprint"),
  "sprint.restore": target("The sprint"),

  "comment.create": params<"comment.create">({
    work_item: ref("The item"),
    content: field("comment", "content"),
  }),
  "comment.update": change<"comment.update">("The comment", {
    content: field("comment", "content"),
  }),
  "comment.delete": target("The comment"),
  "comment.restore": target("The comment"),

  "swim_lane.create": params<"swim_lane.create">({
    project: projectRef,
    name: field("swim_lane", "name"),
    status_value: field("swim_lane", "status_value"),
    position: optional(field("swim_lane", "position")),
  }),
  "swim_lane.update": change<"swim_lane.update">("The swim lane", {
    name: optional(field("swim_lane", "name")),
    position: optional(field("swim_lane", "position")),
  }),
  "swim_lane.delete": target("The swim lane"),
  "swim_lane.restore": target("The swim lane"),

  "dependency.create": params<"dependency.create">({
    blocking: ref("The item that blocks"),
    blocked: ref("The item that is blocked"),
    dependency_type: optional(field("dependency", "dependency_type")),
  }),
  "dependency.delete": target("The dependency"),
  "dependency.restore": target("The dependency"),

  "time_entry.start": params<"time_entry.start">({
    work_item: ref("The item"),
    description: optional(field("time_entry", "description")),
  }),
  "time_entry.stop": params<"time_entry.stop">({
    ref: ref("The time entry; left out: the one that runs").optional(),
  }),
  "time_entry.create": params<"time_entry.create">({
    work_item: ref("The item"),
    started_at: time,
    ended_at: time,
    description: optional(field("time_entry", "description")),
    user: ref("The person; left out: me", PERSON_NAMES).optional(),
  }),
  "time_entry.update": change<"time_entry.update">("The time entry", {
    started_at: time.optional(),
    ended_at: time.optional(),
    description: optional(field("time_entry", "description")),
  }),
  "time_entry.delete": target("The time entry"),
  "time_entry.restore": target("The time entry"),

  undo: params<"undo">({
    skip: z.boolean().optional().openapi({
      description: "Pass over what cannot be taken back, to the change before it.",
    }),
    write: z.int().min(1).optional().openapi({
      description: "The number of the write to take back, which may be an undo; default: the last.",
    }),
  }),
};
