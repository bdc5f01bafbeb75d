/**
 * L4: the newest write of each field is in the result. L5: what is deleted stays deleted.
 *
 * Several replicas of one board are written to and pull from each other, in any order; at the end all
 * of them are merged. A log of the writes, replayed as a map from fields to the last of them, says what
 * the result must be. It knows nothing of how `pm` keeps times or merges.
 */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type BoardData, emptyBoard } from "../../src/domain/board-data.ts";
import { ENTITIES, type EntityName, type FieldSpec } from "../../src/domain/entities.ts";
import type { Instant } from "../../src/domain/instant.ts";
import type { Json } from "../../src/domain/json.ts";
import { mergeBoards } from "../../src/domain/merge/merge-boards.ts";
import {
  type Fields,
  labelTime,
  recordOf,
  TIMED_FIELDS,
  timeOf,
} from "../../src/domain/merge/times.ts";
import { writeFields } from "../../src/domain/stamp.ts";
import { at, fieldsIn, idOf, LABELS, runs, valuesOf } from "./generators.ts";

const REPLICAS = 3;
/** Their fields can be written freely: no mend looks at them. */
const WRITTEN: EntityName[] = ["work_item", "sprint", "comment", "user"];
const SKIPPED = new Set(["parent_id"]);

interface Write {
  kind: "write";
  replica: number;
  entity: EntityName;
  /** A field, or `labels.NAME` with true or false. */
  field: string;
  value: Json;
  /** 0: at the very instant of the write before, by somebody else. */
  pause: 0 | 1 | 50;
}
interface Pull {
  kind: "pull";
  replica: number;
  from: number;
}

const replica = fc.nat({ max: REPLICAS - 1 });

const write: fc.Arbitrary<Write> = fc.constantFrom(...WRITTEN).chain((entity) => {
  const fields: { [field: string]: FieldSpec } = ENTITIES[entity].fields;
  const plain = TIMED_FIELDS[entity]
    .filter((field) => !SKIPPED.has(field))
    .map((field) =>
      fc.record({
        field: fc.constant(field),
        value: fc.constantFrom(...valuesOf(entity, field, fields[field] as FieldSpec)),
      }),
    );
  const label = fc.record({
    field: fc.constantFrom(...LABELS).map((name) => `labels.${name}`),
    value: fc.boolean(),
  });
  return fc
    .tuple(
      fc.oneof(...plain, ...(ENTITIES[entity].labelled ? [label, label, label] : [])),
      replica,
      fc.constantFrom<0 | 1 | 50>(0, 1, 50),
    )
    .map(([{ field, value }, who, pause]) => ({
      kind: "write",
      replica: who,
      entity,
      field,
      value,
      pause,
    }));
});
const pull: fc.Arbitrary<Pull> = fc.record({
  kind: fc.constant("pull" as const),
  replica,
  from: replica,
});
const history = fc.array(
  fc.oneof({ weight: 5, arbitrary: write }, { weight: 1, arbitrary: pull }),
  {
    minLength: 2,
    maxLength: 40,
  },
);

/** What everybody starts with: one record of each entity. */
function start(): BoardData {
  const made = emptyBoard();
  for (const entity of WRITTEN) {
    const record: { [field: string]: Json } = { extra: null, field_updated_at: null };
    const fields: { [field: string]: FieldSpec } = ENTITIES[entity].fields;
    for (const [field, spec] of Object.entries(fields)) {
      record[field] = valuesOf(entity, field, spec)[0] as Json;
    }
    for (const field of ["created_at", "updated_at"]) if (field in fields) record[field] = at(0);
    if (ENTITIES[entity].labelled) record.labels = ["red"];
    record.id = idOf(entity, 1);
    made.records[entity] = [recordOf(record as Fields)] as never;
  }
  return made;
}

/** One replica as the log has it: the last write of each field. */
type Known = Map<string, { value: Json; time: Instant }>;

function readKnown(board: BoardData): Known {
  const known: Known = new Map();
  for (const entity of WRITTEN) {
    for (const record of fieldsIn(board, entity)) {
      for (const field of TIMED_FIELDS[entity]) {
        known.set(`${entity} ${field}`, {
          value: record[field] as Json,
          time: timeOf(record, field),
        });
      }
      for (const name of ENTITIES[entity].labelled ? LABELS : []) {
        known.set(`${entity} labels.${name}`, {
          value: record.labels?.includes(name) === true,
          time: labelTime(record, name),
        });
      }
    }
  }
  return known;
}

function learn(known: Known, other: Known): void {
  for (const [key, theirs] of other) {
    const ours = known.get(key);
    if (
      ours === undefined ||
      theirs.time > ours.time ||
      (theirs.time === ours.time && JSON.stringify(theirs.value) > JSON.stringify(ours.value))
    ) {
      known.set(key, theirs);
    }
  }
}

