/**
 * L10: a person's edit is newer than all that the person saw, whatever the clock says, and the times of
 * a record have one form.
 */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ENTITIES, type EntityName, type FieldSpec } from "../../src/domain/entities.ts";
import { fromMilliseconds, type Instant } from "../../src/domain/instant.ts";
import type { Json } from "../../src/domain/json.ts";
import { joinRecords } from "../../src/domain/merge/join.ts";
import {
  canonicalTimes,
  compactTimes,
  expandTimes,
  type Fields,
  labelOfField,
  labelTime,
  TIMED_FIELDS,
  timeOf,
} from "../../src/domain/merge/times.ts";
import { editRecord } from "../../src/domain/stamp.ts";
import { idOf, LABELS, PEOPLE, recordWithId, runs, valuesOf, versions } from "./generators.ts";
import { recordText } from "./texts.ts";

/** From the year 0 to long after the universe: clocks may say anything. */
const clock = fc
  .integer({ min: -62_167_219_200_000, max: 4_000_000_000_000 })
  .map((milliseconds) => fromMilliseconds(milliseconds) as Instant);

function valuesFor(entity: EntityName): fc.Arbitrary<{ [field: string]: Json }> {
  const fields: { [field: string]: FieldSpec } = ENTITIES[entity].fields;
  const values: { [field: string]: fc.Arbitrary<Json> } = {};
  for (const field of TIMED_FIELDS[entity]) {
    values[field] = fc.constantFrom(...valuesOf(entity, field, fields[field] as FieldSpec));
  }
  if (ENTITIES[entity].labelled) values.labels = fc.shuffledSubarray(LABELS);
  return fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<{ [field: string]: Json }>;
}

const edit = versions(1).chain(({ entity, records }) =>
  fc.record({
    entity: fc.constant(entity),
    record: fc.constant(records[0] as Fields),
    values: valuesFor(entity),
    now: clock,
    by: fc.constantFrom(...PEOPLE),
  }),
);

/** The latest time that a record shows of anything. */
function latest(record: Fields): string {
  const times = [record.updated_at, ...Object.values(record.field_updated_at ?? {})];
  // Fields that are not named may be as old as that.
  if (record.field_updated_at !== null && record.created_at) times.push(record.created_at);
  return times.sort().at(-1) ?? "";
}

describe("an edit", () => {
  test("L10: is newer than the record and everything in it", () => {
    fc.assert(
      fc.property(edit, ({ entity, record, values, now, by }) => {
        const text = recordText(entity, record);
        const edited = editRecord(entity, record, values, now, by);
        expect(recordText(entity, record)).toBe(text);
        if (edited === record) return;
        expect(edited.updated_at > latest(record)).toBe(true);
        expect(edited.updated_at >= now).toBe(true);
        if (record.version !== undefined) expect(edited.version).toBe(record.version + 1);
        if ("updated_by" in record) expect(edited.updated_by).toBe(by);
        expect(edited.extra).toEqual(record.extra);
      }),
      runs(1000),
    );
  });

  test("L10: gives its time to what it wrote, and to nothing else", () => {
    fc.assert(
      fc.property(edit, ({ entity, record, values, now, by }) => {
        const edited = editRecord(entity, record, values, now, by);
        for (const field of TIMED_FIELDS[entity]) {
          const value = (field in values ? values[field] : record[field]) as Json;
          const written = value !== record[field];
          expect(edited[field]).toEqual(value);
          expect(timeOf(edited, field)).toBe(written ? edited.updated_at : timeOf(record, field));
        }
      }),
      runs(1000),
    );
  });

  test("L10: gives its time to each label that it added or took away", () => {
    const item = recordWithId("work_item", idOf("work_item", 1));
    fc.assert(
      fc.property(item, fc.shuffledSubarray(LABELS), clock, (record, labels, now) => {
        const edited = editRecord("work_item", record, { labels }, now, null);
        expect(edited.labels).toEqual([...labels].sort());
        for (const name of [...LABELS, "gone"]) {
          const stays = record.labels?.includes(name) === labels.includes(name);
          const time = stays ? labelTime(record, name) : edited.updated_at;
          expect(labelTime(edited, name)).toBe(time);
        }
      }),
      runs(1000),
    );
  });

  test("L10: that changes nothing is none", () => {
    fc.assert(
      fc.property(edit, ({ entity, record, values, now, by }) => {
        const edited = editRecord(entity, record, values, now, by);
        expect(editRecord(entity, edited, values, now, by)).toBe(edited);
      }),
      runs(500),
    );
  });

  test("L10: wins over the version that was seen, which adds nothing to it", () => {
    fc.assert(
      fc.property(edit, ({ entity, record, values, now, by }) => {
        const edited = editRecord(entity, record, values, now, by);
        const text = recordText(entity, edited);
        expect(recordText(entity, joinRecords(entity, edited, record))).toBe(text);
        expect(recordText(entity, joinRecords(entity, record, edited))).toBe(text);
      }),
      runs(1000),
    );
  });

  test("L10: of an edit is newer again, with the clock standing still or going back", () => {
    fc.assert(
      fc.property(edit, clock, ({ entity, record, values, now, by }, back) => {
        const once = editRecord(entity, record, values, now, by);
        const field = TIMED_FIELDS[entity].at(-1) as string;
        const other = once[field] === null ? "2026-02-03T04:05:06.000Z" : null;
        const twice = editRecord(entity, once, { [field]: other }, back, by);
        expect(twice.updated_at > once.updated_at).toBe(true);
        expect(timeOf(twice, field) > latest(once)).toBe(true);
        expect(editRecord(entity, twice, { [field]: other }, now, by)).toBe(twice);
      }),
      runs(1000),
    );
  });
});

describe("field_updated_at", () => {
  test("L10: expanding and compacting it is identity, before an edit and after", () => {
    fc.assert(
      fc.property(edit, ({ entity, record, values, now, by }) => {
        for (const one of [record, editRecord(entity, record, values, now, by)]) {
          const { times, gone } = expandTimes(entity, one);
          const { created_at, updated_at, field_updated_at } = one;
          const compact = compactTimes(entity, times, gone, created_at, updated_at);
          expect(JSON.stringify(compact)).toBe(JSON.stringify(field_updated_at));
        }
      }),
      runs(1500),
    );
  });

  test("L10: compacting and expanding loses nothing that a record can say", () => {
    const item = recordWithId("work_item", idOf("work_item", 1));
    const extra = fc.constantFrom("labels.red", "labels.blue", "labels.far", "x", "7");
    fc.assert(
      fc.property(item, fc.dictionary(extra, clock), (record, more) => {
        const said: Fields = {
          ...record,
          field_updated_at: { ...record.field_updated_at, ...more },
        };
        const compact: Fields = { ...said, field_updated_at: canonicalTimes("work_item", said) };
        for (const field of [...TIMED_FIELDS.work_item, "labels"]) {
          expect(timeOf(compact, field)).toBe(timeOf(said, field));
        }
        for (const name of [...LABELS, "far"]) {
          expect(labelTime(compact, name)).toBe(labelTime(said, name));
        }
        const unknown = (one: Fields): [string, Instant][] =>
          [...expandTimes("work_item", one).gone].filter(([key]) => labelOfField(key) === null);
        expect(unknown(compact).sort()).toEqual(unknown(said).sort());
        const again = canonicalTimes("work_item", compact);
        expect(JSON.stringify(again)).toBe(JSON.stringify(compact.field_updated_at));
      }),
      runs(1500),
    );
  });
});
