import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { EPOCH, fromMilliseconds } from "../domain/instant.ts";
import type { SyncContext } from "./context.ts";
import { databaseText } from "./database-bytes.ts";
import { writeSynced } from "./write-synced.ts";

/** How many backups are kept. */
const KEEP = 10;

/**
 * Saves the board as it is in the database, as a file that `pm sync import` takes.
 *
 * @returns its path as messages show it. The oldest ones above {@link KEEP} are removed.
 */
export function backUp(context: SyncContext): string {
  const { storage, backups, backupsName } = context;
  const now = fromMilliseconds(context.now()) ?? EPOCH;
  const name = `${now.replaceAll(/[-:]/g, "").replace(".", "")}-${context.newId().slice(0, 4)}.json`;
  mkdirSync(backups, { recursive: true });
  const temporary = join(backups, `${name}.tmp`);
  const head = { exportedAt: now, exportedBy: context.program };
  writeSynced(temporary, databaseText(storage, head));
  renameSync(temporary, join(backups, name));
  const old = readdirSync(backups)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .slice(0, -KEEP);
  for (const file of old) rmSync(join(backups, file), { force: true });
  return `${backupsName}/${name}`;
}
