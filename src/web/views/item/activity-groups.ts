/** The log of an item as it is shown: what one write did stands together. */
import type { ActivityEntry } from "../../../board/queries.ts";

export interface Deed {
  key: string;
  at: string;
  by: string | null;
  action: string;
  entries: ActivityEntry[];
  /** It came with a merge, into an item that had edits of this place which were not shared yet. */
  combined: boolean;
  /** The branch that the merge was of, where git has told. */
  branch: string | null;
}

/**
 * @param entries the newest first.
 * @param id of the item.
 */
export function groupActivity(entries: readonly ActivityEntry[], id: string): Deed[] {
  const deeds: Deed[] = [];
  for (const entry of entries) {
    const last = deeds.at(-1);
    if (last?.key === keyOf(entry)) {
      last.entries.push(entry);
      continue;
    }
    const { at, by, action, branch } = entry;
    deeds.push({ key: keyOf(entry), at, by, action, branch, entries: [entry], combined: false });
  }
  return deeds.map((deed, index) => ({ ...deed, combined: isCombined(deeds, index, id) }));
}

const keyOf = (entry: ActivityEntry): string => `${entry.seq} ${entry.by ?? ""}`;

/** Between a merge's change of the item and the merge before it, somebody changed the item here. */
function isCombined(deeds: readonly Deed[], index: number, id: string): boolean {
  const deed = deeds[index];
  if (deed?.action !== "import" || !deed.entries.some((one) => isEdit(one, id))) return false;
  for (const older of deeds.slice(index + 1)) {
    if (older.action === "import" && older.entries[0]?.seq !== deed.entries[0]?.seq) return false;
    if (older.action !== "import" && older.entries.some((one) => isEdit(one, id))) return true;
  }
  return false;
}

const isEdit = (entry: ActivityEntry, id: string): boolean =>
  entry.record_id === id && entry.field !== null;
