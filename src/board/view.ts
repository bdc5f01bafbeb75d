import type { RecordView, Stamped } from "../domain/entities.ts";

/** A record as callers see it. */
export function viewOf<R extends Stamped>(record: R): RecordView<R> {
  const { field_updated_at: _times, extra: _extra, ...view } = record;
  return view;
}
