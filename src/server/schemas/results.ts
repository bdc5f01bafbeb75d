/** What each command and each query answers. The types hold it to the board's. */
import { z } from "@hono/zod-openapi";
import type { CommandName, Commands } from "../../board/commands.ts";
import type { Queries, QueryName } from "../../board/queries.ts";
import { ITEM_STATUSES, ITEM_TYPES } from "../../domain/entities.ts";
import type { Instant } from "../../domain/instant.ts";
import type { ShapeOf } from "./fields.ts";
import * as record from "./records.ts";

type Result<Name extends CommandName | QueryName> = Name extends CommandName
  ? Commands[Name]["result"]
  : Name extends QueryName
    ? Queries[Name]["result"]
    : never;

function result<Name extends CommandName | QueryName>(
  shape: ShapeOf<Result<Name>>,
): z.ZodType<Result<Name>> {
  // The shape is that of the type: see its own.
  return z.object(shape as unknown as z.ZodRawShape) as unknown as z.ZodType<Result<Name>>;
}

const next_cursor = z.string().nullable().openapi({
  description: "Continues where this page ends; null: the list is complete.",
});
const count = z.int();
const amount = z.object({ points: z.number(), items: count }).openapi("Amount");

const aProject = result<"project">({ project: record.project });
const aSprint = result<"sprint">({ sprint: record.sprint });
const aComment = result<"comment">({ comment: record.comment });
const aLane = result<"swim_lane.create">({ swim_lane: record.swimLane });
const aDependency = result<"dependency">({ dependency: record.dependency });
const anEntry = result<"time_entry">({ time_entry: record.timeEntry });
const anItem = result<"work_item.create">({ work_item: record.workItem });

export const COMMAND_RESULTS: { [C in CommandName]: z.ZodType<Result<C>> } = {
  "project.create": aProject,
  "project.update": aProject,
  "project.delete": result<"project.delete">({
    project: record.project,
    hidden_work_items: count,
  }),
  "project.restore": aProject,
  "work_item.create": anItem,
  "work_item.update": anItem,
  "work_item.move": anItem,
  "work_item.delete": result<"work_item.delete">({
    work_item: record.workItem,
    deleted_descendants: count,
  }),
  "work_item.restore": result<"work_item.restore">({
    work_item: record.workItem,
    restored_descendants: count,
  }),
  "sprint.create": aSprint,
  "sprint.update": aSprint,
  "sprint.start": aSprint,
  "sprint.complete": result<"sprint.complete">({ sprint: record.sprint, moved_work_items: count }),
  "sprint.delete": result<"sprint.delete">({ sprint: record.sprint, work_items: count }),
  "sprint.restore": aSprint,
  "comment.create": aComment,
  "comment.update": aComment,
  "comment.delete": aComment,
  "comment.restore": aComment,
  "swim_lane.create": aLane,
  "swim_lane.update": aLane,
  "swim_lane.delete": aLane,
  "swim_lane.restore": aLane,
  "dependency.create": aDependency,
  "dependency.delete": aDependency,
  "dependency.restore": aDependency,
  "time_entry.start": result<"time_entry.start">({
    time_entry: record.timeEntry,
    // Not `nullable()`: beside a reference the description would leave the null out.
    stopped: z.union([record.timeEntry, z.null()]),
  }),
  "time_entry.stop": anEntry,
  "time_entry.create": anEntry,
  "time_entry.update": anEntry,
  "time_entry.delete": anEntry,
  "time_entry.restore": anEntry,
  undo: result<"undo">({
    undone: z.object({
      seq: count,
      action: z.string(),
      at: z.string(),
      records: count,
      take_back: count.nullable(),
      replacement: z
        .object({
          exact: z.boolean(),
          stayed: count,
          left: count,
          backup: z.string().nullable(),
        })
        .nullable(),
    }),
  }),
};

const someItems = { work_items: z.array(record.workItem), next_cursor };

export const QUERY_RESULTS: { [Q in QueryName]: z.ZodType<Result<Q>> } = {
  project: aProject,
  projects: result<"projects">({
    projects: z.array(record.more(record.project, { open_work_items: count, work_items: count })),
    next_cursor,
  }),
  work_item: result<"work_item">({
    work_item: record.workItem,
    children: z.array(record.workItem),
    comments: z.array(record.comment),
    dependencies: z.array(record.dependency),
    related: z.array(record.workItem),
    time_entries: z.array(record.timeEntry),
    other_fields: z.record(z.string(), z.unknown()).openapi({
      description: "What came with the record that this version of pm does not know.",
    }),
    flags: z.array(record.flag),
  }),
  work_items: result<"work_items">(someItems),
  ready: result<"ready">(someItems),
  board: result<"board">({
    seq: count,
    project: record.project,
    columns: z.array(record.column),
    work_items: z.array(record.card),
    sprints: z.array(record.sprint),
    users: z.array(record.user),
    flags: z.array(record.flag),
  }),
  board_changes: result<"board_changes">({
    reload: z.boolean(),
    seq: count,
    work_items: z.array(record.card),
    gone: z.array(z.string()),
    project: record.project,
    columns: z.array(record.column),
    sprints: z.array(record.sprint),
    users: z.array(record.user),
    flags: z.array(record.flag),
  }),
  sprint: aSprint,
  sprints: result<"sprints">({
    sprints: z.array(record.more(record.sprint, { work_items: count, done_work_items: count })),
    next_cursor,
  }),
  burndown: result<"burndown">({
    sprint: record.sprint,
    started_at: z.string().nullable() as z.ZodType<Instant | null>,
    ended_at: z.string().nullable() as z.ZodType<Instant | null>,
    committed: amount,
    completed: amount,
    days: z.array(
      z.object({
        date: z.string().openapi({ format: "date" }),
        remaining: amount,
        completed: amount,
        added: amount,
        removed: amount,
      }),
    ),
  }),
  velocity: result<"velocity">({
    sprints: z.array(z.object({ sprint: record.sprint, committed: amount, completed: amount })),
  }),
  comment: aComment,
  comments: result<"comments">({ comments: z.array(record.comment), next_cursor }),
  swim_lane: aLane,
  swim_lanes: result<"swim_lanes">({ swim_lanes: z.array(record.column) }),
  dependency: aDependency,
  dependencies: result<"dependencies">({
    dependencies: z.array(record.dependency),
    next_cursor,
  }),
  time_entry: anEntry,
  time_entries: result<"time_entries">({
    time_entries: z.array(record.timeEntry),
    next_cursor,
  }),
  user: result<"user">({ user: record.user }),
  users: result<"users">({ users: z.array(record.user), next_cursor }),
  me: result<"me">({ user: record.user }),
  titles: result<"titles">({
    work_items: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        status: z.enum(ITEM_STATUSES),
        item_type: z.enum(ITEM_TYPES),
      }),
    ),
  }),
  names: result<"names">({ names: z.record(z.string(), z.string()) }),
  search: result<"search">({ hits: z.array(record.searchHit), next_cursor }),
  activity: result<"activity">({ activity: z.array(record.activityEntry), next_cursor }),
  syncs: result<"syncs">({ syncs: z.array(record.syncView), next_cursor }),
  sync: result<"sync">({
    sync: record.syncView,
    changes: z.array(record.activityEntry),
    next_cursor,
  }),
  flags: result<"flags">({ flags: z.array(record.flag), next_cursor }),
};
