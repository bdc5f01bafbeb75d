/** HTTP's schemas of whole records, made from the table of entities. */
import { z } from "@hono/zod-openapi";
import {
  ENTITIES,
  type EntityName,
  type EntityTypes,
  ITEM_STATUSES,
} from "../../domain/entities.ts";
import { field, labels } from "./fields.ts";

type View<E extends EntityName> = Omit<EntityTypes[E], "field_updated_at" | "extra">;

/** A record as it is answered: every field of `data.json`, without what only the merge needs. */
function record<E extends EntityName>(entity: E): z.ZodType<View<E>> {
  const { fields, labelled } = ENTITIES[entity];
  const shape: { [name: string]: z.ZodType } = {};
  for (const name of Object.keys(fields)) shape[name] = field(entity, name as never);
  if (labelled) shape.labels = labels;
  const name = ENTITIES[entity].noun.replace(/(?:^| )(.)/g, (_, letter) => letter.toUpperCase());
  // The shape is made from the same table as the type, which the compiler cannot see.
  return z.object(shape).openapi(name) as unknown as z.ZodType<View<E>>;
}

export const project = record("project");
export const workItem = record("work_item");
export const sprint = record("sprint");
export const comment = record("comment");
export const swimLane = record("swim_lane");
export const dependency = record("dependency");
export const timeEntry = record("time_entry");
export const user = record("user");

/** A record with what a list or a page shows beside its fields. */
export function more<R, S extends z.ZodRawShape>(base: z.ZodType<R>, shape: S) {
  return z.intersection(base, z.object(shape));
}

export const card = more(workItem, {
  is_blocked: z.boolean(),
  comment_count: z.int(),
  child_count: z.int(),
}).openapi("Card");

export const column = z
  .object({
    id: z.string(),
    name: z.string(),
    status_value: z.enum(ITEM_STATUSES),
    position: z.int(),
    stored: z.boolean(),
  })
  .openapi("Column");

export const flag = z
  .object({
    problem: z.enum([
      "parent_missing",
      "parent_deleted",
      "project_missing",
      "sprint_missing",
      "blocks_cycle",
      "several_active_sprints",
    ]),
    entity: z.string(),
    id: z.string(),
    message: z.string(),
  })
  .openapi("Flag");

/** Any JSON value: what a field held. */
const anything = z.any().openapi({ description: "Any JSON value." });

export const activityEntry = z
  .object({
    seq: z.int(),
    at: z.string().openapi({ format: "date-time" }),
    written_at: z.string().openapi({
      format: "date-time",
      description: "When it came onto this board: for what an import has brought, later than `at`.",
    }),
    by: z.string().nullable(),
    action: z.string(),
    entity: z.string(),
    record_id: z.string(),
    work_item_id: z.string().nullable(),
    title: z.string().nullable(),
    field: z.string().nullable(),
    before: anything,
    after: anything,
    branch: z.string().nullable().openapi({
      description: "Of what an import has brought: the branch that was merged, where git has told.",
    }),
  })
  .openapi("ActivityEntry");

export const syncView = z
  .object({
    number: z.int(),
    at: z.string().openapi({ format: "date-time" }),
    kind: z.string(),
    via: z.string(),
    branch: z.string().nullable(),
    file: z.string(),
    created: z.int(),
    updated: z.int(),
    removed: z.int(),
    conflicts: z.int(),
    backup: z.string().nullable(),
    undone: z.boolean(),
  })
  .openapi("Sync");

export const searchHit = z
  .object({ work_item: workItem, found_in: z.string(), snippet: z.string() })
  .openapi("SearchHit");

export const journalEntry = z
  .object({
    id: z.string(),
    found_at: z.string(),
    source: z.string(),
    kind: z.enum(["contest", "mended"]),
    entity: z.string(),
    record_id: z.string(),
    title: z.string().nullable(),
    field: z.string(),
    kept: anything,
    kept_at: z.string().nullable(),
    kept_by: z.string().nullable(),
    lost: anything,
    lost_at: z.string().nullable(),
    lost_by: z.string().nullable(),
    seen: z.boolean(),
    taken_back: z.boolean(),
  })
  .openapi("JournalEntry");
