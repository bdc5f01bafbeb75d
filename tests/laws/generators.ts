/**
 * A tiny universe of boards: few ids, fields, values and instants, so that two versions of a record
 * conflict nearly always. `generators.test.ts` proves that every branch of the law is reached.
 */
import fc from "fast-check";
import { type BoardData, emptyBoard } from "../../src/domain/board-data.ts";
import {
  type AnyRecord,
  ENTITIES,
  ENTITY_NAMES,
  type EntityName,
  type FieldSpec,
} from "../../src/domain/entities.ts";
import { type Instant, parseInstant } from "../../src/domain/instant.ts";
import { type Json, type JsonObject, objectOf } from "../../src/domain/json.ts";
import {
  canonicalTimes,
  type Fields,
  fieldsOf,
  recordOf,
  TIMED_FIELDS,
} from "../../src/domain/merge/times.ts";

/** How often a property runs: `LAW_RUNS=10000 bun test tests/laws` looks harder than every day. */
export function runs(everyDay: number): { numRuns: number } {
  return { numRuns: Number(process.env.LAW_RUNS ?? everyDay) };
}

export const at = (milliseconds: number): Instant =>
  parseInstant(new Date(1_770_000_000_000 + milliseconds).toISOString()) as Instant;

/** Neighbours of 1 ms among them: a mend or an attributed edit is 1 ms after another write. */
export const INSTANTS: readonly Instant[] = [at(0), at(1), at(2), at(3), at(60_000), at(61_000)];
export const instant: fc.Arbitrary<Instant> = fc.constantFrom(...INSTANTS);

/** The same last digit in every entity; the first digits differ, as those of real ids do. */
export function idOf(entity: EntityName, number: number): string {
  const first = `${number}${ENTITY_NAMES.indexOf(entity)}`.padEnd(8, "a");
  return `${first}-0000-4000-8000-00000000000${number}`;
}

export const PEOPLE = [null, idOf("user", 1), idOf("user", 2)];
const NOBODY = "ffffffff-0000-4000-8000-000000000009";

const LINKS: { [field: string]: EntityName } = {
  project_id: "project",
  parent_id: "work_item",
  sprint_id: "sprint",
  work_item_id: "work_item",
  blocking_item_id: "work_item",
  blocked_item_id: "work_item",
};

/** The few values that a field can have here; those that make trouble more than once. */
export function valuesOf(entity: EntityName, field: string, spec: FieldSpec): Json[] {
  const nothing = spec.nullable ? [null] : [];
  switch (spec.type) {
    case "uuid": {
      const target = LINKS[field];
      if (target === undefined) return field.endsWith("_by") ? PEOPLE : [...PEOPLE].slice(1);
      return [...nothing, idOf(target, 1), idOf(target, 2), ...(nothing.length ? [NOBODY] : [])];
    }
    case "text":
      if (spec.pattern !== undefined) return [...nothing, "WEB", "WEB", "WEB", "APP", "P20AAA"];
      return [...nothing, "a", "b", "ü\n“b”"];
    case "choice":
      return spec.choices.slice(0, 2);
    case "integer":
      return field === "version" ? [0, 1, 7] : [-1024, 0, 1024];
    case "number":
      return [...nothing, 0, 0.5, 13];
    case "instant":
      return [...nothing, ...nothing, INSTANTS[1] as Instant, INSTANTS[4] as Instant];
    case "date":
      return [...nothing, "2026-02-01", "2024-02-29"];
    default:
      throw new Error(`${entity}.${field}: no values for this type`);
  }
}

export const LABELS = ["red", "blue", "__proto__"];

const { rawJSON } = JSON as unknown as { rawJSON(text: string): Json };
/** Values of unknown fields: the same one in two orders of keys, and a number kept as text. */
export const ANY_VALUES: readonly Json[] = [
  null,
  1,
  rawJSON("1.0"),
  "a",
  ["b", {}],
  { a: 1, b: null },
  { b: null, a: 1 },
];

/** Names that collide with something: prototypes, integer keys, keys of labels, fields elsewhere. */
export function unknownNames(entity: EntityName | null): string[] {
  const labelled = entity !== null && ENTITIES[entity].labelled;
  const elsewhere = ["version", "created_by", "labels"].filter(
    (name) =>
      entity === null || !(name in ENTITIES[entity].fields || (labelled && name === "labels")),
  );
  return ["x", "7", "__proto__", "extra", "labels.red", ".labels.red", ...elsewhere];
}

const someOf = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.subarray([...values], { maxLength: 3 });

function extraOf(names: readonly string[]): fc.Arbitrary<[string, Json][]> {
  return fc
    .tuple(someOf(names), fc.array(fc.constantFrom(...ANY_VALUES), { minLength: 3, maxLength: 3 }))
    .map(([chosen, values]) => chosen.sort().map((name, index) => [name, values[index] as Json]));
}

/**
 * Field times as any tool may write them: of fields that are there, of labels and unknown fields that
 * are there or gone, also later than `updated_at`; null half of the time.
 */
function timesOf(keys: readonly string[]): fc.Arbitrary<{ [field: string]: Instant } | null> {
  const named = fc
    .tuple(
      fc.subarray([...keys]),
      fc.array(instant, { minLength: keys.length, maxLength: keys.length }),
    )
    .map(([chosen, times]) =>
      Object.fromEntries(chosen.sort().map((key, index) => [key, times[index] as Instant])),
    );
  return fc.oneof(fc.constant(null), named, named);
}

