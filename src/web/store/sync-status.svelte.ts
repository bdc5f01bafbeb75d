/** How the board stands with the tracked file. Comparing them costs: it waits until writes are over. */
import type { SyncStatus } from "../../board/sync-operations.ts";
import { sync } from "../api/client.ts";
import { onChange } from "./connection.svelte.ts";

const SETTLED_MS = 1500;

let value = $state.raw<SyncStatus | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;

export const syncStatus = {
  /** Null until it is known. */
  get value(): SyncStatus | null {
    return value;
  },
  /** Records that differ between here and the tracked file. */
  get differing(): number {
    if (value === null) return 0;
    const { to_export, to_import } = value;
    return to_export.created + to_export.updated + to_import.created + to_import.updated;
  },
};

/** Reads it now, as after an export. */
export async function readSyncStatus(): Promise<void> {
  clearTimeout(timer);
  const outcome = await sync.status();
  if (outcome.ok) value = outcome.value;
}

/** Reads it when nothing more urgent is under way. */
export function readSyncStatusSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void readSyncStatus(), SETTLED_MS);
}

onChange(readSyncStatusSoon);
// A commit or a pull changes the file without a write here; the user then comes back to this window.
window.addEventListener("focus", readSyncStatusSoon);
