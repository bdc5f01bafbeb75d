/** The table of contents of what the board does with files, see `board/sync-operations.ts`. */
import type { SyncOperations } from "../board/sync-operations.ts";
import { EPOCH, fromMilliseconds } from "../domain/instant.ts";
import { ok } from "../domain/refusal.ts";
import type { SyncContext } from "./context.ts";
import { boardBytes, countBoard } from "./database-bytes.ts";
import { importBoard } from "./import.ts";
import { listConflicts, takeBack } from "./journal.ts";
import { publish } from "./publish.ts";
import { syncStatus } from "./status.ts";

export function createSync(context: SyncContext): SyncOperations {
  const { storage } = context;
  return {
    publish: async () => publish(context),
    exportCopy: async () => {
      const exportedAt = fromMilliseconds(context.now()) ?? EPOCH;
      const chunks = [...boardBytes(storage, { exportedAt, exportedBy: context.program })];
      return ok({ bytes: Buffer.concat(chunks), counts: countBoard(storage) });
    },
    import: async (source, options) => importBoard(context, source, options),
    status: async () => syncStatus(context),
    conflicts: async (options) => listConflicts(storage, options),
    acknowledge: async (ids) => ok({ seen: storage.journal.markSeen(ids) }),
    takeBack: async (id) => takeBack(context, id),
  };
}