/** A version of the record with this id, as a file can bring it. */
export function recordWithId(entity: EntityName, id: string): fc.Arbitrary<Fields> {
  const spec = ENTITIES[entity];
  const fields: { [field: string]: fc.Arbitrary<Json> } = {};
  for (const [field, fieldSpec] of Object.entries(spec.fields) as [string, FieldSpec][]) {
    const values = valuesOf(entity, field, fieldSpec);
    fields[field] = /^(created|updated)_at$/.test(field) ? instant : fc.constantFrom(...values);
  }
  const names = unknownNames(entity);
  const labelKeys = ["labels", ...[...LABELS, "gone"].map((name) => `labels.${name}`)];
  const keys = [...TIMED_FIELDS[entity], ...names, ...(spec.labelled ? labelKeys : [])];
  return fc
    .record({
      known: fc.record(fields),
      labels: someOf(LABELS),
      extra: fc.oneof(fc.constant([]), extraOf(names)),
      times: timesOf([...new Set(keys)]),
    })
    .map(({ known, labels, extra, times }) => {
      const record = {
        ...known,
        id,
        ...(spec.labelled ? { labels: labels.sort() } : {}),
        extra: objectOf(extra),
        field_updated_at: times,
      } as Fields;
      record.field_updated_at = canonicalTimes(entity, record);
      return record;
    });
}

export const entityName: fc.Arbitrary<EntityName> = fc.constantFrom(...ENTITY_NAMES);

/** Several versions of one record, of any entity. */
export function versions(count: number): fc.Arbitrary<{ entity: EntityName; records: Fields[] }> {
  return entityName.chain((entity) =>
    fc
      .array(recordWithId(entity, idOf(entity, 1)), { minLength: count, maxLength: count })
      .map((records) => ({ entity, records })),
  );
}

/** A record of an array that this version does not know, with or without anything that `pm` writes. */
function foreignRecord(id: string): fc.Arbitrary<JsonObject> {
  const names = unknownNames(null);
  const time = fc.oneof(
    instant,
    fc.constantFrom<Json>("2026-02-02T03:40:00+01:00", "yesterday", 1_770_000_000),
  );
  return fc
    .record({
      extra: extraOf(names),
      updated: fc.option(time),
      created: fc.option(time),
      times: timesOf([...names, "updated_at"]),
      reversed: fc.boolean(),
    })
    .map(({ extra, updated, created, times, reversed }) => {
      const entries: [string, Json][] = [["id", id], ...extra];
      if (updated !== null) entries.push(["updated_at", updated]);
      if (created !== null) entries.push(["created_at", created]);
      if (times !== null) entries.push(["field_updated_at", times]);
      return Object.fromEntries(reversed ? entries.reverse() : entries);
    });
}

/** A top-level value that this version does not know: records in any order, or anything else. */
export const unknownValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(...ANY_VALUES, [], [{ id: "r1" }, { id: "r1" }], [{ id: 1 }]),
  fc
    .subarray(["r1", "r2"])
    .chain((ids) => fc.tuple(...ids.map(foreignRecord)))
    .chain((records) => fc.boolean().map((turned) => (turned ? records.reverse() : records))),
);

const unknownValues: fc.Arbitrary<[string, Json][]> = fc
  .subarray(["7", "__proto__", "milestones"])
  .chain((keys) =>
    fc
      .tuple(...keys.map(() => unknownValue))
      .map((values) => keys.map((key, index) => [key, values[index] as Json])),
  );

function listOf(entity: EntityName, most: number): fc.Arbitrary<AnyRecord[]> {
  return fc
    .subarray(Array.from({ length: most }, (_, index) => idOf(entity, index + 1)))
    .chain((ids) => fc.tuple(...ids.map((id) => recordWithId(entity, id))))
    .map((records) => records.map((record) => recordOf<AnyRecord>(record)));
}

/** Three of what the mends look at, one of everything else. */
const MOST: { [E in EntityName]: number } = {
  project: 3,
  work_item: 3,
  sprint: 1,
  comment: 1,
  swim_lane: 3,
  dependency: 1,
  time_entry: 1,
  user: 2,
};

const VERSIONS = ["pm-cli 0.9.0", "pm-cli 0.10.0", "tool", `pm-cli ${"9".repeat(400)}.0.0`];

/** Any board of the tiny universe. */
export const board: fc.Arbitrary<BoardData> = fc
  .record({
    exportedAt: fc.option(instant),
    exportedBy: fc.option(fc.constantFrom(...VERSIONS)),
    lists: fc.tuple(...ENTITY_NAMES.map((entity) => listOf(entity, MOST[entity]))),
    unknown: unknownValues,
  })
  .map(({ exportedAt, exportedBy, lists, unknown }) => {
    const made: BoardData = { ...emptyBoard(), exportedAt, exportedBy, unknown };
    for (const [index, entity] of ENTITY_NAMES.entries()) {
      (made.records as { [entity: string]: AnyRecord[] })[entity] = lists[index] as AnyRecord[];
    }
    return made;
  });

/** A board's records of one entity as fields. */
export function fieldsIn(data: BoardData, entity: EntityName): Fields[] {
  return (data.records[entity] as AnyRecord[]).map(fieldsOf);
}
