import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Workspace } from "./locate.ts";

/**
 * What is checked out here, as git's `HEAD` says it: `ref: refs/heads/main`, or a commit; empty without
 * git. Reads a file and starts no git: this is part of every new record.
 */
export function checkedOut({ gitDir }: Workspace): string {
  if (gitDir === null) return "";
  try {
    return readFileSync(join(gitDir, "HEAD"), "utf8").trim();
  } catch {
    return "";
  }
}
