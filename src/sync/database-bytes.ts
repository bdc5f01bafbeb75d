import type { BoardCounts } from "../board/sync-operations.ts";
import { boardText, type Head } from "../data-json/write.ts";
import { EPOCH, fromMilliseconds } from "../domain/instant.ts";
import type { Storage } from "../storage/port.ts";
import type { SyncContext } from "./context.ts";

/** The database as the text of a `data.json`, in chunks. */
export function databaseText(storage: Storage, head: Head): Generator<string> {
  return boardText(head, (entity) => storage.exportRows(entity), storage.unknown());
}

/** The same as bytes. */
export function* boardBytes(storage: Storage, head: Head): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const text of databaseText(storage, head)) yield encoder.encode(text);
}

/** What an export says that it has exported. Deleted records count: they are in the file. */
export function countBoard(storage: Storage): BoardCounts {
  return {
    projects: storage.count("project"),
    work_items: storage.count("work_item"),
    comments: storage.count("comment"),
  };
}

/** The board as a file of its own, with the present time and version in its head. */
export function copyOf(context: SyncContext): { bytes: Uint8Array; counts: BoardCounts } {
  const exportedAt = fromMilliseconds(context.now()) ?? EPOCH;
  const chunks = [...boardBytes(context.storage, { exportedAt, exportedBy: context.program })];
  return { bytes: Buffer.concat(chunks), counts: countBoard(context.storage) };
}
