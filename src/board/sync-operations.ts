/**
 * What the board does with files: the tracked `.pm/data.json`, and any other.
 *
 * Paths that are given are absolute. A `source` is a file's bytes with the name to call it by in
 * messages, so that a server never opens a path that somebody names to it.
 */
import type { Outcome } from "../domain/refusal.ts";

export interface SyncOperations {
  /**
   * Brings the tracked file up to date with the database, merging in first what the file has and the
   * database has not seen.
   */
  publish(): Promise<Outcome<PublishReport>>;

  /** The board as the bytes of a `data.json`, with the present time and version in its head. */
  exportCopy(): Promise<Outcome<{ bytes: Uint8Array; counts: BoardCounts }>>;

  /** Brings a file into the database. Nothing is written with `dry_run`. */
  import(source: ImportSource, options: ImportOptions): Promise<Outcome<ImportReport>>;

  /** The backups of this board, the newest first. */
  backups(): Promise<Outcome<{ backups: BackupFile[] }>>;

  /**
   * Brings back what a backup holds, as a write that holds for everybody. Records that it does not know
   * stay. The board as it is goes into a backup first.
   *
   * @param ref the backup's name, or the beginning of it; `latest`.
   */
  restore(ref: string, options: { dry_run?: boolean | undefined }): Promise<Outcome<RestoreReport>>;

  /** What differs between the database and the tracked file, and unseen conflicts. */
  status(): Promise<Outcome<SyncStatus>>;

  /** The journal of what lost a contest, the newest first. */
  conflicts(
    options: ConflictsParams,
  ): Promise<Outcome<{ conflicts: JournalEntry[]; next_cursor: string | null }>>;

  /** Marks entries as seen; no ids: all of them. */
  acknowledge(ids: readonly string[]): Promise<Outcome<{ seen: number }>>;

  /** Writes the lost value of a journal entry back into its field, as a change of mine. */
  takeBack(id: string): Promise<Outcome<{ conflict: JournalEntry }>>;
}

/** Which entries of the journal: a page of them, as of any list (see `queries.ts`). */
export interface ConflictsParams {
  /** The seen ones too. */
  all: boolean;
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** The tracked file of this board, or a file's bytes. */
export type ImportSource = { tracked: true } | { tracked: false; name: string; bytes: Uint8Array };

export interface ImportOptions {
  mode: "merge" | "replace";
  dry_run?: boolean | undefined;
}

export interface BoardCounts {
  projects: number;
  work_items: number;
  comments: number;
}

export interface PublishReport {
  counts: BoardCounts;
  /** Whether the file's bytes are new. */
  written: boolean;
  /** What was merged in from the file first; null if the file held nothing new. */
  merged_first: ImportCounts | null;
}

export interface ImportCounts {
  created: number;
  updated: number;
  /** Records that stayed as they were. */
  skipped: number;
}

export interface ImportReport extends ImportCounts {
  /** Records that a replace dropped from this database. */
  removed: number;
  /** What lost a contest and went into the journal. */
  conflicts: number;
  /** Records whose times from the year 9999 on say nothing, since no edit could follow. */
  endless: { entity: string; id: string }[];
  /** The backup that a replace made, by path; null if nothing was lost. */
  backup: string | null;
  /** The number of the write that a replace was, which `undo` takes back; null if nothing was lost. */
  take_back: number | null;
}

/** A file in `.pm/backups/`. */
export interface BackupFile {
  name: string;
  /** RFC 3339. */
  made_at: string;
  bytes: number;
  /** The sync that it was made before; null if that is not known. */
  before: { kind: string; file: string } | null;
}

export interface RestoreReport {
  /** The name of the backup. */
  restored: string;
  /** Records that were gone and are there again. */
  created: number;
  /** Records that have values of the backup again. */
  updated: number;
  /** Records that the backup does not know. */
  stayed: number;
  /** The backup of the board before this, by path; null if nothing changed. */
  backup: string | null;
  /** The number of the write that this was, which `undo` takes back; null if nothing changed. */
  take_back: number | null;
}

export interface SyncStatus {
  /** Whether `.pm/data.json` is there. */
  tracked_file: boolean;
  /** Why the tracked file cannot be read; null if it can. */
  problem: string | null;
  /** What to do about the problem; null where there is none, or nothing to say. */
  problem_hint: string | null;
  /** Records here that the tracked file has not, or has older. */
  to_export: ImportCounts;
  /** Records of the tracked file that are not here, or older here. */
  to_import: ImportCounts;
  unseen_conflicts: number;
  integration: Integration;
}

/** Whether git is set up for the board: its hooks, the merge driver, and the rule that names it. */
export interface Integration {
  /** Null outside of a git repository: there is nothing to set up. */
  folder: HooksFolder | null;
  hooks: { name: string; state: string; in_place: boolean }[];
  /** Whether git's configuration has the merge driver. */
  driver: boolean;
  /** Whether `.gitattributes` gives `.pm/data.json` to the driver. */
  attributes: boolean;
  /** Files of this machine that git tracks all the same, as paths from the top of the work tree. */
  tracked_runtime_files: string[];
}

/** The folder in which git looks for hooks. */
export interface HooksFolder {
  path: string;
  /**
   * `repository`: of this repository alone; `work tree`: in the work tree, because of
   * `core.hooksPath`; `elsewhere`: set for more repositories than this one.
   */
  place: "repository" | "work tree" | "elsewhere";
}

export interface JournalEntry {
  id: string;
  /** When the contest was found, RFC 3339. */
  found_at: string;
  /** Where: `import`, `export`, `merge` (the driver or `resolve`). */
  source: string;
  /** `contest`: two wrote one field; `mended`: the merge would have broken a rule of the board. */
  kind: "contest" | "mended";
  entity: string;
  record_id: string;
  title: string | null;
  field: string;
  kept: unknown;
  kept_at: string | null;
  kept_by: string | null;
  lost: unknown;
  lost_at: string | null;
  lost_by: string | null;
  seen: boolean;
  taken_back: boolean;
}
