// Accounts for every value of a merge: whose it is, by which rule, and where what was not taken has
// gone. Written from the table of the law in docs/merge.md and not from its code, so that the two
// check each other. For versions of a board that were stamped record by record (files of other
// tools): they have field times only where two lines were joined.
import type { BoardData } from "../../src/domain/board-data.ts";
import { ENTITIES, ENTITY_NAMES, type EntityName } from "../../src/domain/entities.ts";
import type { StoredConflict } from "../../src/storage/port.ts";

export interface Account {
  /** Records in either side. */
  records: number;
  /** Fields of records in both sides, labels one by one. */
  fields: number;
  equal: number;
  /** Records that one side alone has: taken whole. */
  onlyInOurs: number;
  onlyInTheirs: number;
  /** Fields that differ, by whose value is in the result. */
  fromOurs: number;
  fromTheirs: number;
  /** Of these: decided by equal times, the larger text or the label that is there. */
  ties: number;
  /** Of these: the other value is the ancestor's, or older than what took its place. */
  olderLost: number;
  /** Of these: both sides wrote; the journal has the value that was not taken. */
  journaled: number;
  /** Of these: labels that one side alone has at that time. */
  labelsKept: number;
  /** Of these: one side says nothing of the field. */
  unsaid: number;
  /** What fits no rule, in words. */
  unexplained: string[];
}

type Fields = { [field: string]: unknown };

interface Said {
  value: unknown;
  time: string;
  /** Whether it differs from the ancestor's. */
  written: boolean;
}

/** Accounts for a merge of three boards, the ancestor's first. */
export function accountFor(
  [base, ours, theirs]: readonly [BoardData, BoardData, BoardData],
  merged: BoardData,
  journal: readonly StoredConflict[],
): Account {
  const account: Account = {
    records: 0,
    fields: 0,
    equal: 0,
    onlyInOurs: 0,
    onlyInTheirs: 0,
    fromOurs: 0,
    fromTheirs: 0,
    ties: 0,
    olderLost: 0,
    journaled: 0,
    labelsKept: 0,
    unsaid: 0,
    unexplained: [],
  };
  const entries = new Map(journal.map((entry) => [`${entry.record_id} ${entry.field}`, entry]));
  for (const entity of ENTITY_NAMES) {
    const [b, o, t, m] = [base, ours, theirs, merged].map((board) => byId(board, entity)) as [
      Map<string, Fields>,
      Map<string, Fields>,
      Map<string, Fields>,
      Map<string, Fields>,
    ];
    const ids = new Set([...o.keys(), ...t.keys()]);
    account.records += ids.size;
    for (const id of m.keys()) {
      if (!ids.has(id)) account.unexplained.push(`${entity} ${id}: in the result alone`);
    }
    for (const id of ids) {
      const result = m.get(id);
      if (result === undefined) {
        account.unexplained.push(`${entity} ${id}: not in the result`);
        continue;
      }
      accountForRecord(account, entity, entries, [b.get(id), o.get(id), t.get(id), result]);
    }
  }
  return account;
}

function byId(board: BoardData, entity: EntityName): Map<string, Fields> {
  const records: readonly { id: string }[] = board.records[entity];
  return new Map(records.map((record) => [record.id, record as unknown as Fields]));
}

type Versions = [
  base: Fields | undefined,
  ours: Fields | undefined,
  theirs: Fields | undefined,
  result: Fields,
];

function accountForRecord(
  account: Account,
  entity: EntityName,
  journal: ReadonlyMap<string, StoredConflict>,
  [base, ours, theirs, result]: Versions,
): void {
  const wrong = (what: string): void => {
    account.unexplained.push(`${entity} ${result.id}: ${what}`);
  };
  if (ours === undefined || theirs === undefined) {
    const only = (ours ?? theirs) as Fields;
    account[theirs === undefined ? "onlyInOurs" : "onlyInTheirs"] += 1;
    for (const field of fieldsOf(entity, result, only)) {
      if (!same(read(result, field), read(only, field))) wrong(`${field} is not as it was`);
    }
    return;
  }
  checkStamps([ours, theirs, result], base, wrong);
  for (const field of fieldsOf(entity, ours, theirs, result)) {
    account.fields += 1;
    const entry = journal.get(`${result.id} ${journalField(field)}`);
    accountForField(account, field, [base, ours, theirs, result], entry, wrong);
  }
}

function accountForField(
  account: Account,
  field: string,
  [base, ours, theirs, result]: [Fields | undefined, Fields, Fields, Fields],
  entry: StoredConflict | undefined,
  wrong: (what: string) => void,
): void {
  const value = read(result, field);
  if (same(read(ours, field), read(theirs, field))) {
    account.equal += 1;
    if (!same(value, read(ours, field))) wrong(`${field} is equal in both, and lost`);
    return;
  }
  const [one, other] = [said(ours, base, field), said(theirs, base, field)];
  const oursWins = other === null || (one !== null && wins(one, other, field));
  const [winner, loser] = oursWins ? [one, other] : [other, one];
  account[oursWins ? "fromOurs" : "fromTheirs"] += 1;
  const isMended = entry?.kind === "mended" && same(entry.kept, value);
  if (!same(value, winner?.value) && !isMended) {
    wrong(`${field} is ${show(value)}, and should be ${show(winner?.value)}`);
  }
  if (winner === null || loser === null) account.unsaid += 1;
  else accountForLoser(account, field, winner, loser, entry, base === undefined, wrong);
}

