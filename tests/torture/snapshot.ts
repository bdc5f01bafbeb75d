// What a board holds, field by field, with the time of each.
import { Database } from "bun:sqlite";
import { existsSync, readFileSync } from "node:fs";
import { readBoard } from "../../src/data-json/read.ts";
import { type AnyRecord, ENTITY_NAMES, type EntityName } from "../../src/domain/entities.ts";
import type { Json } from "../../src/domain/json.ts";
import {
  expandTimes,
  fieldsOf,
  labelOfField,
  labelTime,
  TIMED_FIELDS,
} from "../../src/domain/merge/times.ts";
import { recordStore } from "../../src/storage/sqlite/records.ts";

export interface Written {
  value: Json;
  at: string;
}

/** From `ENTITY ID FIELD` to what it says. Labels: `labels.NAME`, true or false. */
export type Snapshot = Map<string, Written>;

/** What the database holds; nothing where there is none. Looks, and changes nothing. */
export function snapshotOfDatabase(path: string): Snapshot {
  const snapshot: Snapshot = new Map();
  if (!existsSync(path)) return snapshot;
  const database = new Database(path, { readonly: true });
  try {
    const tables = database.query("SELECT count(*) AS n FROM sqlite_master").get() as { n: number };
    if (tables.n === 0) return snapshot;
    const store = recordStore(database);
    for (const entity of ENTITY_NAMES) {
      for (const row of store.scan(entity)) add(snapshot, entity, store.fromRow(entity, row));
    }
    return snapshot;
  } finally {
    database.close();
  }
}

/** What the file holds; null if it is not there or cannot be read. */
export function snapshotOfFile(path: string): Snapshot | null {
  if (!existsSync(path)) return null;
  return snapshotOfText(readFileSync(path));
}

export function snapshotOfText(bytes: Uint8Array): Snapshot | null {
  const read = readBoard(bytes, "data.json");
  if (!read.ok) return null;
  const snapshot: Snapshot = new Map();
  for (const entity of ENTITY_NAMES) {
    for (const record of read.value.records[entity]) add(snapshot, entity, record);
  }
  return snapshot;
}

function add(snapshot: Snapshot, entity: EntityName, record: AnyRecord): void {
  const fields = fieldsOf(record);
  const { times, gone } = expandTimes(entity, fields);
  const key = (field: string): string => `${entity} ${fields.id} ${field}`;
  for (const field of TIMED_FIELDS[entity]) {
    snapshot.set(key(field), { value: fields[field] ?? null, at: times.get(field) as string });
  }
  for (const field of [...times.keys(), ...gone.keys()]) {
    const label = labelOfField(field);
    if (label === null) continue;
    const value = fields.labels?.includes(label) === true;
    snapshot.set(key(field), { value, at: labelTime(fields, label) });
  }
}
