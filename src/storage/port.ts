/**
 * What the board needs of a database. `sqlite/` implements it, on a file or in memory.
 *
 * All of it is synchronous: the database is in this process. Broken I/O throws; nothing here refuses.
 */
import type { EntityName, EntityTypes } from "../domain/entities.ts";
import type { Instant } from "../domain/instant.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { PageRequest, Reads } from "./reads.ts";

/** A value that a column can hold. */
export type Cell = string | number | null;

/** A record as the cells of its columns, in the order of {@link Storage.columns}. */
export type Row = Cell[];

export interface Storage {
  /**
   * Runs `work` in one transaction that no other writer can interleave with; rolled back if it throws.
   * Inside another one it is part of that.
   */
  transaction<T>(work: () => T): T;

  get<E extends EntityName>(entity: E, id: string): EntityTypes[E] | null;
  /** Those of the records that are there, in the order of their ids. */
  getMany<E extends EntityName>(entity: E, ids: readonly string[]): EntityTypes[E][];
  /** The ids that start so, at most `limit` of them, sorted. */
  idsByPrefix(entity: EntityName, prefix: string, limit: number): string[];
  /** The ids from this one on, at most `limit` of them, sorted. */
  idsFrom(entity: EntityName, id: string, limit: number): string[];
  /** The id of the record before one with this id; null if there is none. */
  idBefore(entity: EntityName, id: string): string | null;
  /** Between which records one with this id would go; null if there is one. */
  gapAt(entity: EntityName, id: string): { left: string | null; right: string | null } | null;
  count(entity: EntityName): number;

  /** Writes whole records, whether they are there already or not. */
  put(entity: EntityName, records: readonly EntityTypes[EntityName][]): void;
  remove(entity: EntityName, ids: readonly string[]): void;

  /** The names of an entity's columns. */
  columns(entity: EntityName): readonly string[];
  toRow(entity: EntityName, record: EntityTypes[EntityName]): Row;
  fromRow<E extends EntityName>(entity: E, row: Row): EntityTypes[E];
  /** Every row, or those of these ids that are there, in the order of the ids. */
  scan(entity: EntityName, ids?: readonly string[]): Iterable<Row>;
  /** Writes rows whose ids are not there yet. */
  insertRows(entity: EntityName, rows: Iterable<Row>): void;
  /** Every record as it stands in `data.json`, in chunks, in the order of the ids. */
  exportRows(entity: EntityName): Iterable<JsonObject[]>;

  /** What this version does not know of `data.json`, sorted by key. */
  unknown(): [key: string, value: Json][];
  setUnknown(values: readonly (readonly [key: string, value: Json])[]): void;

  /** Notes of the program to itself, by key. */
  note(key: string): string | null;
  setNote(key: string, value: string | null): void;

  readonly log: WriteLog;
  readonly journal: Journal;
  readonly syncs: SyncLog;
  readonly reads: Reads;

  /** Changes whenever anybody, this process or another, has committed a write. Cheap. */
  stamp(): number;
  close(): void;
  /** For a process that ends now: closes only what cannot be left to the next process. */
  leave(): void;
}

/** One committed write, as it is logged. */
export interface WriteEntry {
  at: Instant;
  /** The id of the person; null for an import. */
  by: string | null;
  /** The name of the command, or `import`. */
  action: string;
  /** The records that were written; null: too many to name. */
  records: { entity: EntityName; id: string }[] | null;
  changes: FieldChange[];
}

/** One field of one record, before and after. `field` null: the record was made. */
export interface FieldChange {
  entity: EntityName;
  record_id: string;
  work_item_id: string | null;
  project_id: string | null;
  field: string | null;
  before: Json;
  after: Json;
  /**
   * When and by whom, where that is not when and by whom the write was: an import brings both, and an edit by a
   * clock that is behind is newer than what it was made on.
   */
  at?: string | null;
  by?: string | null;
}

export interface LoggedWrite extends Omit<WriteEntry, "changes"> {
  seq: number;
}

