/** What the log of the board says of one field of a record. */
import type { Instant } from "../domain/instant.ts";
import { type Json, sameJson } from "../domain/json.ts";
import { labelOfField } from "../domain/merge/times.ts";
import type { FieldChange, PastChange } from "../storage/port.ts";

/** Whether a change wrote a field; the making of a record wrote all of them. */
export function touches(change: FieldChange, field: string): boolean {
  const label = labelOfField(field);
  if (change.field === null || change.field === field) return true;
  if (label === null || change.field !== "labels") return false;
  const [before, after] = [change.before, change.after] as string[][];
  return before?.includes(label) !== after?.includes(label);
}

/** What the field said after a change of it; after the making of its record, what the next one found. */
export function valueAfter(writes: readonly PastChange[], index: number): Json {
  const change = writes[index];
  return change?.field === null ? (writes[index + 1]?.before ?? null) : (change?.after ?? null);
}

/** Whether the log of a record has a write of just this value at just this time. */
export function wasWritten(
  history: readonly PastChange[],
  field: string,
  value: Json,
  at: Instant,
): boolean {
  const label = labelOfField(field);
  const writes = history.filter((change) => touches(change, field));
  return writes.some((change, index) => {
    if (change.at !== at) return false;
    const after = valueAfter(writes, index);
    return label === null
      ? sameJson(after, value)
      : Array.isArray(after) && after.includes(label) === value;
  });
}
