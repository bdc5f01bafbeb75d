/**
 * L6: edits that say nothing of field times are attributed as the law says.
 *
 * The oracle at the top is written from the prose of `docs/merge.md`: how times are read, then who wrote
 * which field when. It shares nothing with the code but the shape of a record.
 */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { emptyBoard } from "../../src/domain/board-data.ts";
import type { EntityName } from "../../src/domain/entities.ts";
import { ENTITIES, type FieldSpec } from "../../src/domain/entities.ts";
import type { Json } from "../../src/domain/json.ts";
import { attributeEdits, attributeImport } from "../../src/domain/merge/attribute.ts";
import { joinRecords } from "../../src/domain/merge/join.ts";
import { mergeBoards } from "../../src/domain/merge/merge-boards.ts";
import { type Fields, recordOf, TIMED_FIELDS } from "../../src/domain/merge/times.ts";
import { editRecord } from "../../src/domain/stamp.ts";
import {
  at,
  fieldsIn,
  idOf,
  instant,
  LABELS,
  recordWithId,
  runs,
  unknownNames,
  valuesOf,
  versions,
} from "./generators.ts";
import { recordText } from "./texts.ts";

const NAMES = [...LABELS, "gone", "never heard of"];
const BEFORE_ALL = "0000-01-01T00:00:00.000Z";

interface Said {
  /** Undefined: the record says nothing of this field. */
  time: string | undefined;
  value: Json | undefined;
}

/** What a record says of each field, label and unknown field, read as the prose tells. */
function said(entity: EntityName, record: Fields): Map<string, Said> {
  const named = new Map(Object.entries(record.field_updated_at ?? {}) as [string, string][]);
  const unnamed =
    record.field_updated_at === null ? record.updated_at : (record.created_at ?? BEFORE_ALL);
  const all = new Map<string, Said>();
  for (const field of TIMED_FIELDS[entity]) {
    all.set(field, { time: named.get(field) ?? unnamed, value: record[field] as Json });
  }
  if (entity === "work_item") {
    const set = named.get("labels") ?? unnamed;
    for (const name of NAMES) {
      const own = named.get(`labels.${name}`) ?? set;
      const value = (record.labels as string[]).includes(name);
      all.set(`labels.${name}`, { time: own > set ? own : set, value });
    }
  }
  const extra = new Map(Object.entries(record.extra ?? {}));
  for (const name of unknownNames(entity)) {
    // On an item, `labels.red` is the key of a label: such an unknown field has a dot before its key.
    const key = entity === "work_item" && /^\.*labels\./.test(name) ? `.${name}` : name;
    const time = named.get(key) ?? (extra.has(name) ? unnamed : undefined);
    all.set(`unknown ${name}`, { time, value: extra.get(name) });
  }
  return all;
}

function oneMillisecondAfter(time: string): string {
  return new Date(Date.parse(time) + 1).toISOString();
}

const latest = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

function sameValue(a: Json | undefined, b: Json | undefined): boolean {
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).sort()
      : value;
  return JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
}

/** When each field was written, by the law. */
function attributed(entity: EntityName, record: Fields, base: Fields): Map<string, Said> {
  const before = said(entity, base);
  const result = new Map<string, Said>();
  for (const [field, mine] of said(entity, record)) {
    const time = timeByLaw(field, mine, before.get(field) as Said, record, base);
    result.set(field, { time, value: mine.value });
  }
  return result;
}

function timeByLaw(field: string, mine: Said, old: Said, record: Fields, base: Fields) {
  const untold = record.field_updated_at === null;
  const stale = untold && record.updated_at < base.updated_at;
  if (old.time === undefined) return mine.time;
  if (mine.value === undefined) {
    // An unknown field that is not there says nothing; but what was taken away is still away.
    return untold && old.value === undefined ? old.time : mine.time;
  }
  if (sameValue(mine.value, old.value)) {
    if (!untold) return mine.time;
    const known = Object.hasOwn(base.field_updated_at ?? {}, field) || mine.value === true;
    return isLabel(field) && !known ? earlier(old.time, record.updated_at) : old.time;
  }
  if (stale) return mine.time === old.time ? oneMillisecondAfter(old.time) : record.updated_at;
  const written = latest(record.updated_at, oneMillisecondAfter(old.time));
  return untold || mine.time === old.time ? written : mine.time;
}

const isLabel = (field: string): boolean => field.startsWith("labels.");

