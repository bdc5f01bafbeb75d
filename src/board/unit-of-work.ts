/**
 * One write in the making: the records that a command makes and changes, stamped and put into the
 * database as it goes, and logged as one at the end.
 */

import type { Actor } from "../domain/actor.ts";
import {
  type AnyRecord,
  ENTITIES,
  type EntityName,
  type EntityTypes,
  FIELD_NAMES,
} from "../domain/entities.ts";
import type { Instant } from "../domain/instant.ts";
import { type Json, sameJson } from "../domain/json.ts";
import { fieldsOf, recordOf } from "../domain/merge/times.ts";
import { editRecord, type Values } from "../domain/stamp.ts";
import type { FieldChange, Storage } from "../storage/port.ts";

/** What a command has in its hands. */
export interface UnitOfWork {
  readonly storage: Storage;
  readonly actor: Actor;
  readonly now: Instant;
  /** The id of a new record, for what needs it before the record is made. */
  newId(entity: EntityName): string;
  /** Makes a record. Fields that `values` leaves out are null; the stamps are put in here. */
  insert<E extends EntityName>(entity: E, values: Values & { id?: string }): EntityTypes[E];
  /** Changes fields of a record. Values that it has already are not written. */
  edit<E extends EntityName>(entity: E, record: EntityTypes[E], values: Values): EntityTypes[E];
  /** Logs all that was done as one write. @returns its number; null if nothing was changed. */
  log(action: string): number | null;
}

export function startUnitOfWork(
  storage: Storage,
  actor: Actor,
  now: Instant,
  newId: (entity: EntityName) => string,
): UnitOfWork {
  const records = new Map<string, { entity: EntityName; id: string }>();
  const changes: FieldChange[] = [];
  const written = (entity: EntityName, record: AnyRecord): void => {
    storage.put(entity, [record]);
    records.set(record.id, { entity, id: record.id });
  };
  return {
    storage,
    actor,
    now,
    newId,
    insert: (entity, values) => {
      const record = newRecord(
        entity,
        { ...values, id: values.id ?? newId(entity) },
        now,
        actor.id,
      );
      written(entity, record);
      if (entity !== "user") changes.push(changeOf(entity, record, null, null, null));
      return record;
    },
    edit: (entity, record, values) => {
      const before = fieldsOf(record);
      const after = editRecord(entity, before, values, now, actor.id);
      if (after === before) return record;
      const edited = recordOf<EntityTypes[typeof entity]>(after);
      written(entity, edited);
      for (const field of entity === "user" ? [] : Object.keys(values)) {
        const [old, value] = [before[field] ?? null, after[field] ?? null];
        if (!sameJson(old, value)) {
          const change = changeOf(entity, edited, field, old, value);
          // With a clock that is behind, what was seen here is newer than now: so is the edit.
          const at = edited.updated_at;
          changes.push(at === now ? change : { ...change, at, by: actor.id });
        }
      }
      return edited;
    },
    log: (action) =>
      records.size === 0
        ? null
        : storage.log.append({
            at: now,
            by: actor.id,
            action,
            records: [...records.values()],
            changes,
          }),
  };
}

/** A new record: its values, and the stamps of its making. */
export function newRecord<E extends EntityName>(
  entity: E,
  values: Values,
  now: Instant,
  by: string | null,
): EntityTypes[E] {
  const stamps: Values = {
    version: 1,
    created_at: now,
    updated_at: now,
    created_by: by,
    updated_by: by,
  };
  const record: { [field: string]: Json } = {};
  for (const field of FIELD_NAMES[entity]) record[field] = values[field] ?? stamps[field] ?? null;
  if (ENTITIES[entity].labelled) record.labels = values.labels ?? [];
  record.extra = null;
  record.field_updated_at = null;
  return record as unknown as EntityTypes[E];
}

/** One change as the activity log has it, with the item or the project that it is about. */
export function changeOf(
  entity: EntityName,
  record: AnyRecord,
  field: string | null,
  before: Json,
  after: Json,
): FieldChange {
  const fields = fieldsOf(record);
  const item = entity === "work_item" ? record.id : (fields.work_item_id ?? fields.blocked_item_id);
  const project = entity === "project" ? record.id : fields.project_id;
  return {
    entity,
    record_id: record.id,
    work_item_id: typeof item === "string" ? item : null,
    project_id: typeof project === "string" ? project : null,
    field,
    before,
    after,
  };
}
