/**
 * What identifies the content of the tracked file: two files of one hash are equal, byte for byte.
 *
 *     sha256 SIZE HEX    the SHA-256 of all bytes, after their number
 *     runs HEX           of a canonical file: the SHA-256 over the marks of its runs and its frame
 *     written UUID       a file that an export has put together from the one before it
 *
 * The first is what an export knows when it has written all of a file; the second comes for nothing where
 * it is told what in a file is new. The third is the hash of no file, and never found again: hashing all of
 * a large file would take longer than all else that is done to export one change. Such a file is known by
 * its `stat`; where that has changed, its runs tell what in it is new, which is nothing. Files of
 * different kinds of hash may be equal.
 */
import type { ReadAt } from "../data-json/slices/board-cursor.ts";
import { type BoardRuns, readRuns } from "../data-json/slices/runs.ts";

/**
 * @param like of bytes: a hash of the kind that is wanted.
 */
export function contentHash(content: Uint8Array | BoardRuns, like = ""): string {
  if (!(content instanceof Uint8Array)) return `runs ${content.hash}`;
  const runs = like.startsWith("runs ") ? readRuns(readerOf(content), null) : null;
  if (runs !== null) return contentHash(runs);
  return wholeHash(content.length, new Bun.CryptoHasher("sha256").update(content).digest("hex"));
}

/** The hash of so many bytes with this SHA-256. */
export function wholeHash(size: number, sha256: string): string {
  return `sha256 ${size} ${sha256}`;
}

/** A hash of a file that was not hashed, with a new UUID. */
export function writtenHash(uuid: string): string {
  return `written ${uuid}`;
}

/** The number of bytes that a hash tells; null where it tells none. */
export function sizeOfContent(hash: string | null): number | null {
  const size = /^sha256 (\d+) /.exec(hash ?? "")?.[1];
  return size === undefined ? null : Number(size);
}

/** Bytes in memory, read like a file. */
export function readerOf(bytes: Uint8Array): ReadAt {
  return (into, position) => {
    const some = bytes.subarray(position, position + into.length);
    into.set(some);
    return some.length;
  };
}
