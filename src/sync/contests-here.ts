/**
 * What merging a file into the database has to tell the conflict journal: of a field that was written
 * here, is not shared yet, and was written elsewhere too, the value that lost. What was exported counts
 * as shared, unless git knows better where the file overrides it.
 */
import type { Instant } from "../domain/instant.ts";
import { type Json, sameJson } from "../domain/json.ts";
import type { Difference } from "../domain/merge/join.ts";
import { fieldsOf, labelOfField } from "../domain/merge/times.ts";
import type { FieldChange, PastChange, Storage, StoredConflict } from "../storage/port.ts";
import type { SyncContext } from "./context.ts";
import { agree, contestEntry } from "./journal-entry.ts";
import type { Update } from "./plan-merge.ts";

/** Where the last export ended in the log: what was written here later is not shared yet. */
export const SHARED_SEQ = "shared_seq";

/**
 * @param merged the records that differed; `before` is the local one.
 * @param inHistory which of the writes that were exported are in a commit that others have gone on from.
 */
export function contestsHere(
  storage: Storage,
  merged: readonly Update[],
  now: Instant,
  source: string,
  inHistory: SyncContext["inHistory"],
): StoredConflict[] {
  const shared = Number(storage.note(SHARED_SEQ) ?? 0);
  const found: Found[] = merged
    .filter(({ differences }) => differences.length > 0)
    .flatMap((update) => {
      const history = storage.log.historyOf(update.before.id);
      return update.differences.flatMap((difference) => {
        const contest = contestIn(difference, update, history, shared, { now, source });
        return contest === null ? [] : [contest];
      });
    });
  const exported = found.flatMap(({ exportedAt }) => exportedAt ?? []);
  const inGit = exported.length === 0 ? null : inHistory(exported);
  return found
    .filter(({ exportedAt }) => exportedAt === null || (inGit !== null && !inGit.has(exportedAt)))
    .map(({ contest }) => contest);
}

interface Found {
  contest: StoredConflict;
  /** Set for a write that was in the file: it is a contest only where nothing came of the file. */
  exportedAt: Instant | null;
}

function contestIn(
  difference: Difference,
  update: Update,
  history: readonly PastChange[],
  shared: number,
  { now, source }: { now: Instant; source: string },
): Found | null {
  const writes = history.filter((change) => touches(change, difference.field));
  const last = writes.at(-1);
  if (last === undefined || agree(difference)) return null;
  const { entity, before: ours, theirs } = update;
  const entry = { entity, difference, ours, theirs, found_at: now, source, oursBy: last.by };
  const isShared = last.seq <= shared;
  if (difference.kept === "ours") {
    const isContest =
      isByHand(difference, writes) ||
      (last.here && !isShared && isNews(difference, update, writes, history, shared));
    return isContest ? { contest: contestEntry(entry), exportedAt: null } : null;
  }
  // What an import has overridden since was in a contest then.
  if (!last.here) return null;
  // An edit of the file can be in a commit without an export.
  const exportedAt = isShared || last.imported ? difference.oursAt : null;
  return { contest: contestEntry(entry), exportedAt };
}

/** Whether a change wrote a field; the making of a record wrote all of them. */
function touches(change: FieldChange, field: string): boolean {
  const label = labelOfField(field);
  if (change.field === null || change.field === field) return true;
  if (label === null || change.field !== "labels") return false;
  const [before, after] = [change.before, change.after] as string[][];
  return before?.includes(label) !== after?.includes(label);
}

/**
 * Whether the file's value has the time of a write that is known, and is not what was written then: an
 * edit by hand of a file that is older than the board.
 */
function isByHand(
  { field, theirs: value, theirsAt }: Difference,
  writes: readonly PastChange[],
): boolean {
  if (labelOfField(field) !== null) return false;
  const same = writes.findIndex(({ at }) => at === theirsAt);
  return same !== -1 && !sameJson(valueAfter(writes, same), value);
}

/** What the field said after a change of it; after the making of its record, what the next one found. */
function valueAfter(writes: readonly PastChange[], index: number): Json {
  const change = writes[index];
  return change?.field === null ? (writes[index + 1]?.before ?? null) : (change?.after ?? null);
}

/**
 * Whether the file's older value was written beside what is here, and not before it: a file from an
 * older commit tells nothing new.
 *
 * @param writes the changes of this field; `history`: those of the whole record.
 */
function isNews(
  { field, theirs: value, theirsAt }: Difference,
  { before, theirs }: Update,
  writes: readonly PastChange[],
  history: readonly PastChange[],
  shared: number,
): boolean {
  // A label is there or not: the one that is not here is the one that was before.
  if (labelOfField(field) !== null) return false;
  const first = writes.findIndex((change) => change.here && change.seq > shared);
  const firstUnshared = writes[first];
  if (firstUnshared === undefined || firstUnshared.field === null) return false;
  if (sameJson(firstUnshared.before, value)) return false;
  // What stood here before, or was brought, is newer than what it had replaced.
  const known = writes.filter((change, index) => index < first || !change.here);
  if (known.some(({ at }) => at >= theirsAt)) return false;
  if (known.some((change) => change.here || change.field !== null)) return true;
  // The record came in one piece, and then only grew: older versions of it are no news.
  const [ours, other] = [fieldsOf(before).version, fieldsOf(theirs).version];
  if (ours === undefined || other === undefined) return true;
  const here = new Set(history.filter((change) => change.here).map(({ seq }) => seq));
  return other > ours - here.size;
}
