/** The laws are only as good as the cases that they meet: each of them must turn up, and often. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ENTITY_NAMES } from "../../src/domain/entities.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import { mergeBoards } from "../../src/domain/merge/merge-boards.ts";
import {
  expandTimes,
  type Fields,
  labelField,
  labelTime,
  TIMED_FIELDS,
  timeOf,
} from "../../src/domain/merge/times.ts";
import { board, fieldsIn, idOf, LABELS, recordWithId, versions } from "./generators.ts";

const SAMPLES = 2000;
/** The same samples every day: this test is about the generators, not about luck. */
const SEED = 20260208;

type Counts = { [name: string]: number };

function count(counts: Counts, met: { [name: string]: boolean }): void {
  for (const [name, seen] of Object.entries(met)) counts[name] = (counts[name] ?? 0) + Number(seen);
}

/** In at least 1 of 200 samples. */
function expectAll(counts: Counts): void {
  const seldom = Object.entries(counts).filter(([, seen]) => seen < SAMPLES / 200);
  expect(seldom).toEqual([]);
}

const sample = <T>(arbitrary: fc.Arbitrary<T>): T[] =>
  fc.sample(arbitrary, { numRuns: SAMPLES, seed: SEED });

describe("the generators reach", () => {
  test("rows 2 to 6 of the table", () => {
    const counts: Counts = {};
    for (const { entity, records } of sample(versions(2))) {
      const [a, b] = records as [Fields, Fields];
      const fields = TIMED_FIELDS[entity].map((field) => ({
        differs: a[field] !== b[field],
        ours: timeOf(a, field),
        theirs: timeOf(b, field),
      }));
      const sameAge = a.updated_at === b.updated_at;
      const sameBirth = a.created_at === b.created_at;
      count(counts, {
        "2 later here": fields.some(({ differs, ours, theirs }) => differs && ours > theirs),
        "2 later there": fields.some(({ differs, ours, theirs }) => differs && ours < theirs),
        "2 later with the same value": fields.some((one) => !one.differs && one.ours > one.theirs),
        "3 equal times": fields.some(({ differs, ours, theirs }) => differs && ours === theirs),
        "4 later updated_at": a.updated_at > b.updated_at,
        "4 larger version": a.version !== undefined && a.version !== b.version,
        "4 the later has the smaller version":
          a.updated_at > b.updated_at && (a.version ?? 0) < (b.version ?? 0),
        "5 author of the later": !sameAge && a.updated_by !== b.updated_by,
        "5 larger author of equals": sameAge && a.updated_by !== b.updated_by,
        "6 earlier": a.created_at !== undefined && !sameBirth && a.created_by !== b.created_by,
        "6 larger author of equals": sameBirth && a.created_by !== b.created_by,
        "no field times here": a.field_updated_at === null && b.field_updated_at !== null,
        "no field times anywhere": a.field_updated_at === null && b.field_updated_at === null,
        "field times later than updated_at": Object.values(a.field_updated_at ?? {}).some(
          (time) => time > a.updated_at,
        ),
        "no created_at": a.created_at === undefined,
      });
    }
    expectAll(counts);
  });

  test("every fate of a label", () => {
    const counts: Counts = {};
    const item = recordWithId("work_item", idOf("work_item", 1));
    for (const [a, b] of sample(fc.tuple(item, item))) {
      const labels = LABELS.map((name) => ({
        here: a.labels?.includes(name) === true,
        there: b.labels?.includes(name) === true,
        ours: labelTime(a, name),
        theirs: labelTime(b, name),
        named: Object.hasOwn(a.field_updated_at ?? {}, labelField(name)),
      }));
      count(counts, {
        "added later": labels.some((one) => one.here && !one.there && one.ours > one.theirs),
        "taken away later": labels.some((one) => !one.here && one.there && one.ours > one.theirs),
        "there and away at once": labels.some(
          (one) => one.here !== one.there && one.ours === one.theirs,
        ),
        "there on both sides": labels.some((one) => one.here && one.there),
        "there by its own time": labels.some((one) => one.here && one.named),
        "there by the time of the set": labels.some((one) => one.here && !one.named),
        "away by its own time": labels.some((one) => !one.here && one.named),
        "away by the time of the set": labels.some(
          (one) => !one.here && one.there && !one.named && one.ours > one.theirs,
        ),
        "sets of different times": timeOf(a, "labels") !== timeOf(b, "labels"),
      });
    }
    expectAll(counts);
  });

  test("every fate of an unknown field", () => {
    const counts: Counts = {};
    for (const { entity, records } of sample(versions(2))) {
      const [a, b] = records as [Fields, Fields];
      const [mine, other] = [expandTimes(entity, a), expandTimes(entity, b)];
      const keys = Object.keys(a.extra ?? {});
      const shared = keys.filter((key) => Object.hasOwn(b.extra ?? {}, key));
      count(counts, {
        "on both sides": shared.length > 0,
        "here, and nothing said there": keys.some(
          (key) => !other.times.has(key) && !other.gone.has(key),
        ),
        "here, and gone there before": keys.some(
          (key) => (other.gone.get(key) ?? "9") <= (mine.times.get(key) ?? ""),
        ),
        "here, and gone there later": keys.some(
          (key) => (other.gone.get(key) ?? "") > (mine.times.get(key) ?? "9"),
        ),
        "gone on both sides": [...mine.gone.keys()].some(
          (key) => !key.startsWith("labels.") && other.gone.has(key),
        ),
        __proto__: keys.includes("__proto__"),
        "an integer key": keys.includes("7"),
        "a name like a label's": keys.includes("labels.red") && entity === "work_item",
        "labels where there are none": keys.includes("labels"),
      });
    }
    expectAll(counts);
  });

  test("every case of attribution", () => {
    const counts: Counts = {};
    for (const { entity, records } of sample(versions(2))) {
      const [record, base] = records as [Fields, Fields];
      const unstamped = record.field_updated_at === null;
      const stale = unstamped && record.updated_at < base.updated_at;
      const fields = TIMED_FIELDS[entity].map((field) => ({
        differs: record[field] !== base[field],
        moved: timeOf(record, field) !== timeOf(base, field),
        later: timeOf(base, field) >= record.updated_at,
      }));
      count(counts, {
        stale,
        "unstamped, not stale": unstamped && !stale,
        "unstamped, of the same time": unstamped && record.updated_at === base.updated_at,
        "unstamped, a field of the base as late as the record":
          unstamped && !stale && fields.some(({ differs, later }) => differs && later),
        "stamped, differs and has not moved":
          !unstamped && fields.some(({ differs, moved }) => differs && !moved),
        "stamped, differs and has not moved, its time later than the record's":
          !unstamped && fields.some((one) => one.differs && !one.moved && one.later),
        "stamped, differs and has moved":
          !unstamped && fields.some(({ differs, moved }) => differs && moved),
        "does not differ and has moved": fields.some(({ differs, moved }) => !differs && moved),
      });
    }
    expectAll(counts);
  });

  test("row 1, the mends and every kind of unknown value", () => {
    const counts: Counts = {};
    for (const [a, b] of sample(fc.tuple(board, board))) {
      const ids = (one: typeof a): Set<string> =>
        new Set(ENTITY_NAMES.flatMap((entity) => fieldsIn(one, entity).map(({ id }) => id)));
      const [here, there] = [ids(a), ids(b)];
      const { mended } = mergeBoards(a, b, null);
      const values = new Map(b.unknown);
      const pairs = a.unknown
        .filter(([key]) => values.has(key))
        .map(([key, value]) => [kind(value), kind(values.get(key))].join(", "));
      count(counts, {
        "1 only here": [...here].some((id) => !there.has(id)),
        "1 only there": [...there].some((id) => !here.has(id)),
        "in both": [...here].some((id) => there.has(id)),
        "M1 a circle": mended.some(({ field }) => field === "parent_id"),
        "M1 its own parent": mended.some(
          ({ field, lost, before }) => field === "parent_id" && lost === before.id,
        ),
        "M1 a circle of several": mended.some(
          ({ field, lost, before }) => field === "parent_id" && lost !== before.id,
        ),
        "M2 a key": mended.some(({ field }) => field === "key"),
        "M2 two keys": mended.filter(({ field }) => field === "key").length === 2,
        "M3 a lane": mended.some(({ entity }) => entity === "swim_lane"),
        "unknown in one": a.unknown.some(([key]) => !values.has(key)),
        "unknown records": pairs.includes("records, records"),
        "unknown records and nothing": pairs.includes("records, empty"),
        "unknown records and a value": pairs.includes("records, value"),
        "unknown values": pairs.includes("value, value"),
      });
    }
    expectAll(counts);
  });
});

function kind(value: unknown): "records" | "empty" | "value" {
  if (!Array.isArray(value)) return "value";
  if (value.length === 0) return "empty";
  const ids = value.map((one) => (one as JsonObject).id);
  const distinct = new Set(ids).size === ids.length;
  return distinct && ids.every((id) => typeof id === "string") ? "records" : "value";
}
