/**
 * `.pm/journal/`: what the merge driver and `resolve` found, until a command that opens the database
 * takes it into the conflict journal. The two work on files alone, so they cannot put it there.
 */
import { type Instant, parseInstant } from "../domain/instant.ts";
import type { Journal, StoredConflict } from "../storage/port.ts";
import { layout } from "../workspace/layout.ts";
import { leaveFile, takeInFiles } from "./left-files.ts";

/**
 * Leaves entries in a file that is named by their ids, so that the same ones are left once.
 *
 * @returns whether they will be in the journal.
 */
export function leaveInJournal(pmDir: string, entries: readonly StoredConflict[]): boolean {
  if (entries.length === 0) return true;
  const ids = entries.map(({ id }) => id).join();
  const name = new Bun.CryptoHasher("sha256").update(ids).digest("hex").slice(0, 32);
  const text = `${JSON.stringify(entries, null, 2)}\n`;
  return leaveFile(pmDir, layout(pmDir).journal, `${name}.json`, text);
}

/**
 * Takes the files of `.pm/journal/` into the journal.
 *
 * @param now stands in for the time at which an entry was found, where that is none or lies ahead.
 */
export function takeInJournalFiles(pmDir: string, journal: Journal, now: Instant): void {
  const read = (value: unknown): StoredConflict[] | null => readEntries(value, now);
  takeInFiles(layout(pmDir).journal, ".json", read, (entries) => journal.add(entries));
}

function readEntries(value: unknown, now: Instant): StoredConflict[] | null {
  if (!Array.isArray(value) || !value.every(isEntry)) return null;
  return value.map((entry) => {
    const found = parseInstant(entry.found_at);
    return {
      id: entry.id,
      found_at: found === null || found > now ? now : found,
      source: entry.source,
      kind: entry.kind,
      entity: entry.entity,
      record_id: entry.record_id,
      field: entry.field,
      kept: entry.kept,
      kept_at: entry.kept_at,
      kept_by: entry.kept_by,
      lost: entry.lost,
      lost_at: entry.lost_at,
      lost_by: entry.lost_by,
      seen: false,
      taken_back: false,
    };
  });
}

const TEXTS = ["found_at", "source", "entity", "record_id", "field"] as const;
const TEXTS_OR_NULL = ["kept_at", "kept_by", "lost_at", "lost_by"] as const;

function isEntry(value: unknown): value is StoredConflict {
  if (typeof value !== "object" || value === null) return false;
  const entry = value as Partial<StoredConflict>;
  return (
    typeof entry.id === "string" &&
    /^[0-9a-f]{32}$/.test(entry.id) &&
    (entry.kind === "contest" || entry.kind === "mended") &&
    TEXTS.every((key) => typeof entry[key] === "string") &&
    TEXTS_OR_NULL.every((key) => entry[key] === null || typeof entry[key] === "string") &&
    entry.kept !== undefined &&
    entry.lost !== undefined
  );
}
