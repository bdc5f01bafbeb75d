/**
 * What the merge driver and `resolve` have to say to the database, which they do not open: files in a
 * folder of `.pm`, until a command that opens it takes them in. `journal-files.ts` and `merge-notes.ts`
 * say what is in them.
 */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** Larger files are none of ours. */
const LARGEST_FILE = 64 * 1024 * 1024;

/**
 * Leaves a file, all of it or none. A merge does not fail because of it: git would take the merged file for
 * one in conflict.
 *
 * @returns whether whoever opens the database finds it. Without a `.pm` there is nobody, and nothing to say.
 */
export function leaveFile(pmDir: string, folder: string, name: string, text: string): boolean {
  if (!isFolder(pmDir)) return true;
  const path = join(folder, name);
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    mkdirSync(folder, { recursive: true });
    // A link, which a repository can bring, would make us write to where it points.
    if (!isFolder(folder)) return false;
    writeFileSync(temporary, text, { flag: "wx" });
    renameSync(temporary, path);
    return true;
  } catch {
    if (existsSync(temporary)) rmSync(temporary);
    return false;
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Takes in the files of this ending and removes them. One that is none of ours is put aside as
 * `NAME.unreadable`; nothing here ever breaks the command.
 *
 * @param read what is in the text, as JSON; null if it is none of ours.
 */
export function takeInFiles<T>(
  folder: string,
  ending: string,
  read: (value: unknown) => T | null,
  take: (content: T) => void,
): void {
  for (const name of namesIn(folder, ending)) {
    const path = join(folder, name);
    try {
      const content = lstatSync(path).size > LARGEST_FILE ? null : read(parse(path));
      if (content === null) {
        renameSync(path, `${path}.unreadable`);
      } else {
        take(content);
        rmSync(path);
      }
    } catch {
      // Another process takes it in right now, or the folder is read-only: the next command tries.
    }
  }
}

function namesIn(folder: string, ending: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(ending));
  } catch {
    return [];
  }
}

/** Undefined: it is no JSON. */
function parse(path: string): unknown {
  const text = readFileSync(path, "utf8");
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
