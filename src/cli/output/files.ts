import { readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import { replaceFile } from "../../sync/replace-file.ts";

/** Reads a file that somebody named; `name` is what to call it in messages. */
export function readWholeFile(path: string, name: string): Outcome<Uint8Array> {
  try {
    return ok(readFileSync(path));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return refuse("unreadable", `File not found: ${name}`);
    const problem = codeOf(error) === "EISDIR" ? "it is a folder" : messageOf(error);
    return refuse("unreadable", `Failed to read ${name}: ${problem}`);
  }
}

/**
 * Writes a file so that nobody ever sees half of it. What is no plain file (a pipe, a device) is
 * written into as it is.
 */
export function writeFileWhole(path: string, bytes: Uint8Array, name: string): Outcome<null> {
  try {
    const present = statSync(path, { throwIfNoEntry: false });
    if (present && !present.isFile()) writeFileSync(path, bytes);
    else if (present) replaceFile(realpathSync(path), bytes, { mode: present.mode & 0o777 });
    else replaceFile(path, bytes);
    return ok(null);
  } catch (error) {
    if (codeOf(error) === "ENOENT") {
      const message = `Failed to write ${name}: there is no folder ${dirname(name)}`;
      return refuse("refused", message, "Make the folder first, or name another file.");
    }
    return refuse("refused", `Failed to write ${name}: ${messageOf(error)}`);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
