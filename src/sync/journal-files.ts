/**
 * `.pm/journal/`: what the merge driver and `resolve` found, until a command that opens the database
 * takes it into the conflict journal. The two work on files alone, so they cannot put it there.
 */
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Instant, parseInstant } from "../domain/instant.ts";
import type { Journal, StoredConflict } from "../storage/port.ts";
import { layout } from "../workspace/layout.ts";

/**
 * Leaves entries in a file that is named by their ids. The folder itself must be there: without a
 * `.pm` there is nobody to read them.
 */
export function leaveInJournal(pmDir: string, entries: readonly StoredConflict[]): void {
  if (entries.length === 0 || !isFolder(pmDir)) return;
  const folder = layout(pmDir).journal;
  mkdirSync(folder, { recursive: true });
  // A link, which a repository can bring, would make us write to where it points.
  if (!isFolder(folder)) return;
  const ids = entries.map(({ id }) => id).join();
  const name = new Bun.CryptoHasher("sha256").update(ids).digest("hex").slice(0, 32);
  const path = join(folder, `${name}.json`);
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(entries, null, 2)}\n`, { flag: "wx" });
  renameSync(temporary, path);
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Larger files are none of ours. */
const LARGEST_FILE = 64 * 1024 * 1024;

/**
 * Takes the files of `.pm/journal/` into the journal and removes them. A file that is no journal file
 * is put aside as `NAME.unreadable`; nothing here ever breaks the command.
 *
 * @param now stands in for the time at which an entry was found, where that is none or lies ahead.
 */
export function takeInJournalFiles(pmDir: string, journal: Journal, now: Instant): void {
  const folder = layout(pmDir).journal;
  for (const name of journalFiles(folder)) {
    const path = join(folder, name);
    try {
      const entries = readEntries(path, now);
      if (entries === null) {
        renameSync(path, `${path}.unreadable`);
      } else {
        journal.add(entries);
        rmSync(path);
      }
    } catch {
      // Another process takes it in right now, or the folder is read-only: the next command tries.
    }
  }
}

function journalFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}

function readEntries(path: string, now: Instant): StoredConflict[] | null {
  const { size } = lstatSync(path);
  if (size > LARGEST_FILE) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!Array.isArray(parsed) || !parsed.every(isEntry)) return null;
  return parsed.map((entry) => {
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
