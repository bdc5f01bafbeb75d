import { close, closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ReadAt } from "../data-json/slices/board-cursor.ts";

/** An open file that is read from any place. */
export interface FileReader {
  read: ReadAt;
  /** In bytes, when it was opened. */
  size: number;
  close(): void;
}

/** Opens a file for reading; null if there is none, or if it is no plain file. */
export function openReader(path: string): FileReader | null {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return null;
  }
  const stat = fstatSync(file);
  const close = () => closeSync(file);
  if (stat.isFile()) {
    const read: ReadAt = (into, position) => readSync(file, into, 0, into.length, position);
    return { read, size: stat.size, close };
  }
  close();
  return null;
}

/**
 * Holds on to a file that is about to be replaced. Who lets go of it last waits until the system has thrown away
 * what it holds of it, some 25 ms for 77 MB: that is a thread beside this one then, and not the rename.
 *
 * @returns lets go, to be called once the file has been replaced.
 */
export function holdOn(path: string): () => void {
  // Windows does not replace a file that is open.
  if (process.platform === "win32") return () => {};
  try {
    const file = openSync(path, "r");
    return () => close(file, () => {});
  } catch {
    return () => {};
  }
}

/** Whether two files have the same bytes; false if one of them cannot be read. */
export function sameBytes(one: string, other: string): boolean {
  const [a, b] = [openReader(one), openReader(other)];
  try {
    if (a === null || b === null || a.size !== b.size) return false;
    const [x, y] = [Buffer.allocUnsafeSlow(1 << 20), Buffer.allocUnsafeSlow(1 << 20)];
    for (let at = 0; at < a.size; ) {
      const length = a.read(x, at);
      if (length === 0 || b.read(y.subarray(0, length), at) < length) return false;
      if (!x.subarray(0, length).equals(y.subarray(0, length))) return false;
      at += length;
    }
    return true;
  } finally {
    a?.close();
    b?.close();
  }
}
