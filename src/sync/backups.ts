/**
 * `.pm/backups/`: the board as it was before something was dropped or overwritten here, as files that
 * `pm sync restore` and `pm sync import` take.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { BackupFile } from "../board/sync-operations.ts";
import { readBoard } from "../data-json/read.ts";
import type { BoardData } from "../domain/board-data.ts";
import { EPOCH, fromMilliseconds } from "../domain/instant.ts";
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
 * @returns the name of the file. The oldest ones above {@link KEEP} are removed.
 */
export function backUp(context: SyncContext): string {
  const { storage, backups } = context;
  const now = fromMilliseconds(context.now()) ?? EPOCH;
  const name = `${now.replaceAll(/[-:]/g, "").replace(".", "")}-${context.newId().slice(0, 4)}.json`;
  mkdirSync(backups, { recursive: true });
  const temporary = join(backups, `${name}.tmp`);
  const known = readHead(storage);
  const head = {
    exportedAt: known.exportedAt ?? now,
    exportedBy: known.exportedBy ?? context.program,
  };
  writeSynced(temporary, databaseText(storage, head));
  renameSync(temporary, join(backups, name));
  for (const file of backupNames(backups).slice(KEEP)) rmSync(join(backups, file), { force: true });
  return name;
}

/** The names of the backups, the newest first: a name begins with its time. */
function backupNames(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(".json"))
      .sort()
      .reverse();
  } catch {
    return [];
  }
}

/** The backups that are there, the newest first, each with what it was made before. */
export function listBackups({ storage, backups }: SyncContext): BackupFile[] {
  const names = backupNames(backups);
  const causes = new Map(storage.syncs.ofBackups(names).map((sync) => [sync.backup, sync]));
  return names.flatMap((name) => {
    const stat = statSync(join(backups, name), { throwIfNoEntry: false });
    if (!stat?.isFile()) return [];
    const cause = causes.get(name);
    return {
      name,
      made_at: timeIn(name) ?? stat.mtime.toISOString(),
      bytes: stat.size,
      before: cause === undefined ? null : { kind: cause.kind, file: cause.file },
    };
  });
}

/** `20260208T120000000Z-1a2b.json`. */
function timeIn(name: string): string | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/.exec(name);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, ms] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`;
}

/**
 * Reads a backup. Only files of the folder are read, whatever somebody names.
 *
 * @param ref its name or the beginning of it, with or without a folder before it, or `latest`.
 */
export function readBackup(
  context: SyncContext,
  ref: string,
): Outcome<{ name: string; board: BoardData }> {
  const names = backupNames(context.backups);
  const wanted = basename(ref);
  const exact = names.filter((name) => name === wanted);
  const found = exact.length > 0 ? exact : names.filter((name) => name.startsWith(wanted));
  const [name, other] = ref === "latest" ? names : found;
  if (name === undefined || wanted === "") {
    return refuse("not_found", `There is no backup “${ref}”.`, "`pm sync backups` lists them.");
  }
  if (other !== undefined && ref !== "latest") {
    return refuse("ambiguous", `Several backups begin with “${ref}”.`, "Give more of the name.");
  }
  const shown = `${context.backupsName}/${name}`;
  const board = readBoard(readFileSync(join(context.backups, name)), shown);
  return board.ok ? ok({ name, board: board.value }) : board;
}
