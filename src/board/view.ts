import type { Stamped } from "../domain/entities.ts";

/** A record as callers see it: without what only the merge needs, and without unknown fields. */
export function viewOf<R extends Stamped>(record: R): Omit<R, "field_updated_at" | "extra"> {
  const { field_updated_at: _times, extra: _extra, ...view } = record;
  return view;
}
