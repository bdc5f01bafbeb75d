/**
 * An import that looks only at what is new in the file does what an import of the whole file does: the
 * same counts, the same records, the same mends.
 */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { type OpenDatabase, openDatabase } from "../../src/access/local.ts";
import type { BoardData } from "../../src/domain/board-data.ts";
import { type AnyRecord, ENTITY_NAMES, type EntityName } from "../../src/domain/entities.ts";
import type { Instant } from "../../src/domain/instant.ts";
import { fieldsOf, recordOf } from "../../src/domain/merge/times.ts";
import { editRecord, type Values } from "../../src/domain/stamp.ts";
import { importBoard } from "../../src/sync/import.ts";
import { forgetMarks, lookAt } from "../../src/sync/tracked-file.ts";
import { temporaryWorkspace } from "../support/server.ts";
import { at, idOf, runs } from "./generators.ts";
import { fileText, SPOILS, versions } from "./slices.generators.ts";

interface Clone {
  database: OpenDatabase;
  remove(): void;
}

/** One that knows what it has seen, and one that forgets it before each import. */
let clones: Clone[];
beforeAll(() => {
  clones = [open(), open()];
});
afterAll(async () => {
  for (const { database, remove } of clones) {
    await database.board.close();
    remove();
  }
});

function open(): Clone {
  const { workspace, remove } = temporaryWorkspace();
  const database = openDatabase(workspace);
  if (!database.ok) throw new Error(database.refusal.message);
  return { database: database.value, remove };
}

/** Everything in the database that an import can change, the log of what it did apart. */
function contentOf({ database }: Clone): unknown {
  const { storage } = database.sync;
  return {
    records: ENTITY_NAMES.map((entity) => [...storage.scan(entity)]),
    unknown: JSON.stringify(storage.unknown()),
    head: [storage.note("exported_at"), storage.note("exported_by")],
  };
}

/** Edits some records as somebody would, at a time after all that is in the files. */
function edit({ database }: Clone, which: number, step: number): void {
  const { storage } = database.sync;
  for (const [entity, values] of [
    ["work_item", { title: `Mine ${which}`, labels: ["mine"] }],
    ["comment", { content: `Mine ${which}` }],
  ] as const) {
    const rows = [...storage.scan(entity)];
    const row = rows[which % Math.max(1, rows.length)];
    if (row === undefined) continue;
    const record = fieldsOf(storage.fromRow(entity, row));
    const edited = editRecord(entity, record, { ...values } as Values, at(3_600_000 + step), null);
    storage.put(entity, [recordOf<AnyRecord>(edited)]);
  }
}

/** A field of each entity that people write text into. */
const TEXT: { readonly [E in EntityName]: string } = {
  project: "description",
  work_item: "description",
  sprint: "goal",
  comment: "content",
  swim_lane: "name",
  dependency: "updated_by",
  time_entry: "description",
  user: "name",
};

/**
 * A version that has come about as versions do: where it differs from `base`, by an edit with `pm`, or by
 * hand with all times left as they were. (Two versions of a record that were both just made up can have
 * two values of one time; a file that brings the one again then counts as an edit by hand.)
 */
function evolved(base: BoardData, other: BoardData, time: Instant): BoardData {
  const made = { ...other, records: { ...other.records } };
  for (const entity of ENTITY_NAMES) {
    const before = new Map((base.records[entity] as AnyRecord[]).map((one) => [one.id, one]));
    const records = (other.records[entity] as AnyRecord[]).map((record, index) => {
      const old = before.get(record.id);
      if (old === undefined || JSON.stringify(old) === JSON.stringify(record)) return record;
      const values = { [TEXT[entity]]: entity === "dependency" ? idOf("user", 1) : time };
      if (index % 4 === 3) return recordOf<AnyRecord>({ ...fieldsOf(old), ...values });
      return recordOf<AnyRecord>(editRecord(entity, fieldsOf(old), values, time, null));
    });
    (made.records as { [entity: string]: AnyRecord[] })[entity] = records;
  }
  return made;
}

/** A file, and whether somebody edits something before it comes. */
const step = fc.record({
  file: fc.constantFrom("base", "ours", "theirs"),
  edits: fc.option(fc.nat({ max: 20 })),
  spoil: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom("crlf", "a record twice", "records out of order") },
    { weight: 1, arbitrary: fc.constantFrom("an optional field left out", "one character") },
  ),
});

test("an import of what is new does what an import of the whole does", () => {
  let newsTaken = 0;
  let refused = 0;
  fc.assert(
    fc.property(versions, fc.array(step, { minLength: 3, maxLength: 5 }), (made, steps) => {
      const { base } = made;
      const ours = evolved(base, made.ours, at(1_000_000));
      const boards = { base, ours, theirs: evolved(base, made.theirs, at(1_100_000)) };
      for (const { database } of clones) {
        const { storage, dataJson } = database.sync;
        for (const entity of ENTITY_NAMES) {
          storage.remove(
            entity,
            [...storage.scan(entity)].map(([id]) => id as string),
          );
        }
        storage.setUnknown([]);
        for (const key of ["exported_at", "exported_by", "synced_hash", "synced_marks"]) {
          storage.setNote(key, null);
        }
        writeFileSync(dataJson, fileText(boards.base));
        importBoard(database.sync, { tracked: true }, { mode: "merge" });
      }
      for (const [index, { file, edits, spoil }] of steps.entries()) {
        const text = fileText(boards[file as "base"]);
        const spoiled = spoil === null ? text : (SPOILS[spoil]?.(text, index * 1000) ?? text);
        const reports = clones.map((clone, which) => {
          const { sync } = clone.database;
          if (edits !== null) edit(clone, edits, index);
          writeFileSync(sync.dataJson, spoiled);
          if (which === 1) forgetMarks(sync.storage);
          const looked = lookAt(sync.storage, sync.dataJson, "F");
          if (looked.ok && looked.value.state === "changed" && looked.value.news !== null) {
            expect(which).toBe(0);
            newsTaken += 1;
          }
          const report = importBoard(sync, { tracked: true }, { mode: "merge" });
          if (!report.ok) {
            refused += 1;
            return report.refusal.message;
          }
          const { created, updated, skipped } = report.value;
          return { created, updated, skipped };
        });
        expect(reports[0]).toEqual(reports[1]);
        expect(contentOf(clones[0] as Clone)).toEqual(contentOf(clones[1] as Clone));
      }
    }),
    { ...runs(40), endOnFailure: true },
  );
  expect(newsTaken).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(1);
});
