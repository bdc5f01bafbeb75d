import type { Storage } from "../storage/port.ts";

/** Runs in a transaction that leaves nothing behind. */
export function rolledBack<T>(storage: Storage, run: () => T): T {
  const done: { value?: T } = {};
  const undo = new Error("rolled back");
  try {
    storage.transaction(() => {
      done.value = run();
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return done.value as T;
}
