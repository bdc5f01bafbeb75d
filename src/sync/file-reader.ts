import { closeSync, fstatSync, openSync, readSync } from "node:fs";
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
