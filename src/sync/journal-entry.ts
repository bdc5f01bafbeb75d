/**
 * Entries of the conflict journal: what lost, with all that is needed to judge it and to take it back.
 * The id is made of what was contested, so that one contest that is found twice is one entry.
 */
import type { AnyRecord, EntityName } from "../domain/entities.ts";
import type { Instant } from "../domain/instant.ts";
import type { Difference } from "../domain/merge/join.ts";
import type { Mended } from "../domain/merge/mend.ts";
import { fieldsOf } from "../domain/merge/times.ts";
import type { StoredConflict } from "../storage/port.ts";

/** A field that two people wrote: the value that lost, and the one that is kept. */
export function contestEntry(contest: {
  entity: EntityName;
  difference: Difference;
  ours: AnyRecord;
  theirs: AnyRecord;
  /** Who wrote our value, where that is known; else the last author of the record. */
  oursBy?: string | null;
  found_at: Instant;
  source: string;
}): StoredConflict {
  const { difference, entity, ours, theirs, oursBy, found_at, source } = contest;
  const sides = {
    ours: { value: difference.ours, at: difference.oursAt, by: oursBy ?? authorOf(ours) },
    theirs: { value: difference.theirs, at: difference.theirsAt, by: authorOf(theirs) },
  };
  const kept = sides[difference.kept];
  const lost = sides[difference.kept === "ours" ? "theirs" : "ours"];
  return withId({
    found_at,
    source,
    kind: "contest",
    entity,
    record_id: ours.id,
    field: difference.field,
    kept: kept.value,
    kept_at: kept.at,
    kept_by: kept.by,
    lost: lost.value,
    lost_at: lost.at,
    lost_by: lost.by,
  });
}

/** Whether the two sides, with different values, wanted the same: both deleted the record. */
export function agree({ field, ours, theirs }: Difference): boolean {
  return field === "deleted_at" && ours !== null && theirs !== null;
}

/** A link or a key that a merge would have broken, and what became of it. */
export function mendEntry(mended: Mended, found_at: Instant, source: string): StoredConflict {
  return withId({
    found_at,
    source,
    kind: "mended",
    entity: mended.entity,
    record_id: mended.after.id,
    field: mended.field,
    kept: mended.kept,
    kept_at: mended.after.updated_at,
    kept_by: null,
    lost: mended.lost,
    lost_at: mended.lostAt,
    lost_by: typeof mended.before.updated_by === "string" ? mended.before.updated_by : null,
  });
}

function withId(entry: Omit<StoredConflict, "id" | "seen" | "taken_back">): StoredConflict {
  // Neither who: the last author of a record depends on what else was written in it.
  const { found_at: _, source: __, kept_by: ___, lost_by: ____, ...content } = entry;
  const hash = new Bun.CryptoHasher("sha256").update(JSON.stringify(content)).digest("hex");
  return { id: hash.slice(0, 32), ...entry, seen: false, taken_back: false };
}

function authorOf(record: AnyRecord): string | null {
  const by = fieldsOf(record).updated_by;
  return typeof by === "string" ? by : null;
}
