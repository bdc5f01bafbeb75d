/** What a merge of two whole boards has to tell the conflict journal. */
import { type Instant, later } from "../domain/instant.ts";
import { type Json, own, sameJson } from "../domain/json.ts";
import { isOfTool, isOlderThanRecord } from "../domain/merge/attribute.ts";
import type { Contest, Merged } from "../domain/merge/merge-boards.ts";
import { type Fields, labelOfField, labelTime, recordOf, timeOf } from "../domain/merge/times.ts";
import type { StoredConflict } from "../storage/port.ts";
import { agree, contestEntry, mendEntry } from "./journal-entry.ts";

/** Each field that both sides wrote since their common ancestor, differently, and each mend. */
export function contestsOf({ differences, mended }: Merged, found_at: Instant): StoredConflict[] {
  const lost = differences.filter((one) => bothWrote(one) || isStaleEdit(one));
  const losing = differences.flatMap((one) => againstBase(one) ?? []);
  const contests = [...lost, ...losing].map(({ oursRecord, theirsRecord, ...contest }) =>
    contestEntry({
      entity: contest.entity,
      difference: contest,
      ours: recordOf(oursRecord),
      theirs: recordOf(theirsRecord),
      found_at,
      source: "merge",
    }),
  );
  return [...contests, ...mended.map((mend) => mendEntry(mend, found_at, "merge"))];
}

/**
 * Where the ancestor does not have the record, what counts is written after the record was made: its
 * making is in both. An unknown field that the ancestor says nothing of was written since on both; so
 * was one with two values of one time, since every write has a time of its own.
 */
function bothWrote(contest: Contest): boolean {
  const { field, oursAt, theirsAt, oursRecord, theirsRecord, baseRecord } = contest;
  if (agree(contest)) return false;
  if (baseRecord !== null && saysNothing(baseRecord, field)) return true;
  if (oursAt === theirsAt) return true;
  const valueBefore = baseRecord === null ? undefined : valueIn(baseRecord, field);
  if (baseRecord !== null && isOfTool(baseRecord) && valueBefore !== undefined) {
    // All its fields look as new as the tool's edit. What says something else was written since, and so was what says
    // the same at a later time.
    const { kept } = contest;
    const lost = kept === "ours" ? "theirs" : "ours";
    if (sameJson(contest[lost], valueBefore)) return false;
    return (
      !sameJson(contest[kept], valueBefore) || contest[`${kept}At`] > fieldTime(baseRecord, field)
    );
  }
  const known =
    baseRecord === null
      ? later(oursRecord.created_at ?? oursAt, theirsRecord.created_at ?? theirsAt)
      : fieldTime(baseRecord, field);
  return oursAt > known && theirsAt > known;
}

/**
 * Whether what lost is the edit of a tool that knows no field times and whose clock is behind: it loses
 * even to what its author had before them.
 */
function isStaleEdit(contest: Contest): boolean {
  const { field, kept, baseRecord, stale } = contest;
  const lost = kept === "ours" ? "theirs" : "ours";
  const isStale = stale[lost] || isOlderThanRecord(contest[`${lost}At`], contest[`${lost}Record`]);
  if (!isStale || agree(contest)) return false;
  // Where nobody knows the version that the tool has edited, any value can be its edit.
  if (baseRecord === null) return contest[lost] !== null && typeof contest[lost] !== "boolean";
  const before = valueIn(baseRecord, field);
  return before !== undefined && !sameJson(contest[lost], before);
}

/**
 * Of two edits like that the newer one is kept here, and loses to what both were made on as soon as it meets
 * that again: nobody will know then that it was an edit.
 */
function againstBase(contest: Contest): Contest | null {
  const { field, kept, baseRecord, stale } = contest;
  const before = baseRecord === null ? undefined : valueIn(baseRecord, field);
  if (!(stale.ours && stale.theirs) || baseRecord === null || before === undefined) return null;
  if (sameJson(contest[kept], before)) return null;
  return {
    ...contest,
    kept: "theirs",
    ours: contest[kept],
    oursAt: contest[`${kept}At`],
    oursRecord: contest[`${kept}Record`],
    theirs: before,
    theirsAt: fieldTime(baseRecord, field),
    theirsRecord: baseRecord,
  };
}

/** What a record says of a field that is no label. */
function valueIn(record: Fields, field: string): Json | undefined {
  if (record.labels !== undefined && labelOfField(field) !== null) return undefined;
  const known = own(record, field);
  return known === undefined ? own(record.extra ?? {}, field) : known;
}

function saysNothing(record: Fields, field: string): boolean {
  const isLabel = record.labels !== undefined && labelOfField(field) !== null;
  if (isLabel || own(record, field) !== undefined) return false;
  const isNamed = own(record.field_updated_at ?? {}, field) !== undefined;
  return own(record.extra ?? {}, field) === undefined && !isNamed;
}

function fieldTime(record: Fields, field: string): Instant {
  const label = record.labels === undefined ? null : labelOfField(field);
  return label === null ? timeOf(record, field) : labelTime(record, label);
}
