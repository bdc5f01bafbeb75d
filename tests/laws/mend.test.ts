/**
 * Whole boards with their mends.
 *
 * A mend is a write, so merging whole boards is not literally associative: who merges two of three
 * boards first may cut a link of a circle that, seen from all three, would have been cut elsewhere.
 * What holds instead, and is what people need, is L8: replicas that merge each other's states, in any
 * order, end with the same bytes.
 */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type BoardData, emptyBoard } from "../../src/domain/board-data.ts";
import { ENTITY_NAMES } from "../../src/domain/entities.ts";
import { attributeImport } from "../../src/domain/merge/attribute.ts";
import { mergeBoards } from "../../src/domain/merge/merge-boards.ts";
import { recordOf, timeOf } from "../../src/domain/merge/times.ts";
import { mergeUnknown } from "../../src/domain/merge/unknown.ts";
import { editRecord } from "../../src/domain/stamp.ts";
import { at, board, fieldsIn, idOf, PEOPLE, runs } from "./generators.ts";
import { boardText } from "./texts.ts";

const merge = (a: BoardData, b: BoardData): BoardData => mergeBoards(a, b, null).board;

/** Whatever rule of M1 to M3 the board breaks. */
function broken(data: BoardData): string[] {
  const problems: string[] = [];
  const parents = new Map(data.records.work_item.map((item) => [item.id, item.parent_id]));
  for (const start of parents.keys()) {
    let above = parents.get(start) ?? null;
    for (let steps = 0; above !== null && steps <= parents.size; steps += 1) {
      if (above === start) {
        problems.push(`M1 ${start}`);
        break;
      }
      above = parents.get(above) ?? null;
    }
  }
  const seen = new Set<string>();
  const once = (name: string): void => {
    if (seen.has(name)) problems.push(name);
    seen.add(name);
  };
  for (const { key, deleted_at } of data.records.project) {
    if (key !== null && deleted_at === null) once(`M2 ${key}`);
  }
  for (const { project_id, status_value, deleted_at } of data.records.swim_lane) {
    if (deleted_at === null) once(`M3 ${project_id} ${status_value}`);
  }
  return problems;
}

describe("merging whole boards", () => {
  test("L1: is commutative, in what it reports too", () => {
    fc.assert(
      fc.property(board, board, (a, b) => {
        const [one, other] = [mergeBoards(a, b, null), mergeBoards(b, a, null)];
        expect(boardText(one.board)).toBe(boardText(other.board));
        expect(one.mended).toEqual(other.mended);
        expect(one.differences.length).toBe(other.differences.length);
      }),
      runs(300),
    );
  });

  test("L1: is commutative with a base, whatever it is", () => {
    fc.assert(
      fc.property(board, board, board, (a, b, base) => {
        const one = mergeBoards(a, b, base).board;
        expect(boardText(one)).toBe(boardText(mergeBoards(b, a, base).board));
      }),
      runs(300),
    );
  });

  test("L3: is idempotent: merging again what is in the result changes nothing", () => {
    fc.assert(
      fc.property(board, board, (a, b) => {
        const merged = merge(a, b);
        for (const again of [merge(merged, a), merge(b, merged), merge(merged, merged)]) {
          expect(boardText(again)).toBe(boardText(merged));
        }
      }),
      runs(300),
    );
  });

  test("M1, M2, M3: leaves nothing broken, and mends only what was", () => {
    fc.assert(
      fc.property(board, board, (a, b) => {
        const { board: merged, mended } = mergeBoards(a, b, null);
        expect(broken(merged)).toEqual([]);
        for (const { entity, before, after, field, kept, lost, lostAt } of mended) {
          expect(before[field]).toEqual(lost);
          expect(after[field]).toEqual(kept);
          expect(timeOf(after, field) > lostAt).toBe(true);
          expect(fieldsIn(merged, entity)).toContainEqual(after);
        }
      }),
      runs(300),
    );
  });

  test("leaves what went in as it was", () => {
    fc.assert(
      fc.property(board, board, board, (a, b, base) => {
        const before = [a, b, base].map(boardText);
        mergeBoards(a, b, base);
        expect([a, b, base].map(boardText)).toEqual(before);
      }),
      runs(100),
    );
  });
});

