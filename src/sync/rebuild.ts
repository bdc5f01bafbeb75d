/**
 * A new database in the place of one that is damaged. Nothing is deleted: the old one is put aside, whole.
 * The new one is made from what can be read of the old one and from `data.json`, merged by the law, so that
 * what was written here and never exported is there again.
 */
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { SCHEMA_VERSION } from "../data-json/write.ts";
import { type BoardData, emptyBoard } from "../domain/board-data.ts";
import { type AnyRecord, ENTITIES, ENTITY_NAMES, type EntityName } from "../domain/entities.ts";
import { EPOCH, fromMilliseconds } from "../domain/instant.ts";
import type { JsonObject } from "../domain/json.ts";
import { type Outcome, ok } from "../domain/refusal.ts";
import { type Salvage, salvage } from "../storage/sqlite/salvage.ts";
import { layout } from "../workspace/layout.ts";
import { BUILT } from "./built.ts";
import type { SyncContext } from "./context.ts";
import { importBoard } from "./import.ts";
import { type ReadTwice, readTwice } from "./read-twice.ts";
import { logSync } from "./sync-log.ts";

export interface Rebuilt {
  /** The folder in which the old database lies now, from the top of the work tree. */
  aside: string;
  /** Records that were read from the old database, and whether all of it could be read. */
  salvaged: number;
  whole: boolean;
  /** The logs of which something could not be read, in words. */
  lost_logs: string[];
  /** Why `data.json` was not taken in; null if it was, or is not there. */
  file_problem: string | null;
}

/**
 * Puts the database aside and makes a new one.
 *
 * @param open opens the database of this folder, and makes it where there is none.
 */
export function rebuildDatabase(
  pmDir: string,
  now: number,
  open: () => Outcome<SyncContext>,
): Outcome<Rebuilt> {
  const { aside, path } = putAside(pmDir, now);
  const opened = open();
  if (!opened.ok) return opened;
  const context = opened.value;
  const found = salvage(path, layout(pmDir).dataDb);
  return context.storage.transaction(() => {
    // In this order, as in daily life: what was written here, then what the file has beside it.
    const salvaged = bringIn(context, found, aside);
    const hasFile = existsSync(context.dataJson);
    const file = hasFile ? importBoard(context, { tracked: true }, { mode: "merge" }) : null;
    context.storage.setNote(BUILT, "1");
    const file_problem = file?.ok === false ? file.refusal.message : null;
    return ok({ aside, salvaged, whole: found.whole, lost_logs: found.lost_logs, file_problem });
  });
}

/** What SQLite keeps beside a database belongs to it. */
const PARTS = ["", "-wal", "-shm", "-journal"];

function putAside(pmDir: string, now: number): { aside: string; path: string } {
  const { backups, dataDb } = layout(pmDir);
  const time = (fromMilliseconds(now) ?? EPOCH).replaceAll(/[-:]/g, "").replace(".", "");
  const name = `damaged-${time}`;
  const folder = join(backups, name);
  mkdirSync(folder, { recursive: true });
  for (const part of PARTS) {
    if (existsSync(dataDb + part)) renameSync(dataDb + part, join(folder, `data.db${part}`));
  }
  return { aside: `.pm/backups/${name}`, path: join(folder, "data.db") };
}

/**
 * Puts the records that are still what a board takes into the new database, which is empty: as they are,
 * and without a word in the log, which tells of them already. @returns how many they are.
 */
function bringIn(context: SyncContext, { records }: Salvage, file: string): number {
  const { storage } = context;
  const all = [...records].flatMap(([entity, list]) => list.map((one) => [entity, one] as const));
  const whole = read(all);
  const board = whole.ok ? whole.value.board : joined(all.flatMap((one) => readable([one])));
  let count = 0;
  for (const entity of ENTITY_NAMES) {
    const list = board.records[entity];
    storage.put(entity, list);
    count += list.length;
  }
  const after_seq = storage.log.lastSeq();
  if (count > 0) logSync(context, { kind: "build", file, after_seq, created: count });
  return count;
}

type Entry = readonly [entity: EntityName, record: JsonObject];

function read(entries: readonly Entry[]): Outcome<ReadTwice> {
  const file: { [key: string]: unknown } = { schema_version: SCHEMA_VERSION };
  for (const [entity, list] of Map.groupBy(entries, ([entity]) => entity)) {
    file[ENTITIES[entity].array] = list.map(([, record]) => record);
  }
  return readTwice(Buffer.from(JSON.stringify(file)), "the old database");
}

function readable(entries: readonly Entry[]): ReadTwice[] {
  const one = read(entries);
  return one.ok ? [one.value] : [];
}

/** Boards of one record each, as one. Of two with one id the first stays. */
function joined(boards: readonly ReadTwice[]): BoardData {
  const board = emptyBoard();
  for (const entity of ENTITY_NAMES) {
    const byId = new Map<string, AnyRecord>();
    for (const one of boards) {
      for (const record of one.board.records[entity]) {
        if (!byId.has(record.id)) byId.set(record.id, record);
      }
    }
    (board.records as { [entity: string]: AnyRecord[] })[entity] = [...byId.values()];
  }
  return board;
}
