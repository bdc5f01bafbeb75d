/** What the system refuses, a full disk or a folder without permission, becomes a refusal here. */
import type { Board } from "../board/board.ts";
import type { Outcome, Refusal } from "../domain/refusal.ts";
import { databaseFailure } from "../storage/sqlite/failure.ts";
import { fileFailure } from "./file-failure.ts";

/** The same board, which refuses where it would have thrown an error that is no bug. */
export function guarded<B extends Board>(board: B): B {
  const { sync } = board;
  return {
    ...board,
    query: (name, params) => attempt(() => board.query(name, params)),
    execute: (name, params) => attempt(() => board.execute(name, params)),
    executeAll: (commands) => attempt(() => board.executeAll(commands)),
    sync: {
      publish: () => attempt(() => sync.publish()),
      exportCopy: () => attempt(() => sync.exportCopy()),
      import: (source, options) => attempt(() => sync.import(source, options)),
      backups: () => attempt(() => sync.backups()),
      restore: (ref, options) => attempt(() => sync.restore(ref, options)),
      status: () => attempt(() => sync.status()),
      conflicts: (options) => attempt(() => sync.conflicts(options)),
      acknowledge: (ids) => attempt(() => sync.acknowledge(ids)),
      takeBack: (id) => attempt(() => sync.takeBack(id)),
    },
  };
}

async function attempt<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    const refusal = databaseFailure(error, ".pm/data.db") ?? refusalOf(error);
    if (refusal === null) throw error;
    return { ok: false, refusal };
  }
}

/** What the system said of a file; null for any other error. */
function refusalOf(error: unknown): Refusal | null {
  const words = fileFailure(error);
  if (words === null) return null;
  const { code } = error as { code: unknown };
  if (code === "ENOSPC" || code === "EDQUOT") {
    const message = "No space left on the disk; what was there is unchanged.";
    return { kind: "unavailable", message, hint: "Make room, then try again." };
  }
  return { kind: "unavailable", ...words };
}
