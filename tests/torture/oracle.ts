// What the boards must say in the end, worked out from the acknowledged writes alone.
import { defaultColumns } from "../../src/board/columns.ts";
import type { Json } from "../../src/domain/json.ts";
import type { Snapshot, Written } from "./snapshot.ts";

interface Write extends Written {
  /** Whether a later writer of this field saw it and overwrote it. */
  seen: boolean;
  by: string;
  /** An edit of the file itself: a merge gives it its time, which is `at` or later. */
  raw: boolean;
  /** Its author has gone back to a file without it. */
  withdrawn: boolean;
}

/** What a conflict journal has of a value that lost. */
export interface JournalLine {
  record_id: string;
  field: string;
  lost: Json;
}

export interface Oracle {
  /** Notes what somebody's board says otherwise after a command of theirs than before it. */
  wrote(who: string, before: Snapshot, after: Snapshot): void;
  /** The same after something that has also taken in what others wrote. */
  tookIn(who: string, before: Snapshot, after: Snapshot): void;
  /**
   * A tool has rewritten these records without field times: from now on each counts as written at one
   * time, where merging finds out no better.
   */
  bluntToolUsed(ids: readonly string[]): void;
  /**
   * Somebody without a database has gone back to an older file with git: what is not in it any more was
   * meant to be gone, unless somebody else has it.
   */
  wentBack(before: Snapshot, after: Snapshot): void;
  /** Somebody edits this field in the file: who takes it in gives it a time, not everybody the same. */
  editedByHand(key: string): void;
  /** Notes an edit of the file itself, where no database has given it a time yet. */
  edited(who: string, key: string, old: Written, now: Written): void;
  /** What a board says that cannot be: acknowledged writes that are gone, values from nowhere. */
  wrong(board: Snapshot, journals: readonly JournalLine[]): string[];
  /** Writes that lost to one whose author had not seen them, and that are in no journal. */
  unrecorded(board: Snapshot, journals: readonly JournalLine[]): string[];
  writes(): number;
}

/** Fields that merging writes, too, when it mends: they can be newer than what anybody wrote. */
const MENDED = /^(?:work_item \S+ parent_id|project \S+ key|swim_lane \S+ deleted_at)$/;
/** A label's presence and a card's place are no text that anybody typed. */
const NOT_TYPED = / (?:position|labels(?:\..*)?)$/;
/** What a column is called that nobody has named. */
const GIVEN_NAMES = new Set<Json>(defaultColumns("").map(({ name }) => name));

