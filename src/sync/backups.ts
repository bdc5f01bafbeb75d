/**
 * `.pm/backups/`: the board as it was before something was dropped or overwritten here, as files that
 * `pm sync restore` and `pm sync import` take.
 */
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { BackupFile } from "../board/sync-operations.ts";
import { readBoard } from "../data-json/read.ts";
import type { BoardData } from "../domain/board-data.ts";
import { EPOCH, fromMilliseconds, type Instant, parseInstant } from "../domain/instant.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import type { SyncContext } from "./context.ts";
import { databaseText } from "./database-bytes.ts";
import { readHead } from "./merge-into.ts";
import { writeSynced } from "./write-synced.ts";

/** How many backups are kept. */
const KEEP = 10;

/**
 * Saves the board as it is in the database. It keeps its head, so that a board which is got back is
 * published with the same one.
 *
 * @returns the name of the file, later than all that are there, wherever the clock has been meanwhile.
 */
export function backUp(context: SyncContext): string {
  const { storage, backups } = context;
  const now = fromMilliseconds(context.now()) ?? EPOCH;
  mkdirSync(backups, { recursive: true });
  const name = `${compact(laterThanAll(backups, now))}-${context.newId().slice(0, 4)}.json`;
  const temporary = join(backups, `${name}.tmp`);
  const known = readHead(storage);
  const head = {
    exportedAt: known.exportedAt ?? now,
    exportedBy: known.exportedBy ?? context.program,
  };
  writeSynced(temporary, databaseText(storage, head));
  renameSync(temporary, join(backups, name));
  for (const old of tooMany(context, name)) rmSync(join(backups, old), { force: true });
  return name;
}

/**
 * Those of ours above {@link KEEP}: the oldest ones, and first those that no undo asks for any more. What git
 * tracks is everybody's, and neither counts nor goes.
 */
function tooMany({ storage, backups, trackedBackups }: SyncContext, newest: string): string[] {
  const all = backupsIn(backups)
    .map(({ name }) => name)
    .filter((name) => timeIn(name) !== null && name !== newest);
  if (all.length < KEEP) return [];
  const tracked = trackedBackups();
  if (tracked === null) return [];
  const names = all.filter((name) => !tracked.has(name));
  const asked = storage.syncs
    .ofBackups(names)
    .filter(({ kind, undone }) => kind !== "undo" && !undone);
  const needed = new Set(asked.map(({ backup }) => backup));
  const [first, then] = [true, false].map((isNeeded) =>
    names.filter((name) => needed.has(name) === isNeeded),
  ) as [string[], string[]];
  return [...first, ...then].slice(KEEP - 1);
}

function laterThanAll(folder: string, now: Instant): Instant {
  const newest = backupsIn(folder).find(({ name }) => timeIn(name) !== null)?.made_at;
  if (newest === undefined || newest < now) return now;
  return fromMilliseconds(Date.parse(newest) + 1) ?? now;
}

/** The files that can be backups, the newest first: ours by the time in the name, others by their own. */
function backupsIn(folder: string): { name: string; made_at: string; bytes: number }[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
  const files = names.flatMap((name) => {
    const stat = lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (!stat?.isFile()) return [];
    return { name, made_at: timeIn(name) ?? stat.mtime.toISOString(), bytes: stat.size };
  });
  const key = ({ made_at, name }: { made_at: string; name: string }): string => made_at + name;
  return files.sort((one, other) => (key(one) < key(other) ? 1 : -1));
}

/** The backups that are there, the newest first, each with what it was made before. */
export function listBackups({ storage, backups }: SyncContext): BackupFile[] {
  const files = backupsIn(backups);
  const syncs = storage.syncs.ofBackups(files.map(({ name }) => name));
  const causes = new Map(syncs.map((sync) => [sync.backup, sync]));
  return files.map((file) => {
    const cause = causes.get(file.name);
    return { ...file, before: cause === undefined ? null : { kind: cause.kind, file: cause.file } };
  });
}

/** `2026-02-08T12:00:00.000Z` as `20260208T120000000Z`. */
function compact(instant: Instant): string {
  return instant.replaceAll(/[-:.]/g, "");
}

/** The time in a name of ours, `20260208T120000000Z-1a2b.json`; null in others. */
function timeIn(name: string): string | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-[0-9a-f]{4}\.json$/.exec(name);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, ms] = parts;
  return parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
}

/**
 * Reads a backup. Only files of the folder are read, whatever somebody names.
 *
 * @param ref its name or the beginning of it, with or without a folder before it, or `latest`: the newest
 *   that was made here, as far as the log of syncs knows, else the newest that git does not track (others
 *   can come with a repository).
 */
export function readBackup(
  context: SyncContext,
  ref: string,
): Outcome<{ name: string; board: BoardData }> {
  const names = backupsIn(context.backups).map(({ name }) => name);
  const wanted = basename(ref);
  const exact = names.filter((name) => name === wanted);
  const found = exact.length > 0 ? exact : names.filter((name) => name.startsWith(wanted));
  const [name, other] = ref === "latest" ? [latestOf(context, names)] : found;
  if (name === undefined || wanted === "") {
    const none = ref === "latest" ? "No backup was made here yet." : `There is no backup “${ref}”.`;
    return refuse("not_found", none, "`pm sync backups` lists those that are there.");
  }
  if (other !== undefined && ref !== "latest") {
    return refuse("ambiguous", `Several backups begin with “${ref}”.`, "Give more of the name.");
  }
  const shown = `${context.backupsName}/${name}`;
  const board = readBoard(readFileSync(join(context.backups, name)), shown);
  return board.ok ? ok({ name, board: board.value }) : board;
}

function latestOf(context: SyncContext, names: readonly string[]): string | undefined {
  const made = new Set(context.storage.syncs.ofBackups(names).map(({ backup }) => backup));
  const latest = names.find((name) => made.has(name));
  if (latest !== undefined) return latest;
  const tracked = context.trackedBackups();
  return names.find((name) => tracked !== null && !tracked.has(name));
}