/** As an import does it: the local board is the base. */
function importFile(local: BoardData, file: BoardData): BoardData {
  const [ours, theirs] = [emptyBoard(), emptyBoard()];
  for (const entity of ENTITY_NAMES) {
    const theirRecords = new Map(fieldsIn(file, entity).map((record) => [record.id, record]));
    const ourRecords = new Map(fieldsIn(local, entity).map((record) => [record.id, record]));
    for (const [id, record] of ourRecords) {
      const other = theirRecords.get(id);
      if (other === undefined) continue;
      const sides = attributeImport(entity, record, other);
      ourRecords.set(id, sides.local);
      theirRecords.set(id, sides.file);
    }
    ours.records[entity] = [...ourRecords.values()].map((record) => recordOf(record)) as never;
    theirs.records[entity] = [...theirRecords.values()].map((record) => recordOf(record)) as never;
  }
  const merged = merge({ ...local, records: ours.records }, { ...file, records: theirs.records });
  return { ...merged, unknown: mergeUnknown(local.unknown, file.unknown, local.unknown) };
}

const step = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }));

/** Each pulls from every other, in the order of a random list, until a round changes nothing. */
function settle(replicas: BoardData[], pull: (ours: BoardData, theirs: BoardData) => BoardData) {
  for (let round = 0; round < 8; round += 1) {
    const before = replicas.map(boardText).join();
    for (const [i] of replicas.entries()) {
      for (const [j, theirs] of replicas.entries()) {
        if (i !== j) replicas[i] = pull(replicas[i] as BoardData, theirs);
      }
    }
    if (replicas.map(boardText).join() === before) return;
  }
  throw new Error("the replicas do not come to rest");
}

describe("L8: convergence", () => {
  test("replicas that merge each other's states in any order end with the same bytes", () => {
    fc.assert(
      fc.property(
        fc.array(board, { minLength: 4, maxLength: 4 }),
        fc.array(step, { maxLength: 12 }),
        (boards, steps) => {
          const replicas = [...boards];
          for (const [i, j] of steps) {
            replicas[i] = merge(replicas[i] as BoardData, replicas[j] as BoardData);
          }
          settle(replicas, merge);
          expect(new Set(replicas.map(boardText)).size).toBe(1);
          expect(broken(replicas[0] as BoardData)).toEqual([]);
        },
      ),
      runs(120),
    );
  });

  test("L2: where nothing needs a mend, the order of the merges is of no account at all", () => {
    const calm: fc.Arbitrary<BoardData> = board.map((one) => ({
      ...one,
      records: {
        ...one.records,
        project: one.records.project.map((project) => ({ ...project, key: null })),
        work_item: one.records.work_item.map((item) => ({ ...item, parent_id: null })),
        swim_lane: [],
      },
    }));
    fc.assert(
      fc.property(fc.array(calm, { minLength: 4, maxLength: 4 }), (boards) => {
        const [a, b, c, d] = boards as [BoardData, BoardData, BoardData, BoardData];
        const expected = boardText(merge(merge(a, b), merge(c, d)));
        expect(boardText(merge(merge(merge(d, b), a), c))).toBe(expected);
        expect(boardText(merge(a, merge(c, merge(b, d))))).toBe(expected);
      }),
      runs(150),
    );
  });

  test("writes that go on meanwhile, and imports with the local board as base, converge too", () => {
    const write = fc.record({
      replica: fc.nat({ max: 3 }),
      item: fc.constantFrom(1, 2, 3),
      values: fc.constantFrom<{ [field: string]: string | null | string[] }>(
        { parent_id: idOf("work_item", 1) },
        { parent_id: idOf("work_item", 2) },
        { parent_id: null },
        { title: "a" },
        { title: "b" },
        { labels: ["red"] },
        { labels: [] },
        { deleted_at: at(5) },
        { deleted_at: null },
      ),
    });
    fc.assert(
      fc.property(
        board,
        fc.array(fc.oneof(write, write, step), { maxLength: 25 }),
        (start, steps) => {
          const replicas = [start, start, start, start].map((one) => merge(one, one));
          for (const [index, one] of steps.entries()) {
            if (Array.isArray(one)) {
              const [i, j] = one;
              replicas[i] = importFile(replicas[i] as BoardData, replicas[j] as BoardData);
              continue;
            }
            const mine = replicas[one.replica] as BoardData;
            // Each write at an instant of its own, far from the 1 ms of a mend.
            const now = at(100_000 + 10 * index);
            const by = PEOPLE[one.replica % PEOPLE.length] ?? null;
            const items = fieldsIn(mine, "work_item").map((item) =>
              item.id === idOf("work_item", one.item)
                ? editRecord("work_item", item, one.values, now, by)
                : item,
            );
            const records = { ...mine.records, work_item: items.map((item) => recordOf(item)) };
            replicas[one.replica] = { ...mine, records: records as BoardData["records"] };
          }
          settle(replicas, importFile);
          expect(new Set(replicas.map(boardText)).size).toBe(1);
        },
      ),
      runs(120),
    );
  });
});
