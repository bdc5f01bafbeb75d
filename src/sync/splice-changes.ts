/**
 * An export of few changes: the file as it was published, with the records put in that the log of writes
 * names since.
 */
import type { Piece } from "../data-json/slices/merge-slices.ts";
import { type ChangedStretch, spliceRecords } from "../data-json/slices/splice.ts";
import { type Head, headText, recordText } from "../data-json/write.ts";
import { ENTITY_NAMES, type EntityName } from "../domain/entities.ts";
import { fieldsOf } from "../domain/merge/times.ts";
import type { Storage } from "../storage/port.ts";
import type { FileReader } from "./file-reader.ts";

/** With more writes or records than this the file is written as a whole. */
const MOST = 500;

/**
 * Puts what was written since into the published file.
 *
 * @param file the tracked file, as database and file were last equal.
 * @param seq the number of the write at which they were.
 * @param window how many bytes of the file are held, about.
 * @returns the new file, one piece where nothing has changed; null if it has to be written as a whole.
 */
export function spliceChanges(
  storage: Storage,
  file: FileReader,
  seq: number,
  head: Head,
  window?: number,
): Piece[] | null {
  if (!startsWith(file, headText(head))) return null;
  const changed = changedSince(storage, seq);
  if (changed === null) return null;
  const stretches: ChangedStretch[] = [];
  for (const entity of ENTITY_NAMES) {
    const found = stretchesOf(storage, entity, changed.get(entity) ?? new Set());
    if (found === null) return null;
    stretches.push(...found);
  }
  return spliceRecords(file.read, file.size, stretches, window);
}

/** With another head, of a newer version of the program, the file is written as a whole. */
function startsWith(file: FileReader, head: string): boolean {
  const wanted = Buffer.from(head);
  const start = Buffer.alloc(wanted.length);
  return file.read(start, 0) === wanted.length && start.equals(wanted);
}

/** The records that the log names; null if there are too many, or if it does not name them. */
function changedSince(storage: Storage, seq: number): Map<EntityName, Set<string>> | null {
  const changed = new Map<EntityName, Set<string>>();
  const add = (entity: EntityName, id: string): void => {
    changed.set(entity, (changed.get(entity) ?? new Set()).add(id));
  };
  const writes = storage.log.since(seq, MOST + 1);
  if (writes.length > MOST) return null;
  let count = 0;
  for (const { at, records, by } of writes) {
    if (records === null) return null;
    count += records.length;
    for (const { entity, id } of records) add(entity, id);
    // Whoever writes for the first time, or under a new name, is put on the board beside the log, and as
    // late as the write or later. People stand at the file's end: it is not searched for nothing.
    const person = by === null ? null : storage.get("user", by);
    if (person !== null && person.updated_at >= at) add("user", person.id);
  }
  return count > MOST ? null : changed;
}

interface Growing extends ChangedStretch {
  ids: string[];
  texts: string[];
}

/** Changed records that stand next to each other, together; null if one of them is gone. */
function stretchesOf(
  storage: Storage,
  entity: EntityName,
  changed: ReadonlySet<string>,
): ChangedStretch[] | null {
  const stretches: Growing[] = [];
  const records = storage.getMany(entity, [...changed]);
  if (records.length < changed.size) return null;
  for (const record of records) {
    let last = stretches.at(-1);
    if (last?.after !== record.id) {
      const before = storage.idBefore(entity, record.id);
      last = { entity, before, after: null, ids: [], texts: [] };
      stretches.push(last);
    }
    last.ids.push(record.id);
    last.texts.push(recordText(entity, fieldsOf(record)));
    last.after = storage.idsFrom(entity, record.id, 2)[1] ?? null;
  }
  return stretches;
}
