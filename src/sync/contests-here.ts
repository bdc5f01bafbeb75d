/**
 * What merging a file into the database has to tell the conflict journal: of a field that was written
 * here, is not shared yet, and was written elsewhere too, the value that lost. What was exported counts
 * as shared, unless git knows better where the file overrides it.
 */
import { fromMilliseconds, type Instant } from "../domain/instant.ts";
import { sameJson } from "../domain/json.ts";
import { isOlderThanRecord } from "../domain/merge/attribute.ts";
import type { Difference } from "../domain/merge/join.ts";
import { fieldsOf, labelOfField } from "../domain/merge/times.ts";
import type { PastChange, Storage, StoredConflict } from "../storage/port.ts";
import type { SyncContext } from "./context.ts";
import { touches, valueAfter } from "./field-history.ts";
import { agree, contestEntry } from "./journal-entry.ts";
import type { Update } from "./plan-merge.ts";

/** Where the last export ended in the log: what was written here later is not shared yet. */
export const SHARED_SEQ = "shared_seq";

const NOTHING_SHARED = 0;

/** What git has to say of a contest. */
export interface FileHistory {
  /** Which of these writes are in a commit that others have gone on from; null where nobody can tell. */
  inHistory: SyncContext["inHistory"];
  /** Whether the file was edited here. */
  isEdited: () => boolean;
}

/** @param merged the records that differed; `before` is the local one. */
export function contestsHere(
  storage: Storage,
  merged: readonly Update[],
  now: Instant,
  source: string,
  file: FileHistory,
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
  const asked = found.flatMap(({ onlyIf }) => onlyIf?.anyOf ?? []);
  const inGit = asked.length === 0 ? null : file.inHistory(asked);
  return found
    .filter(({ onlyIf }) => {
      if (onlyIf === null) return true;
      const isShared = onlyIf.anyOf.some((time) => inGit?.has(time));
      if (onlyIf.shared && !isShared) return file.isEdited();
      return inGit !== null && isShared === onlyIf.shared;
    })
    .map(({ contest }) => contest);
}

interface Found {
  contest: StoredConflict;
  /**
   * It is a contest only if a commit up to the one that is checked out has one of these times, or the file was
   * edited since; or, where it must not be shared, if none has.
   */
  onlyIf: { shared: boolean; anyOf: readonly Instant[] } | null;
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
  const found = (onlyIf: Found["onlyIf"]): Found => ({ contest: contestEntry(entry), onlyIf });
  const mine = last.here && last.seq > shared;
  if (difference.kept === "ours") {
    if (isByHand(difference, writes)) return found(null);
    if (isOfTool(difference, update) && isUnknown(difference, writes))
      return found(mine ? null : hasSeen(difference));
    if (mine) return isNews(difference, update, writes, history, shared) ? found(null) : null;
    // What I have shared meets what was written beside it on another branch. Whoever commits it on top there, and
    // that is this board, is the only one who can tell.
    const isBeside =
      last.here &&
      isUnknown(difference, writes) &&
      isNews(difference, update, writes, history, NOTHING_SHARED);
    return isBeside ? found(null) : null;
  }
  // An edit of the file can be in a commit without an export.
  const unlessShared = { shared: false, anyOf: [difference.oursAt] };
  if (last.here) return found(mine && !last.imported ? null : unlessShared);
  // What an import has overridden since was in a contest then. But what a tool has written that knows no field
  // times may be what it found on another branch.
  return update.ofTool ? found(unlessShared) : null;
}

/** Whether a tool that knows no field times has written the file's value, as far as the file still shows it. */
function isOfTool({ theirsAt }: Difference, { ofTool, theirs }: Update): boolean {
  return ofTool || isOlderThanRecord(theirsAt, fieldsOf(theirs));
}

/** Who wrote the file had what is here: it is no older version, but an edit by a clock that is behind. */
const hasSeen = ({ oursAt }: Difference) => ({ shared: true, anyOf: timesOf(oursAt) });

/** Where a write has been attributed here, git may have it by the time that it came with. */
function timesOf(at: Instant): Instant[] {
  return [at, fromMilliseconds(Date.parse(at) - 1) ?? at];
}

/** Whether nobody has ever said this here, as far as the log tells. */
function isUnknown({ field, theirs }: Difference, writes: readonly PastChange[]): boolean {
  if (labelOfField(field) !== null) return false;
  return !writes.some(
    (change, index) =>
      (change.field !== null && sameJson(change.before, theirs)) ||
      sameJson(valueAfter(writes, index), theirs),
  );
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
  if (firstUnshared === undefined) return false;
  // A column that two people change for the first time is made by both.
  const isMaking = firstUnshared.field === null;
  if (sameJson(isMaking ? valueAfter(writes, first) : firstUnshared.before, value)) return false;
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
