/**
 * Times that no edit could follow are read as others that depend on the record alone. So L8 and L10 hold for files
 * that have them, too, and what is read has none.
 */
import { expect, test } from "bun:test";
import fc from "fast-check";
import { readBoard } from "../../src/data-json/read.ts";
import { readCanonical } from "../../src/data-json/slices/canonical-record.ts";
import { recordPattern } from "../../src/data-json/slices/record-pattern.ts";
import { headOf, recordText, writeBoard } from "../../src/data-json/write.ts";
import { type BoardData, emptyBoard } from "../../src/domain/board-data.ts";
import type { EntityName } from "../../src/domain/entities.ts";
import type { Instant } from "../../src/domain/instant.ts";
import { ENDLESS, hasEndless, withoutEndless } from "../../src/domain/merge/endless.ts";
import { joinBoards, mergeBoards } from "../../src/domain/merge/merge-boards.ts";
import {
  canonicalTimes,
  type Fields,
  fieldsOf,
  recordOf,
  timeOf,
} from "../../src/domain/merge/times.ts";
import { editRecord } from "../../src/domain/stamp.ts";
import { at, idOf, recordWithId, runs } from "./generators.ts";

const LAST = "9999-12-31T23:59:59.999Z" as Instant;
const late = fc.constantFrom(ENDLESS, LAST, null, null);

/** A record some of whose times are endless. */
function endlessRecord(entity: EntityName): fc.Arbitrary<Fields> {
  return fc
    .tuple(recordWithId(entity, idOf(entity, 1)), fc.infiniteStream(late))
    .map(([record, stream]) => {
      const spoilt = (time: Instant): Instant => stream.next().value ?? time;
      const times = Object.entries(record.field_updated_at ?? {});
      const made = {
        ...record,
        updated_at: spoilt(record.updated_at),
        ...(record.created_at === undefined ? {} : { created_at: spoilt(record.created_at) }),
        field_updated_at:
          record.field_updated_at === null
            ? null
            : Object.fromEntries(times.map(([field, time]) => [field, spoilt(time)])),
      } as Fields;
      return { ...made, field_updated_at: canonicalTimes(entity, made) };
    });
}

function fileOf(entity: EntityName, record: Fields): Uint8Array {
  const board = emptyBoard();
  (board.records as { [entity: string]: unknown[] })[entity] = [record];
  return Buffer.from(writeBoard(board, headOf(board)));
}

function read(bytes: Uint8Array): BoardData {
  const board = readBoard(bytes, "");
  if (!board.ok) throw new Error(board.refusal.message);
  return board.value;
}

const text = (board: BoardData): string => Buffer.from(writeBoard(board, headOf(board))).toString();
const entities = fc.constantFrom<EntityName>("work_item", "comment", "user", "sprint");

test("what is read has none, says which had, and is read again as it is", () => {
  let spoilt = 0;
  fc.assert(
    fc.property(
      entities.chain((entity) => endlessRecord(entity).map((record) => ({ entity, record }))),
      ({ entity, record }) => {
        const dated = withoutEndless(record);
        expect(hasEndless(dated)).toBe(false);
        expect(withoutEndless(dated)).toBe(dated);
        const board = read(fileOf(entity, record));
        const [found] = board.records[entity];
        expect(hasEndless(fieldsOf(found as never))).toBe(false);
        expect(board.endless).toEqual(hasEndless(record) ? [{ entity, id: record.id }] : undefined);
        expect(text(read(Buffer.from(text(board))))).toBe(text(board));
        if (!hasEndless(record)) return;
        spoilt += 1;
        // The merge by bytes leaves such a record to the reader.
        const written = recordText(entity, record);
        expect(recordPattern(entity)(Buffer.from(written).toString("latin1"), 0)).toBeNull();
        expect(readCanonical(entity, Buffer.from(written))).toBeNull();
      },
    ),
    runs(500),
  );
  expect(spoilt).toBeGreaterThan(100);
});

test("replicas that read such files, in any order and more than once, end with the same bytes", () => {
  fc.assert(
    fc.property(
      entities.chain((entity) =>
        fc
          .tuple(endlessRecord(entity), endlessRecord(entity), endlessRecord(entity))
          .map((records) => records.map((record) => fileOf(entity, record))),
      ),
      ([a, b, c]) => {
        const merge = (...files: (Uint8Array | undefined)[]): string =>
          text(
            files
              .map((file) => read(file as Uint8Array))
              .reduce((one, other) => joinBoards(one, other, null).board),
          );
        expect(merge(c, b, a, b)).toBe(merge(a, b, c));
        expect(merge(b, a, c, c)).toBe(merge(a, b, c));
      },
    ),
    runs(300),
  );
});

test("an edit stands when the file is read once more", () => {
  fc.assert(
    fc.property(endlessRecord("work_item"), fc.boolean(), (record, isRead) => {
      const file = fileOf("work_item", record);
      // Of a database from before the reader knew of them, too.
      const seen = isRead ? fieldsOf(read(file).records.work_item[0] as never) : record;
      const edited = editRecord("work_item", seen, { title: "new" }, at(0), null);
      expect(timeOf(edited, "title") < ENDLESS).toBe(true);
      const mine = emptyBoard();
      mine.records.work_item = [recordOf(edited)];
      const [merged] = mergeBoards(mine, read(file), null).board.records.work_item;
      expect(merged?.title).toBe("new");
    }),
    runs(300),
  );
});
