/** Keeping what a sync did: one entry for each that changed something, of the database or of a file. */
import { EPOCH, fromMilliseconds } from "../domain/instant.ts";
import type { Storage, SyncEntry } from "../storage/port.ts";
import type { SyncContext } from "./context.ts";

type Told = Pick<SyncEntry, "kind" | "file" | "after_seq"> & Partial<SyncEntry>;

/**
 * Adds an entry to the log of syncs, inside the transaction of the sync.
 *
 * @param told what it did; `after_seq` is the last write before it, and what is left out is nothing.
 */
export function logSync({ storage, now, via, branch }: SyncContext, told: Told): void {
  storage.syncs.append({
    at: fromMilliseconds(now()) ?? EPOCH,
    via,
    branch: told.kind === "merge" ? branch() : null,
    last_seq: storage.log.lastSeq(),
    created: 0,
    updated: 0,
    removed: 0,
    conflicts: 0,
    changes: [],
    backup: null,
    ...told,
  });
}

/** The number by which `undo` takes back what was written after `after_seq`; null if nothing was. */
export function writeSince({ log }: Storage, after_seq: number): number | null {
  const last = log.lastSeq();
  return last > after_seq ? last : null;
}