interface Replica {
  board: BoardData;
  known: Known;
}

function apply(replicas: Replica[], one: Write, now: Instant): void {
  const { board, known } = replicas[one.replica] as Replica;
  const key = `${one.entity} ${one.field}`;
  // A value that the field has already is not written.
  if (JSON.stringify(known.get(key)?.value) === JSON.stringify(one.value)) return;
  known.set(key, { value: one.value, time: now });
  const [record] = fieldsIn(board, one.entity) as [Fields];
  const values = { [one.field]: one.value };
  if (one.field.startsWith("labels.")) {
    const name = one.field.slice("labels.".length);
    const others = (record.labels ?? []).filter((label) => label !== name);
    values.labels = one.value === true ? [name, ...others] : others;
    delete values[one.field];
  }
  board.records[one.entity] = [recordOf(writeFields(one.entity, record, values, now))] as never;
}

/** Plays a history; the replicas at its end. */
function play(steps: readonly (Write | Pull)[]): Replica[] {
  const replicas = Array.from({ length: REPLICAS }, () => ({
    board: start(),
    known: readKnown(start()),
  }));
  let time = 100;
  let writers = new Set<number>();
  for (const step of steps) {
    const mine = replicas[step.replica] as Replica;
    if (step.kind === "pull") {
      const theirs = replicas[step.from] as Replica;
      mine.board = mergeBoards(mine.board, theirs.board, null).board;
      learn(mine.known, theirs.known);
      // What it has seen now, it must write later than.
      writers.add(step.replica);
      continue;
    }
    if (step.pause > 0 || writers.has(step.replica)) {
      time += Math.max(1, step.pause);
      writers = new Set();
    }
    writers.add(step.replica);
    apply(replicas, step, at(time));
  }
  return replicas;
}

const isLarge = (entity: EntityName): boolean => TIMED_FIELDS[entity].length > REPLICAS;

function mergeAll(replicas: readonly Replica[], order: readonly number[], base: BoardData | null) {
  return order
    .map((index) => (replicas[index] as Replica).board)
    .reduce((a, b) => mergeBoards(a, b, base).board);
}

const anyOrder = fc.shuffledSubarray([0, 1, 2], { minLength: REPLICAS });

describe("several replicas, any history", () => {
  test("L4: the newest write of each field is in the result, with its time", () => {
    fc.assert(
      fc.property(history, anyOrder, (steps, order) => {
        const replicas = play(steps);
        for (const { board, known } of replicas) expect(readKnown(board)).toEqual(known);
        const expected: Known = new Map();
        for (const { known } of replicas) learn(expected, known);
        expect(readKnown(mergeAll(replicas, order, null))).toEqual(expected);
      }),
      runs(700),
    );
  });

  // Not of records with two or three fields: all of those can be written in one millisecond, and then
  // the record looks as if it had no field times.
  test("L4: knowing where they started changes nothing: stamped writes are not attributed", () => {
    fc.assert(
      fc.property(history, anyOrder, (every, order) => {
        const steps = every.filter((one) => one.kind === "pull" || isLarge(one.entity));
        const replicas = play(steps);
        const expected = readKnown(mergeAll(replicas, order, null));
        expect(readKnown(mergeAll(replicas, order, start()))).toEqual(expected);
      }),
      runs(500),
    );
  });

  test("L5: no resurrection: a deleted record stays deleted unless a restore is newer", () => {
    const others = write.filter(({ field }) => field !== "deleted_at");
    const deletedFirst = fc.constantFrom("restored later", "restored before", "never restored");
    fc.assert(
      fc.property(
        fc.array(others, { maxLength: 20 }),
        deletedFirst,
        anyOrder,
        (steps, how, order) => {
          const replicas = play(steps);
          const [remover, restorer] = [replicas[0] as Replica, replicas[1] as Replica];
          const write = (who: Replica, value: Json, milliseconds: number): void => {
            const [record] = fieldsIn(who.board, "work_item") as [Fields];
            const values = { deleted_at: value };
            const written = writeFields("work_item", record, values, at(milliseconds));
            who.board.records.work_item = [recordOf(written)] as never;
          };
          if (how !== "never restored") {
            write(restorer, at(1), 10);
            write(restorer, null, how === "restored later" ? 90_000 : 20);
          }
          write(remover, at(50), 50);
          const [merged] = fieldsIn(mergeAll(replicas, order, null), "work_item") as [Fields];
          expect(merged.deleted_at).toBe(how === "restored later" ? null : at(50));
        },
      ),
      runs(500),
    );
  });
});