function accountForLoser(
  account: Account,
  field: string,
  winner: Said,
  loser: Said,
  entry: StoredConflict | undefined,
  isNew: boolean,
  wrong: (what: string) => void,
): void {
  const isTie = winner.time === loser.time;
  const isKept = entry !== undefined && same(entry.lost, loser.value ?? null);
  if (isTie) account.ties += 1;
  if (winner.written && loser.written && isKept) account.journaled += 1;
  // What both have written must be in the journal. Without an ancestor nobody knows who has.
  else if (winner.written && loser.written && (isTie || !isNew)) {
    wrong(`${field} lost ${show(loser.value)}: it is not in the journal`);
  } else if (isTie && field.startsWith("labels.") && winner.value === true) {
    // At one time there and not there: it stays, and nothing is lost.
    account.labelsKept += 1;
  } else if (isTie) wrong(`${field} lost ${show(loser.value)}, which is not older`);
  else account.olderLost += 1;
}

const STAMPS = ["id", "created_at", "created_by", "updated_at", "updated_by", "version"];

/** The fields that have times: known ones, `labels.NAME`, and unknown ones as `extra.NAME`. */
function fieldsOf(entity: EntityName, ...records: readonly Fields[]): string[] {
  const known = Object.keys(ENTITIES[entity].fields).filter((field) => !STAMPS.includes(field));
  const labels = records.flatMap((record) => (record.labels as string[] | undefined) ?? []);
  const extra = records.flatMap((record) => Object.keys(record.extra ?? {}));
  return [
    ...known,
    ...[...new Set(labels)].map((name) => `labels.${name}`),
    ...[...new Set(extra)].map((name) => `extra.${name}`),
  ];
}

function journalField(field: string): string {
  return field.replace(/^extra\./, "");
}

function read(record: Fields, field: string): unknown {
  if (field.startsWith("labels.")) {
    return ((record.labels as string[] | undefined) ?? []).includes(field.slice("labels.".length));
  }
  if (field.startsWith("extra.")) return (record.extra as Fields | null)?.[field.slice(6)];
  return record[field];
}

/** When a version says that a field was written. */
function timeIn(record: Fields, field: string): string {
  const times = record.field_updated_at as { [field: string]: string } | null;
  if (times === null) return record.updated_at as string;
  const created = (record.created_at ?? "") as string;
  const named = times[field.replace(/^extra\./, "")];
  if (!field.startsWith("labels.")) return named ?? created;
  const set = times.labels ?? created;
  return named !== undefined && named > set ? named : set;
}

/** What a version says of a field, and since when; null if it says nothing. */
function said(record: Fields, base: Fields | undefined, field: string): Said | null {
  const value = read(record, field);
  const own = timeIn(record, field);
  if (value === undefined) {
    const gone = (record.field_updated_at as Fields | null)?.[journalField(field)];
    return gone === undefined ? null : { value, time: String(gone), written: true };
  }
  if (base === undefined) return { value, time: own, written: true };
  const before = read(base, field);
  // An unknown field that the ancestor has not is new with this version.
  if (before === undefined) return { value, time: own, written: true };
  const baseTime = timeIn(base, field);
  const stamped = record.field_updated_at !== null;
  if (same(value, before)) {
    // Written anew with the value that it had, where two lines were joined.
    return stamped
      ? { value, time: own, written: own > baseTime }
      : { value, time: baseTime, written: false };
  }
  const updated = record.updated_at as string;
  // Older than the ancestor: the version was made on something older still.
  if (!stamped && updated < (base.updated_at as string)) {
    return { value, time: updated, written: updated > baseTime };
  }
  if (stamped && own !== baseTime) return { value, time: own, written: own > baseTime };
  const after = justAfter(baseTime);
  return { value, time: updated > after ? updated : after, written: true };
}

function wins(one: Said, other: Said, field: string): boolean {
  if (one.time !== other.time) return one.time > other.time;
  if (field.startsWith("labels.")) return one.value === true;
  return JSON.stringify(one.value) >= JSON.stringify(other.value);
}

/** The fields without times of their own. */
function checkStamps(
  [ours, theirs, result]: [Fields, Fields, Fields],
  base: Fields | undefined,
  wrong: (what: string) => void,
): void {
  const both = [ours, theirs];
  const largest = (field: string): string => both.map((one) => String(one[field])).sort()[1] ?? "";
  // An edit with the ancestor's own time counts as written a millisecond later.
  const bumped = base === undefined ? "" : justAfter(String(base.updated_at));
  const updated = String(result.updated_at);
  if (updated !== largest("updated_at") && updated !== bumped) wrong(`updated_at is ${updated}`);
  if (both.every((one) => one.created_at !== undefined)) {
    const first = both.map((one) => String(one.created_at)).sort()[0];
    if (result.created_at !== first) wrong(`created_at is ${result.created_at}`);
  }
  if (result.version !== undefined) {
    const version = Math.max(...both.map((one) => Number(one.version)));
    if (result.version !== version) wrong(`version is ${result.version}`);
  }
  for (const field of ["created_by", "updated_by"]) {
    if (![ours, theirs, base].some((one) => one !== undefined && same(one[field], result[field]))) {
      wrong(`${field} is nobody's`);
    }
  }
}

function justAfter(time: string): string {
  return new Date(Date.parse(time) + 1).toISOString();
}

function same(a: unknown, b: unknown): boolean {
  return Bun.deepEquals(a, b);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