/** Every write of this database, in order: the activity log, the change feed and undo read it. */
export interface WriteLog {
  append(entry: WriteEntry): number;
  /** The number of the newest write; 0 before the first. */
  lastSeq(): number;
  since(seq: number, limit: number): LoggedWrite[];
  /**
   * The newest write of this person before the one of that number that is a command and is not undone;
   * null if there is none.
   */
  lastUndoable(by: string, before: number): LoggedWrite | null;
  /** One write, and which other has taken it back; null if there is no such write. */
  get(seq: number): (LoggedWrite & { undone_by: number | null }) | null;
  changesOf(seq: number): FieldChange[];
  /** Marks a write as taken back by another. */
  markUndone(seq: number, by: number): void;
  /** What people have changed here in writes after `seq`, imports not among them. */
  changesHereSince(seq: number): FieldChange[];
  /** How many records people have made here, and how many others changed, in writes after `seq`. */
  countHereSince(seq: number): { created: number; updated: number };
  /** Whether a write after `seq` still stands: it is not taken back, and takes none back. */
  standsSince(seq: number): boolean;
  /** Every logged change of a record, in order. */
  historyOf(recordId: string): PastChange[];
}

/** A change in the log: when, by whom, and in which write it was made. */
export interface PastChange extends FieldChange {
  seq: number;
  at: string;
  by: string | null;
  /** Whether somebody made it here; else an import brought it. */
  here: boolean;
  /** Whether an import took it in: one that was made here is then an edit of the file. */
  imported: boolean;
}

/** An entry of the conflict journal, as it is stored. */
export interface StoredConflict {
  id: string;
  found_at: string;
  source: string;
  kind: "contest" | "mended";
  entity: string;
  record_id: string;
  field: string;
  kept: Json;
  kept_at: string | null;
  kept_by: string | null;
  lost: Json;
  lost_at: string | null;
  lost_by: string | null;
  seen: boolean;
  taken_back: boolean;
}

export interface Journal {
  /** Adds entries; one that is there already (same id) stays as it is. */
  add(entries: readonly StoredConflict[]): void;
  /** The newest first. */
  list(options: { all: boolean }, page: PageRequest): StoredConflict[];
  /** Entries whose id starts so. */
  find(prefix: string): StoredConflict[];
  unseen(): number;
  /** Marks entries as seen, all of them if no ids are given. @returns how many were not seen yet. */
  markSeen(ids: readonly string[]): number;
  markTakenBack(id: string): void;
}

/** What one sync did: an export, an import, a merge of git's. Those that changed nothing are not kept. */
export interface SyncEntry {
  at: Instant;
  kind: SyncKind;
  /** Who called for it: `command`, the name of a hook, or `driver` and `resolve` for merges of git's. */
  via: string;
  /** The branch that an import came from, where git has told. */
  branch: string | null;
  /** What was read or written, as messages call it. */
  file: string;
  /** What is in the write log about it: the writes after the first number, up to the second. */
  after_seq: number;
  last_seq: number;
  created: number;
  updated: number;
  removed: number;
  conflicts: number;
  /** What the write log does not tell: records that were dropped, a merge without the database. */
  changes: SyncChange[];
  /** The name of the backup from before it; null if none was needed. */
  backup: string | null;
}

export type SyncKind = "build" | "export" | "merge" | "replace" | "restore" | "undo" | "git merge";

/** A change that a sync made, where the write log has none. `field` null: the whole record. */
export interface SyncChange {
  action: "remove" | "merge";
  at: Instant;
  by: string | null;
  entity: EntityName;
  record_id: string;
  work_item_id: string | null;
  title: string | null;
  field: string | null;
  before: Json;
  after: Json;
}

export interface StoredSync extends SyncEntry {
  number: number;
  /** Whether it was taken back. */
  undone: boolean;
}

/** Every sync that changed something, numbered. */
export interface SyncLog {
  append(entry: SyncEntry): number;
  /** The newest first; `after` holds the number of the last one of the page before. */
  list(page: { limit: number; after: (string | number)[] | null }): StoredSync[];
  get(number: number): StoredSync | null;
  /** Those that know their branch, of the ones that wrote something from one write up to another. */
  withBranch(first: number, last: number): StoredSync[];
  /**
   * The newest one that has a backup, can be taken back by it, and was not yet, of those that made the
   * board what it was before the write of that number.
   */
  lastUndoable(before: number): StoredSync | null;
  /** The one with a backup that made this write; null if another thing did. */
  ofWrite(seq: number): StoredSync | null;
  markUndone(number: number): void;
  /** What each of these backups was made before: the sync that names it. */
  ofBackups(names: readonly string[]): StoredSync[];
}
