import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";

/** More than any of these files has. */
const LARGEST_FILE = 16_384;

/** Writes such a file whole, readable by me alone. */
export function writeOwnFile(path: string, text: string): void {
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  writeFileSync(temporary, text, { flag: "wx", mode: 0o600 });
  renameSync(temporary, path);
}

/**
 * Reads a small file of this machine, if it is one that I made: a plain file of mine that nobody else
 * can read or write. Git cannot check such a file out, so none that came with a repository passes.
 *
 * @returns its text; null if it is not there, or not mine alone.
 */
export function readOwnFile(path: string): string | null {
  let file: number;
  try {
    // Never through a symbolic link, and without waiting on a pipe.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | constants.O_NONBLOCK);
  } catch {
    return null;
  }
  try {
    const { mode, uid, size } = fstatSync(file);
    const plain = (mode & constants.S_IFMT) === constants.S_IFREG && size <= LARGEST_FILE;
    const mine = process.platform === "win32" || (uid === process.getuid?.() && !(mode & 0o077));
    return plain && mine ? readFileSync(file, "utf8") : null;
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}
