import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";

export interface ReplaceOptions {
  /** The permissions of the new file, where they are not the usual ones. */
  mode?: number;
  /** False does not wait for the disk: for a file that would not be missed after a power cut. */
  synced?: boolean;
  /** Where the new file is made, with another name; beside the old one if left out. */
  temporary?: string;
}

/**
 * Replaces a file whole: whoever reads it sees the old bytes or the new ones, whatever happens.
 *
 * @param content the new bytes, at once or in chunks.
 */
export function replaceFile(
  path: string,
  content: Uint8Array | Iterable<Uint8Array>,
  {
    mode = 0o666,
    synced = true,
    temporary = `${path}.${crypto.randomUUID()}.tmp`,
  }: ReplaceOptions = {},
): void {
  try {
    const file = openSync(temporary, "wx", mode);
    try {
      for (const bytes of content instanceof Uint8Array ? [content] : content) {
        for (let written = 0; written < bytes.length; ) {
          written += writeSync(file, bytes, written);
        }
      }
      if (synced) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
