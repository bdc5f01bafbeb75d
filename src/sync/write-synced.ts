/** Writing a large file so that it has arrived on the disk. */
import {
  type BigIntStats,
  closeSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  openSync,
  rmSync,
  writeSync,
} from "node:fs";
import { backdate } from "./tracked-file.ts";

/** Enough for a chunk of usual records: fresh memory for each would cost as much as the writing. */
const BUFFER = 2 << 20;
/** After how many bytes the disk is set to work, beside the writing of the next ones. */
const SYNC_EVERY = 8 << 20;

/**
 * Writes a new file and waits for the disk. Where that fails, the file is gone again.
 *
 * @param texts the file's text, in chunks.
 * @returns its SHA-256, and what `fstat` says of it in the end.
 */
export function writeSynced(
  path: string,
  texts: Iterable<string>,
): { hash: string; stat: BigIntStats } {
  const hasher = new Bun.CryptoHasher("sha256");
  const stat = writeBytesSynced(path, hashed(texts, hasher));
  return { hash: hasher.digest("hex"), stat };
}

/** The texts as bytes, each of use until the next one comes. */
function* hashed(texts: Iterable<string>, hasher: Bun.CryptoHasher): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  const buffer = new Uint8Array(BUFFER);
  for (const text of texts) {
    const fits = text.length * 3 <= buffer.length;
    const bytes = fits
      ? buffer.subarray(0, encoder.encodeInto(text, buffer).written)
      : encoder.encode(text);
    hasher.update(bytes);
    yield bytes;
  }
}

/** The same of bytes, in chunks of which each is of use until the next one comes. */
export function writeBytesSynced(path: string, chunks: Iterable<Uint8Array>): BigIntStats {
  const file = openSync(path, "wx", 0o644);
  try {
    let waiting = 0;
    for (const bytes of chunks) {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      waiting += bytes.length;
      if (waiting < SYNC_EVERY) continue;
      waiting = 0;
      fdatasync(file, () => {});
    }
    backdate(file);
    fsyncSync(file);
    return fstatSync(file, { bigint: true });
  } catch (error) {
    rmSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
}

/** The rename itself must survive a power cut. Not every system lets a folder be synced. */
export function syncFolder(folder: string): void {
  try {
    const file = openSync(folder, "r");
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // Windows, and some network file systems.
  }
}
