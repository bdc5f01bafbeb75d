import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";

/** Reads a file that somebody named; `name` is what to call it in messages. */
export function readWholeFile(path: string, name: string): Outcome<Uint8Array> {
  try {
    return ok(readFileSync(path));
  } catch (error) {
    if (codeOf(error) === "ENOENT") return refuse("unreadable", `File not found: ${name}`);
    return refuse("unreadable", `Failed to read ${name}: ${messageOf(error)}`);
  }
}

/**
 * Writes a file so that nobody ever sees half of it. What is no plain file (a pipe, a device) is
 * written into as it is.
 */
export function writeFileWhole(path: string, bytes: Uint8Array, name: string): Outcome<null> {
  let temporary: string | undefined;
  try {
    const present = statSync(path, { throwIfNoEntry: false });
    if (present && !present.isFile()) {
      writeFileSync(path, bytes);
      return ok(null);
    }
    const target = present ? realpathSync(path) : path;
    temporary = `${target}.${crypto.randomUUID()}.tmp`;
    const file = openSync(temporary, "wx", present?.mode ?? 0o666);
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
    return ok(null);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    return refuse("refused", `Failed to write ${name}: ${messageOf(error)}`);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
