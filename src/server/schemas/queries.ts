/** What each query takes over HTTP. The types hold it to `board/queries.ts`. */
import { z } from "@hono/zod-openapi";
import { DEFAULT_LIMIT, MAX_LIMIT, type Queries, type QueryName } from "../../board/queries.ts";
import { ITEM_STATUSES, ITEM_TYPES, PRIORITIES, SPRINT_STATUSES } from "../../domain/entities.ts";
import { PERSON_NAMES, PROJECT_NAMES, ref, type ShapeOf, strict } from "./fields.ts";

function params<Q extends QueryName>(shape: ShapeOf<Queries[Q]["params"]>): z.ZodObject {
  return strict<Queries[Q]["params"]>(shape);
}

const text = z.string().optional();
const flag = z.boolean().optional();
const project = ref("A project", PROJECT_NAMES).optional();
const workItem = ref("An item").optional();
const person = ref("A person", PERSON_NAMES).optional();
const deleted = flag.openapi({ description: "The deleted ones too." });
const time_zone = text.openapi({
  description: "Whose days are meant, as `Europe/Vienna`; UTC, if left out.",
});

export const page = {
  limit: z.int().optional().openapi({ minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT }),
  cursor: text.openapi({ description: "The `next_cursor` of the page before." }),
};

const workItemFilter = {
  project,
  item_type: z.enum(ITEM_TYPES).optional(),
  status: z.enum(ITEM_STATUSES).optional(),
  priority: z.enum(PRIORITIES).optional(),
  parent: ref("Children of this item").optional(),
  orphaned: flag,
  descendants_of: ref("Everything below this item").optional(),
  ancestors_of: ref("Everything above this item").optional(),
  sprint: text.openapi({ description: "A sprint, `active` for the active one, or `none`." }),
  assignee: text.openapi({ description: "A person, `me`, or `none`." }),
  label: text,
  include_done: flag,
  deleted,
};

export const QUERY_PARAMS: { [Q in QueryName]: z.ZodObject } = {
  project: params<"project">({ ref: ref("The project", PROJECT_NAMES) }),
  projects: params<"projects">({ ...page, status: text, deleted }),
  work_item: params<"work_item">({ ref: ref("The item") }),
  work_items: params<"work_items">({ ...page, ...workItemFilter }),
  ready: params<"ready">({ ...page, ...workItemFilter }),
  board: params<"board">({ project, sprint: text, assignee: text }),
  board_changes: params<"board_changes">({
    project: ref("A project; its key will do"),
    since: z.int().openapi({ description: "The number of the last write that is known." }),
  }),
  sprint: params<"sprint">({ ref: ref("The sprint") }),
  sprints: params<"sprints">({
    ...page,
    project,
    status: z.enum(SPRINT_STATUSES).optional(),
    deleted,
  }),
  burndown: params<"burndown">({
    sprint: ref("The sprint"),
    until: text.openapi({
      description: "The last day to tell of a sprint that has not ended, `YYYY-MM-DD`.",
    }),
    time_zone,
  }),
  velocity: params<"velocity">({
    project,
    limit: z.int().optional().openapi({ minimum: 1, maximum: MAX_LIMIT, default: 12 }),
    time_zone,
  }),
  comment: params<"comment">({ ref: ref("The comment") }),
  comments: params<"comments">({ ...page, work_item: workItem, deleted }),
  swim_lane: params<"swim_lane">({ ref: ref("The swim lane") }),
  swim_lanes: params<"swim_lanes">({ project }),
  dependency: params<"dependency">({ ref: ref("The dependency") }),
  dependencies: params<"dependencies">({ ...page, project, work_item: workItem, deleted }),
  time_entry: params<"time_entry">({ ref: ref("The time entry") }),
  time_entries: params<"time_entries">({
    ...page,
    work_item: workItem,
    user: person,
    running: flag,
    deleted,
  }),
  user: params<"user">({ ref: ref("The person", PERSON_NAMES) }),
  users: params<"users">({ ...page }),
  me: params<"me">({}),
  titles: params<"titles">({ ids: z.array(z.string()) }),
  names: params<"names">({ ids: z.array(z.string()) }),
  search: params<"search">({ ...page, text: z.string(), project }),
  activity: params<"activity">({ ...page, work_item: workItem, project, user: person }),
  syncs: params<"syncs">({ ...page }),
  sync: params<"sync">({
    ...page,
    ref: z.string().openapi({ description: "The number of a sync, or `latest`." }),
  }),
  flags: params<"flags">({ ...page }),
};
