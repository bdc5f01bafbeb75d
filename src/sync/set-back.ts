/**
 * Writing values of before back, as changes of mine: they get the present time, so that they hold also
 * where others have merged what is taken back.
 */
import type { UnitOfWork } from "../board/unit-of-work.ts";
import { type AnyRecord, ENTITIES, type EntityName, fieldSpec } from "../domain/entities.ts";
import { type Json, sameJson } from "../domain/json.ts";
import { fieldsOf, labelOfField } from "../domain/merge/times.ts";
import type { Values } from "../domain/stamp.ts";
import type { FieldChange } from "../storage/port.ts";
import type { Update } from "./plan-merge.ts";

/**
 * Gives the records the values of their other version, `theirs`, in every field in which they differ.
 *
 * @returns the ids of the records that were changed.
 */
export function setToOther(work: UnitOfWork, differing: readonly Update[]): string[] {
  const changed: string[] = [];
  for (const { entity, before, theirs, differences } of differing) {
    if (entity === "user") continue;
    const values: Values = {};
    for (const { field, theirs: value } of differences) {
      const isLabel = ENTITIES[entity].labelled && labelOfField(field) !== null;
      if (isLabel) values.labels = fieldsOf(theirs).labels ?? [];
      else if (fieldSpec(entity, field) !== undefined) values[field] = value;
    }
    if (edit(work, entity, before, values)) changed.push(before.id);
  }
  return changed;
}

/**
 * Gives fields the values from before these changes, where they still have those that the changes left:
 * what somebody has written since stays.
 *
 * @param changes in the order in which they were made.
 * @returns the ids of the records that were changed, and how many fields were left alone.
 */
export function setToBefore(
  work: UnitOfWork,
  changes: readonly FieldChange[],
): { changed: string[]; left: number } {
  const changed: string[] = [];
  let left = 0;
  for (const group of Map.groupBy(changes, (change) => change.record_id).values()) {
    const entity = (group[0] as FieldChange).entity;
    const record = work.storage.get(entity, (group[0] as FieldChange).record_id);
    if (record === null || entity === "user") continue;
    const values: Values = {};
    for (const [field, { before, after }] of endsOf(group)) {
      const current = fieldsOf(record)[field] ?? null;
      if (sameJson(current, before)) continue;
      if (sameJson(current, after)) values[field] = before;
      else left += 1;
    }
    if (edit(work, entity, record, values)) changed.push(record.id);
  }
  return { changed, left };
}

/** Of each field that was changed, what it held before the first change and after the last. */
function endsOf(changes: readonly FieldChange[]): Map<string, { before: Json; after: Json }> {
  const ends = new Map<string, { before: Json; after: Json }>();
  for (const { field, before, after } of changes) {
    if (field === null) continue;
    ends.set(field, { before: ends.get(field)?.before ?? before, after });
  }
  return ends;
}

function edit(work: UnitOfWork, entity: EntityName, record: AnyRecord, values: Values): boolean {
  if (Object.keys(values).length === 0) return false;
  return work.edit(entity, record as never, values) !== (record as unknown);
}
