/** What lost a contest in a merge, of this item and of what hangs on it. */
import type { JournalEntry } from "../../../board/sync-operations.ts";
import { sync } from "../../api/client.ts";
import { onChange } from "../../store/connection.svelte.ts";
import { readSyncStatus } from "../../store/sync-status.svelte.ts";
import { toast, toastRefusal } from "../../store/toasts.svelte.ts";
import type { ItemContext } from "./item-context.svelte.ts";

export interface Journal {
  /** Those that are not taken back, the newest first. */
  readonly entries: readonly JournalEntry[];
  takeBack(entry: JournalEntry): Promise<void>;
  /** What was kept shall stay. */
  accept(entry: JournalEntry): Promise<void>;
}

/** To be called while the panel of an item is set up. */
export function createJournal(context: ItemContext): Journal {
  let all = $state.raw<readonly JournalEntry[]>([]);
  const records = $derived.by(() => {
    const { whole, item } = context;
    const hanging = whole && [...whole.comments, ...whole.dependencies, ...whole.time_entries];
    return new Set([item.id, ...(hanging ?? []).map(({ id }) => id)]);
  });
  const entries = $derived(
    all.filter((entry) => !entry.taken_back && records.has(entry.record_id)),
  );

  async function read(): Promise<void> {
    const outcome = await sync.conflicts(true);
    if (outcome.ok) all = outcome.value.conflicts;
  }

  void read();
  // The journal grows with an import, and a value can be taken back elsewhere.
  $effect(() =>
    onChange((change) => {
      if (change === null || /^import$|take_back$/.test(change.action)) void read();
    }),
  );

  async function after(
    outcome: Awaited<ReturnType<typeof sync.takeBack | typeof sync.acknowledge>>,
    done: string,
  ): Promise<void> {
    if (!outcome.ok) return toastRefusal(outcome.refusal);
    toast({ kind: "done", text: done });
    await Promise.all([read(), readSyncStatus()]);
  }

  return {
    get entries() {
      return entries;
    },
    takeBack: async (entry) => after(await sync.takeBack(entry.id), "The value is taken back."),
    accept: async (entry) => after(await sync.acknowledge([entry.id]), "Kept as it is."),
  };
}