describe("a record against the version it was made on", () => {
  test("L6: every field, label and unknown field gets the time that the law gives it", () => {
    fc.assert(
      fc.property(versions(2), ({ entity, records }) => {
        const [record, base] = records as [Fields, Fields];
        const result = attributeEdits(entity, record, base);
        expect(said(entity, result)).toEqual(attributed(entity, record, base));
      }),
      runs(3000),
    );
  });

  test("L6: values stay, and updated_at is not older than what was attributed", () => {
    fc.assert(
      fc.property(versions(2), ({ entity, records }) => {
        const [record, base] = records as [Fields, Fields];
        const text = recordText(entity, record);
        const result = attributeEdits(entity, record, base);
        expect(recordText(entity, record)).toBe(text);
        const values = ({ updated_at, updated_by, field_updated_at, ...rest }: Fields) => rest;
        expect(values(result)).toEqual(values(record));
        expect(result.updated_at >= record.updated_at).toBe(true);
        const before = said(entity, record);
        for (const [field, { time }] of said(entity, result)) {
          const moved = time !== before.get(field)?.time;
          const stays = sameValue(base[field] as Json, record[field] as Json);
          if (moved && !stays) expect((time as string) <= result.updated_at).toBe(true);
        }
      }),
      runs(800),
    );
  });

  test("L6: a version that is the base itself is left as it is", () => {
    fc.assert(
      fc.property(versions(1), ({ entity, records }) => {
        const [record] = records as [Fields];
        expect(attributeEdits(entity, record, record)).toBe(record);
      }),
      runs(300),
    );
  });
});

const ID = idOf("work_item", 1);
const fields: { [field: string]: FieldSpec } = ENTITIES.work_item.fields;
const change = fc
  .constantFrom(...TIMED_FIELDS.work_item)
  .chain((field) =>
    fc
      .constantFrom(...valuesOf("work_item", field, fields[field] as FieldSpec))
      .map((value) => ({ [field]: value })),
  );
const relabel = fc.subarray(LABELS).map((labels) => ({ labels: labels.sort() }));
const changes: fc.Arbitrary<{ [field: string]: Json }[]> = fc.array(fc.oneof(change, relabel), {
  minLength: 1,
  maxLength: 6,
});

function created(): Fields {
  const record: { [field: string]: Json } = {};
  for (const [field, spec] of Object.entries(fields)) {
    record[field] = valuesOf("work_item", field, spec)[0] as Json;
  }
  return {
    ...record,
    id: ID,
    labels: [],
    extra: null,
    created_at: at(0),
    updated_at: at(0),
    field_updated_at: null,
  } as Fields;
}

/** The states of one record that `pm` changes again and again. */
function states(steps: readonly { [field: string]: Json }[]): Fields[] {
  const all = [created()];
  for (const [index, values] of steps.entries()) {
    all.push(editRecord("work_item", all.at(-1) as Fields, values, at(index * 100 + 100), null));
  }
  return all;
}

function importRecord(entity: EntityName, local: Fields, file: Fields): Fields {
  const sides = attributeImport(entity, local, file);
  return joinRecords(entity, sides.local, sides.file);
}

const importInto = (local: Fields, file: Fields): Fields => importRecord("work_item", local, file);

describe("an import, the local record being the base", () => {
  test("L6: an older version changes nothing, with field times or without", () => {
    fc.assert(
      fc.property(changes, fc.nat(), fc.boolean(), (steps, pick, dropped) => {
        const all = states(steps);
        const local = all.at(-1) as Fields;
        const older = all[pick % all.length] as Fields;
        const file = dropped ? { ...older, field_updated_at: null } : older;
        expect(recordText("work_item", importInto(local, file))).toBe(
          recordText("work_item", local),
        );
      }),
      runs(800),
    );
  });

  test("L6: a hand's or a tool's edit of what is here is taken over, whole and nothing else", () => {
    const local = recordWithId("work_item", ID);
    fc.assert(
      fc.property(local, changes, fc.boolean(), instant, (record, steps, drop, time) => {
        const file: Fields = { ...record, ...Object.assign({}, ...steps) };
        if (drop) {
          file.field_updated_at = null;
          file.updated_at = time > record.updated_at ? time : record.updated_at;
        }
        const merged = importInto(record, file);
        for (const field of [...TIMED_FIELDS.work_item, "labels"]) {
          expect(merged[field]).toEqual(file[field] as Json);
        }
        const before = said("work_item", record);
        for (const [field, { time: now, value }] of said("work_item", merged)) {
          const old = before.get(field) as Said;
          if (sameValue(value, old.value)) expect(now).toBe(old.time as string);
          // Where the time looks counted on from another one, a value that wins at it may keep it.
          else if (drop) expect((now as string) > (old.time as string)).toBe(true);
          else expect((now as string) >= (old.time as string)).toBe(true);
        }
      }),
      runs(800),
    );
  });

  test("L6: a hand's edit is taken over by those who have an older version, too", () => {
    fc.assert(
      fc.property(changes, changes, fc.nat(), (steps, byHand, pick) => {
        const all = states(steps);
        const before = all.at(-1) as Fields;
        const file: Fields = { ...before, ...Object.assign({}, ...byHand) };
        const exported = importInto(before, file);
        const older = all[pick % all.length] as Fields;
        for (const brought of [exported, importInto(older, exported)]) {
          for (const field of [...TIMED_FIELDS.work_item, "labels"]) {
            expect(brought[field]).toEqual(file[field] as Json);
          }
        }
        const there = importInto(older, exported);
        expect(recordText("work_item", importInto(exported, there))).toBe(
          recordText("work_item", importInto(there, exported)),
        );
      }),
      runs(800),
    );
  });

  test("L6: a hand's edit stays when an older version comes back, and when that goes again", () => {
    fc.assert(
      fc.property(changes, changes, fc.nat(), (steps, byHand, pick) => {
        const all = states(steps);
        const before = all.at(-1) as Fields;
        const edited = importInto(before, { ...before, ...Object.assign({}, ...byHand) });
        const older = all[pick % all.length] as Fields;
        const back = importInto(edited, older);
        expect(recordText("work_item", back)).toBe(recordText("work_item", edited));
        expect(recordText("work_item", importInto(back, edited))).toBe(
          recordText("work_item", edited),
        );
      }),
      runs(800),
    );
  });

  test("L6: two writes of one instant are a tie, not an edit by hand", () => {
    const base = created();
    // Two clocks that lag behind what both have seen count on from it.
    const ours = editRecord("work_item", base, { title: "Menu" }, at(0), null);
    const theirs = editRecord("work_item", base, { title: "Navbar" }, at(0), null);
    expect(ours.updated_at).toBe(theirs.updated_at);
    const joined = joinRecords("work_item", ours, theirs);
    expect(joined.title).toBe("Navbar");
    expect(importInto(ours, joined)).toEqual(joined);
    expect(importInto(theirs, joined)).toEqual(joined);
    // Another field that was written later does not make the title newer than it is.
    const later = editRecord("work_item", joined, { status: "todo" }, at(900), null);
    expect(importInto(ours, later)).toEqual(later);
  });

  test("L6: importing the same file twice is importing it once", () => {
    fc.assert(
      fc.property(versions(2), ({ entity, records }) => {
        const [local, file] = records as [Fields, Fields];
        const once = importRecord(entity, local, file);
        // All fields of a small record are new with this file: now it looks as if it had no field
        // times, and the file, which has them, seems to know more.
        fc.pre(once.field_updated_at !== null || file.field_updated_at === null);
        const twice = importRecord(entity, once, file);
        expect(recordText(entity, twice)).toBe(recordText(entity, once));
      }),
      runs(1500),
    );
  });

  test("L8: replicas that import each other's files come to rest with the same record", () => {
    fc.assert(
      fc.property(versions(3), ({ entity, records }) => {
        const replicas = [...records];
        const texts = (): string[] => replicas.map((record) => recordText(entity, record));
        for (let round = 0; round < 4; round += 1) {
          for (const [i, j] of [0, 1, 2].flatMap((i) => [0, 1, 2].map((j) => [i, j] as const))) {
            replicas[i] = importRecord(entity, replicas[i] as Fields, replicas[j] as Fields);
          }
        }
        expect(new Set(texts()).size).toBe(1);
      }),
      runs(1500),
    );
  });
});

