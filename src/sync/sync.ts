/**
 * The table of contents of what the board does with files, see `board/sync-operations.ts`. A file is
 * loaded when it is first needed: most commands need none.
 */
import type { SyncOperations } from "../board/sync-operations.ts";
import { ok } from "../domain/refusal.ts";
import type { SyncContext } from "./context.ts";

export function createSync(context: SyncContext): SyncOperations {
  const { storage } = context;
  return {
    publish: async () => (await import("./publish.ts")).publish(context),
    exportCopy: async () => ok((await import("./database-bytes.ts")).copyOf(context)),
    import: async (source, options) =>
      (await import("./import.ts")).importBoard(context, source, options),
    backups: async () => ok({ backups: (await import("./backups.ts")).listBackups(context) }),
    restore: async (ref, options) =>
      (await import("./restore.ts")).restoreBackup(context, ref, options),
    status: async () =>
      (await import("./status.ts")).syncStatus(context, await context.integration()),
    conflicts: async (options) => (await import("./journal.ts")).listConflicts(storage, options),
    acknowledge: async (ids) => ok({ seen: storage.journal.markSeen(ids) }),
    takeBack: async (id) => (await import("./journal.ts")).takeBack(context, id),
  };
}
