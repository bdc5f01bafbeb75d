import type { Integration } from "../board/sync-operations.ts";
import type { Actor } from "../domain/actor.ts";
import type { Instant } from "../domain/instant.ts";
import type { Outcome } from "../domain/refusal.ts";
import type { Storage } from "../storage/port.ts";

/** What the sync operations work with. */
export interface SyncContext {
  storage: Storage;
  /** The tracked file, as a path. */
  dataJson: string;
  /** What to call it in messages. */
  dataJsonName: string;
  /** The folder of the backups, as a path, and what to call it in messages. */
  backups: string;
  backupsName: string;
  /** The names of the backups that git tracks: somebody has committed them. Null if git does not say. */
  trackedBackups: () => ReadonlySet<string> | null;
  actor: () => Outcome<Actor>;
  /** Who calls for the sync, for its log: `command`, or the name of a hook. */
  via: string;
  /** The branch that git brings in just now; null where there is none, or nobody can tell. */
  branch: () => string | null;
  /** Why the file must not be made anew: git has it, and leaves it out of this work tree; else null. */
  leftOut: () => Outcome<never> | null;
  /** Whether git is set up for the board. */
  integration: () => Promise<Integration>;
  /** Which of these times of writes have come into what is checked out; null where nobody can tell. */
  inHistory: (times: readonly Instant[]) => ReadonlySet<Instant> | null;
  /** Whether somebody has edited the tracked file since git last wrote or committed it. */
  isEdited: () => boolean;
  /** The tracked file as others have left it: empty where all in it is one's own, null where nothing is. */
  fileOfOthers: () => Uint8Array | null;
  /** Milliseconds since 1970. */
  now: () => number;
  newId: () => string;
  /** This program, as it stands in `exported_by`: `pm-cli 0.1.0`. */
  program: string;
}