describe("the merge driver, git's base being the base", () => {
  test("L6: a hand's edit and somebody's edit of other fields are both in the result", () => {
    fc.assert(
      fc.property(changes, changes, fc.boolean(), (steps, byHand, drop) => {
        const base = states(steps).at(-1) as Fields;
        const theirs = editRecord("work_item", base, { title: "theirs" }, at(90_000), null);
        const edits = Object.assign({}, ...byHand, { title: base.title });
        const ours: Fields = { ...base, ...edits, updated_at: at(80_000) };
        if (drop) ours.field_updated_at = null;
        const board = (record: Fields) => {
          const made = emptyBoard();
          made.records.work_item = [recordOf(record)];
          return made;
        };
        const merge = (a: Fields, b: Fields): Fields => {
          const { board: merged } = mergeBoards(board(a), board(b), board(base));
          return fieldsIn(merged, "work_item")[0] as Fields;
        };
        const merged = merge(ours, theirs);
        expect(recordText("work_item", merge(theirs, ours))).toBe(recordText("work_item", merged));
        for (const field of [...TIMED_FIELDS.work_item, "labels"]) {
          // `parent_id` may have made a circle, which the merge has mended.
          if (field === "parent_id") continue;
          expect(merged[field]).toEqual((field === "title" ? theirs : ours)[field] as Json);
        }
      }),
      runs(600),
    );
  });
});

describe("files without any field times", () => {
  const foreign = (version: Fields): Fields => ({
    ...version,
    field_updated_at: null,
    extra: null,
  });

  test("L7: merge record by record, last write wins; of equal times field by field", () => {
    fc.assert(
      fc.property(versions(2), ({ entity, records }) => {
        const [a, b] = (records as [Fields, Fields]).map(foreign) as [Fields, Fields];
        const joined = joinRecords(entity, a, b);
        expect(joined.field_updated_at).toBeNull();
        for (const field of TIMED_FIELDS[entity]) {
          const texts = [JSON.stringify(a[field]), JSON.stringify(b[field])].sort();
          const tie = a.updated_at === b.updated_at;
          const winner = tie
            ? texts[1]
            : JSON.stringify((a.updated_at > b.updated_at ? a : b)[field]);
          expect(JSON.stringify(joined[field])).toBe(winner as string);
        }
        if (a.labels === undefined || b.labels === undefined) return;
        const both = [...new Set([...a.labels, ...b.labels])].sort();
        const newer = a.updated_at > b.updated_at ? a.labels : b.labels;
        expect(joined.labels).toEqual(a.updated_at === b.updated_at ? both : newer);
      }),
      runs(1500),
    );
  });
});