export function createOracle(): Oracle {
  const fields = new Map<string, Write[]>();
  let count = 0;
  const blunt = new Set<string>();
  const byHand = new Set<string>();
  const sameValue = (a: Written, b: Written): boolean =>
    JSON.stringify(a.value) === JSON.stringify(b.value);
  const same = (a: Written, b: Written): boolean => a.at === b.at && sameValue(a, b);
  const isBlunt = (key: string): boolean => blunt.has(key.split(" ")[1] ?? "");
  /** Whether what is read somewhere is this write. */
  const is = (write: Write, read: Written): boolean =>
    same(write, read) || (write.raw && justAfter(read.at) >= write.at && sameValue(write, read));
  const isRight = (
    key: string,
    writes: readonly Write[],
    newest: Write,
    said: Written | undefined,
  ): boolean => {
    if (said === undefined) return newest.value === false;
    if (is(newest, said)) return true;
    // Each database makes its owner's record anew.
    if (key.startsWith("user ") && sameValue(newest, said)) return true;
    if (byHand.has(key) && sameValue(newest, said) && said.at > newest.at) return true;
    if (said.at >= newest.at && writes.some((one) => one.raw && is(one, said))) return true;
    return MENDED.test(key) && said.at > newest.at;
  };
  const wroteSame = (writes: readonly Written[], said: Written | undefined): boolean =>
    said !== undefined && writes.some((write) => sameValue(write, said));
  /** Two who delete one record agree: who sees one deletion has seen both. */
  const wasSeenIn = (key: string, write: Write, old: Written): boolean => {
    if (key.endsWith(" deleted_at")) return (write.value === null) === (old.value === null);
    return isBlunt(key) ? sameValue(write, old) : is(write, old);
  };
  const note = (
    who: string,
    key: string,
    old: Written | undefined,
    now: Written,
    raw: boolean,
    isKnown: (write: Write, now: Written) => boolean = same,
  ) => {
    const writes = fields.get(key) ?? [];
    fields.set(key, writes);
    if (writes.some((write) => isKnown(write, now))) return;
    count += 1;
    for (const write of writes) {
      const isOld = old !== undefined && wasSeenIn(key, write, old);
      if (isOld) write.seen = true;
    }
    writes.push({ ...now, seen: false, withdrawn: false, by: who, raw });
  };
  const noteAll = (
    who: string,
    before: Snapshot,
    after: Snapshot,
    isKnown: (write: Write, now: Written) => boolean,
  ) => {
    for (const [key, now] of after) {
      const old = before.get(key);
      if (old === undefined || !same(old, now)) note(who, key, old, now, false, isKnown);
    }
  };
  return {
    writes: () => count,
    wrote: (who, before, after) => noteAll(who, before, after, same),
    // An edit of the file that somebody else made can come with another time.
    tookIn: (who, before, after) => noteAll(who, before, after, is),
    bluntToolUsed: (ids) => {
      for (const id of ids) blunt.add(id);
    },
    editedByHand: (key) => void byHand.add(key),
    wentBack(before, after) {
      for (const [key, writes] of fields) {
        const [was, is] = [before.get(key), after.get(key)];
        if (was === undefined || (is !== undefined && same(was, is))) continue;
        for (const write of writes) {
          if (write.raw ? sameValue(write, was) : same(write, was)) write.withdrawn = true;
        }
      }
    },
    edited(who, key, old, now) {
      // With a clock that is behind, what takes the place of one's own edit can be older than it.
      for (const write of fields.get(key) ?? []) {
        if (write.raw && write.by === who && is(write, old)) write.withdrawn = true;
      }
      note(who, key, old, now, true);
    },
    wrong(board, journals) {
      const recorded = recordedIn(journals);
      return [...fields].flatMap(([key, writes]) => {
        const said = board.get(key);
        // A write that was withdrawn may be there or not.
        const counted = writes.filter((one) => !one.withdrawn || (said && is(one, said)));
        if (counted.length === 0) return [];
        const newest = counted.reduce(newer);
        if (isRight(key, counted, newest, said)) return [];
        const isLost = !recorded.has(lineOf(key, newest));
        // A file edited without a new time, merged without the version that it was made on: a tie (case 3).
        const isTie = newest.raw && said !== undefined && justAfter(said.at) >= newest.at;
        if (isTie && !isLost) return [];
        // The newest by its time may be what the writer of the other had seen, with a clock that is behind.
        const isOverridden = !isLost || newest.seen || wroteSame([newest], said);
        if (isBlunt(key) && wroteSame(counted, said) && isOverridden) return [];
        return [`${key}: ${describe(newest)} by ${newest.by}, and the board has ${describe(said)}`];
      });
    },
    unrecorded(board, journals) {
      const recorded = recordedIn(journals);
      return [...fields].flatMap(([key, writes]) => {
        if (NOT_TYPED.test(key)) return [];
        const [, id, field = ""] = key.split(" ");
        const kept = board.get(key);
        return (
          writes
            .filter(
              (write) =>
                !(write.seen || write.withdrawn) &&
                !(key.startsWith("swim_lane ") && GIVEN_NAMES.has(write.value)) &&
                JSON.stringify(write.value) !== JSON.stringify(kept?.value),
            )
            .filter(
              (write) =>
                field !== "deleted_at" ||
                ((write.value === null) !== (kept?.value === null) && !isMaking(write, writes)),
            )
            // An undo has put back what whoever edited the file by hand had replaced there.
            .filter((write) => !(byHand.has(key) && writes.some((one) => wasReplaced(one, write))))
            .filter((write) => !recorded.has(`${id} ${field} ${JSON.stringify(write.value)}`))
            .map((write) => `${key}: ${describe(write)} by ${write.by} lost to ${describe(kept)}`)
        );
      });
    },
  };
}

/** Whether a record is not deleted for no other reason than that somebody made it. */
const isMaking = ({ value, at }: Write, writes: readonly Write[]): boolean =>
  value === null && writes.every((other) => other.at >= at);

const wasReplaced = (one: Write, again: Write): boolean =>
  one.seen && one.at < again.at && JSON.stringify(one.value) === JSON.stringify(again.value);

const lineOf = (key: string, { value }: Written): string =>
  `${key.replace(/^\S+ /, "")} ${JSON.stringify(value)}`;

function recordedIn(journals: readonly JournalLine[]): Set<string> {
  return new Set(
    journals.map(({ record_id, field, lost }) => `${record_id} ${field} ${JSON.stringify(lost)}`),
  );
}

/** What an edit of a file is attributed to can be off by the millisecond that keeps two writes apart. */
const justAfter = (at: string): string => new Date(Date.parse(at) + 1).toISOString();

/** Cases 2 and 3 of the law. */
function newer(a: Write, b: Write): Write {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  if (typeof a.value === "boolean") return a.value ? a : b;
  return JSON.stringify(a.value) >= JSON.stringify(b.value) ? a : b;
}

function describe(written: Written | undefined): string {
  return written === undefined ? "nothing" : `${JSON.stringify(written.value)} of ${written.at}`;
}
