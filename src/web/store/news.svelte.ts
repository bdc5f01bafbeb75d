/**
 * What others have changed since somebody was last here: by the number of the newest write that this
 * browser has shown in its activity view.
 */
import { query } from "../api/client.ts";
import { onChange } from "./connection.svelte.ts";
import { preference } from "./preferences.svelte.ts";
import { workspace } from "./workspace.svelte.ts";

/** Beyond this it is only “many”. */
const MOST = 99;
/** Entries to look through for counting writes: a write has several. */
const LOOK = 400;
const AFTER_THE_BOARD_MS = 600;

const seen = preference<number | null>("activity.seen", null);
let count = $state(0);
let isReading = false;

export const news = {
  /** Writes of others since the mark. */
  get count(): number {
    return count;
  },
  get text(): string {
    return count > MOST ? `${MOST}+` : String(count);
  },
  /** The number of the newest write that was seen; null on the first visit. */
  get seen(): number | null {
    return seen.value;
  },
};

/** Everything up to this write has been seen. */
export function markSeen(seq: number): void {
  if (seq !== seen.value) seen.value = seq;
  count = 0;
}

/** While the activity is open and looked at, nothing is news. @returns how to stop that. */
export function startReading(): () => void {
  isReading = true;
  return () => {
    isReading = false;
  };
}

/** It looks through much, and nobody waits for it. */
export function countNewsSoon(): void {
  setTimeout(() => void countNews(), AFTER_THE_BOARD_MS);
}

async function countNews(): Promise<void> {
  const [newest, me] = await Promise.all([
    query("activity", { limit: LOOK }),
    workspace.me === null ? query("me", {}) : null,
  ]);
  if (!newest.ok) return;
  const entries = newest.value.activity;
  const top = entries[0]?.seq ?? 0;
  // On the first visit nothing is news; a database that was built anew counts from the beginning.
  if (seen.value === null || seen.value > top) return markSeen(top);
  const since = seen.value;
  const mine = workspace.me?.id ?? (me?.ok ? me.value.user.id : null);
  const others = entries.filter(
    (entry) => entry.seq > since && (entry.by !== mine || entry.action === "import"),
  );
  if (!isReading) count = new Set(others.map((entry) => entry.seq)).size;
}

onChange((change) => {
  if (isReading) return;
  if (change === null) void countNews();
  else if (change.by !== workspace.me?.id) count += 1;
});
