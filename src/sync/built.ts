import type { SyncContext } from "./context.ts";

/** Whether the database is a board already, or has yet to be built from the tracked file. */
export function isBuilt({ storage }: SyncContext): boolean {
  return storage.note(BUILT) !== null;
}

/** Set once the database has taken in a file, or was made where there was none. */
export const BUILT = "built";
