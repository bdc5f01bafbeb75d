/**
 * The tracked `data.json` as this database last saw it.
 *
 * Kept in the database's notes: the SHA-256 of the file's bytes when the two were last brought
 * together, and what `stat` said of the file then. As git does for its index, an unchanged `stat` is
 * believed, so that a hook need not read the file; but not one that was taken so soon after the file
 * was written that a second write could look the same.
 */
import { readFileSync, statSync } from "node:fs";
import type { Storage } from "../storage/port.ts";

const HASH = "synced_hash";
const STAT = "synced_stat";

/** A file's clock may be coarser than ours: a write within this time may not show in `stat`. */
const RACY_MS = 100;

export type TrackedFile =
  | { state: "absent" }
  /** As this database last saw it. `read` gives its bytes, for who wants them all the same. */
  | { state: "seen"; read(): Uint8Array }
  | { state: "changed"; bytes: Uint8Array; hash: string };

/** Looks at the file. To be called under the database's lock if anything is made of the answer. */
export function lookAt(storage: Storage, path: string): TrackedFile {
  const stat = statOf(path);
  if (stat === null) return { state: "absent" };
  const hash = storage.note(HASH);
  if (hash !== null && storage.note(STAT) === stat) {
    return { state: "seen", read: () => readFileSync(path) };
  }
  const bytes = readFileSync(path);
  const current = hashOf(bytes);
  if (current === hash) return { state: "seen", read: () => bytes };
  return { state: "changed", bytes, hash: current };
}

/** Remembers that database and file have been brought together. */
export function rememberSeen(storage: Storage, path: string, hash: string, now: number): void {
  storage.setNote(HASH, hash);
  rememberStat(storage, path, now);
}

/** Remembers what `stat` says of a file that was just found to be as last seen. */
export function rememberStat(storage: Storage, path: string, now: number): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  const racy = stat === undefined || stat.ctimeMs > now - RACY_MS;
  const note = racy ? null : statOf(path);
  if (storage.note(STAT) !== note) storage.setNote(STAT, note);
}

/** Whether a file was ever brought together with this database. */
export function everSynced(storage: Storage): boolean {
  return storage.note(HASH) !== null;
}

/** What identifies a state of the file: inode, size, and both of its times in nanoseconds. */
function statOf(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return null;
  return `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
}

/** SHA-256 in hexadecimal. */
export function hashOf(bytes: Uint8Array): string {
  return new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
}
