/**
 * The join is a semilattice: L1 commutative, L2 associative, L3 idempotent; and rows 1 to 6 of the
 * table in `docs/merge.md`, each checked against the two sides alone.
 */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type BoardData, emptyBoard, newerVersion } from "../../src/domain/board-data.ts";
import { ENTITY_NAMES, type EntityName } from "../../src/domain/entities.ts";
import { earlier } from "../../src/domain/instant.ts";
import { objectOf } from "../../src/domain/json.ts";
import { joinRecords } from "../../src/domain/merge/join.ts";
import { mergeBoards } from "../../src/domain/merge/merge-boards.ts";
import {
  type Fields,
  labelTime,
  recordOf,
  TIMED_FIELDS,
  timeOf,
} from "../../src/domain/merge/times.ts";
import { mergeUnknown } from "../../src/domain/merge/unknown.ts";
import {
  at,
  board,
  fieldsIn,
  idOf,
  LABELS,
  recordWithId,
  runs,
  unknownNames,
  versions,
} from "./generators.ts";
import { boardText, recordText } from "./texts.ts";

/** A merge of whole boards by joins alone, without mends. */
function joinBoards(a: BoardData, b: BoardData): BoardData {
  const joined = emptyBoard();
  const { exportedAt: x } = a;
  const { exportedAt: y } = b;
  joined.exportedAt = x !== null && y !== null ? earlier(x, y) : (x ?? y);
  joined.exportedBy = newerVersion(a.exportedBy, b.exportedBy);
  joined.unknown = mergeUnknown(a.unknown, b.unknown, []);
  for (const entity of ENTITY_NAMES) {
    const records = new Map(fieldsIn(a, entity).map((record) => [record.id, record]));
    for (const record of fieldsIn(b, entity)) {
      const other = records.get(record.id);
      records.set(record.id, other ? joinRecords(entity, other, record) : record);
    }
    const sorted = [...records.values()].sort((m, n) => (m.id < n.id ? -1 : 1));
    (joined.records as { [entity: string]: unknown[] })[entity] = sorted.map((one) =>
      recordOf(one),
    );
  }
  return joined;
}

describe.each(ENTITY_NAMES.map((entity) => [entity]))("records of %s", (entity: EntityName) => {
  const record = recordWithId(entity, idOf(entity, 1));
  const text = (one: Fields): string => recordText(entity, one);
  const join = (a: Fields, b: Fields): Fields => joinRecords(entity, a, b);

  test("L1: a join is commutative", () => {
    fc.assert(
      fc.property(record, record, (a, b) => {
        expect(text(join(a, b))).toBe(text(join(b, a)));
      }),
      runs(400),
    );
  });

  test("L2: a join is associative", () => {
    fc.assert(
      fc.property(record, record, record, (a, b, c) => {
        expect(text(join(join(a, b), c))).toBe(text(join(a, join(b, c))));
      }),
      runs(800),
    );
  });

  test("L3: a join is idempotent, and what went in adds nothing to what came out", () => {
    fc.assert(
      fc.property(record, record, (a, b) => {
        expect(text(join(a, a))).toBe(text(a));
        const joined = join(a, b);
        expect(text(join(joined, a))).toBe(text(joined));
        expect(text(join(b, joined))).toBe(text(joined));
      }),
      runs(400),
    );
  });
});

describe("whole boards, without mends", () => {
  test("L1: a join is commutative", () => {
    fc.assert(
      fc.property(board, board, (a, b) => {
        expect(boardText(joinBoards(a, b))).toBe(boardText(joinBoards(b, a)));
      }),
      runs(300),
    );
  });

  test("L2: a join is associative", () => {
    fc.assert(
      fc.property(board, board, board, (a, b, c) => {
        const left = joinBoards(joinBoards(a, b), c);
        const right = joinBoards(a, joinBoards(b, c));
        expect(boardText(left)).toBe(boardText(right));
      }),
      runs(500),
    );
  });

  test("L3: a join is idempotent", () => {
    fc.assert(
      fc.property(board, board, (a, b) => {
        expect(boardText(joinBoards(a, a))).toBe(boardText(a));
        const joined = joinBoards(a, b);
        expect(boardText(joinBoards(joined, b))).toBe(boardText(joined));
      }),
      runs(300),
    );
  });
});

/** What a record says of an unknown field: its text, "" where it was taken away, and since when. */
function unknownIn(entity: EntityName, record: Fields, name: string) {
  const key = entity === "work_item" && /^\.*labels\./.test(name) ? `.${name}` : name;
  const there = Object.hasOwn(record.extra ?? {}, name);
  const named = Object.hasOwn(record.field_updated_at ?? {}, key);
  if (!there && !named) return null;
  const text = there ? JSON.stringify(record.extra?.[name]) : "";
  return { text, time: timeOf(record, key) };
}

type Said = { text: string; time: string };
const byTimeThenText = (a: Said, b: Said): number =>
  `${a.time} ${a.text}` < `${b.time} ${b.text}` ? -1 : 1;

const PROJECT = {
  id: idOf("project", 1),
  title: "",
  description: null,
  status: "active",
  created_at: at(8),
  updated_at: at(11),
  created_by: null,
  updated_by: null,
  key: null,
  version: 1,
  deleted_at: null,
  extra: null,
  field_updated_at: null,
};

describe("the table, row by row", () => {
  test("1: a record that only one side has is kept as it is", () => {
    fc.assert(
      fc.property(board, board, (a, b) => {
        const { board: merged, mended } = mergeBoards(a, b, null);
        const touched = new Set(mended.map(({ after }) => after.id));
        for (const entity of ENTITY_NAMES) {
          const [x, y, z] = [a, b, merged].map(
            (one) => new Map(fieldsIn(one, entity).map((record) => [record.id, record])),
          ) as [Map<string, Fields>, Map<string, Fields>, Map<string, Fields>];
          expect([...z.keys()]).toEqual([...new Set([...x.keys(), ...y.keys()])].sort());
          for (const [id, record] of z) {
            const only = x.has(id) && y.has(id) ? undefined : (x.get(id) ?? y.get(id));
            if (only === undefined || touched.has(id)) continue;
            expect(recordText(entity, record)).toBe(recordText(entity, only));
          }
        }
      }),
      runs(300),
    );
  });

  test("2 and 3: the later write, with its time; of equal times the larger text", () => {
    fc.assert(
      fc.property(versions(2), ({ entity, records }) => {
        const [a, b] = records as [Fields, Fields];
        const joined = joinRecords(entity, a, b);
        for (const field of TIMED_FIELDS[entity]) {
          const [s, t] = [timeOf(a, field), timeOf(b, field)];
          const texts = [JSON.stringify(a[field]), JSON.stringify(b[field])].sort();
          const expected = s === t ? JSON.parse(texts[1] as string) : s > t ? a[field] : b[field];
          expect(joined[field]).toEqual(expected);
          expect(timeOf(joined, field)).toBe(s > t ? s : t);
        }
      }),
      runs(1500),
    );
  });

  test("2 and 3: a label is there or not as of its later write; of equal times it is there", () => {
    const item = recordWithId("work_item", idOf("work_item", 1));
    fc.assert(
      fc.property(item, item, (a, b) => {
        const joined = joinRecords("work_item", a, b);
        for (const name of [...LABELS, "gone", "never heard of"]) {
          const [s, t] = [labelTime(a, name), labelTime(b, name)];
          const [here, there] = [a, b].map((one) => one.labels?.includes(name));
          const expected = s === t ? here || there : s > t ? here : there;
          expect(joined.labels?.includes(name)).toBe(expected);
          expect(labelTime(joined, name)).toBe(s > t ? s : t);
        }
        expect(joined.labels).toEqual([...new Set(joined.labels)].sort());
      }),
      runs(1500),
    );
  });

  test("2 and 3: an unknown field is there or gone as of its later write; of equal times there", () => {
    fc.assert(
      fc.property(versions(2), ({ entity, records }) => {
        const [a, b] = records as [Fields, Fields];
        const joined = joinRecords(entity, a, b);
        for (const name of unknownNames(entity)) {
          const said = [a, b].flatMap((one) => unknownIn(entity, one, name) ?? []);
          const expected = said.sort(byTimeThenText).at(-1) ?? null;
          expect(unknownIn(entity, joined, name)).toEqual(expected);
        }
        const entries = Object.entries(joined.extra ?? {});
        const sorted = objectOf(entries.sort(([m], [n]) => (m < n ? -1 : 1)));
        expect(JSON.stringify(joined.extra)).toBe(JSON.stringify(sorted));
      }),
      runs(1500),
    );
  });

  test("4 and 5: the later updated_at with its author, the larger version", () => {
    fc.assert(
      fc.property(versions(2), ({ entity, records }) => {
        const [a, b] = records as [Fields, Fields];
        const joined = joinRecords(entity, a, b);
        expect(joined.updated_at).toBe(a.updated_at > b.updated_at ? a.updated_at : b.updated_at);
        expect(joined.version).toBe(
          a.version === undefined ? undefined : Math.max(a.version, b.version ?? 0),
        );
        const authors = [JSON.stringify(a.updated_by), JSON.stringify(b.updated_by)].sort();
        const expected =
          a.updated_at === b.updated_at
            ? authors[1]
            : JSON.stringify((a.updated_at > b.updated_at ? a : b).updated_by);
        expect(JSON.stringify(joined.updated_by)).toBe(expected as string);
      }),
      runs(1500),
    );
  });

  test("5: the author of the larger record, of equal updated_at, would depend on the order", () => {
    const project = (title: string, writtenAt: number, by: string): Fields => ({
      ...(PROJECT as Fields),
      title,
      updated_by: by,
      field_updated_at: { description: at(11), title: at(writtenAt) },
    });
    const byLargerRecord = (a: Fields, b: Fields): Fields => {
      const larger = recordText("project", a) > recordText("project", b) ? a : b;
      return { ...joinRecords("project", a, b), updated_by: larger.updated_by as string };
    };
    const ada = project("Zebra", 9, "ada");
    const bea = project("Apple", 10, "bea");
    const cleo = project("Mango", 9, "cleo");
    expect(byLargerRecord(byLargerRecord(ada, bea), cleo).updated_by).toBe("cleo");
    expect(byLargerRecord(ada, byLargerRecord(bea, cleo)).updated_by).toBe("ada");
    const join = (a: Fields, b: Fields): Fields => joinRecords("project", a, b);
    expect(join(join(ada, bea), cleo)).toEqual(join(ada, join(bea, cleo)));
  });

  test("6: the earlier created_at with its author", () => {
    fc.assert(
      fc.property(versions(2), ({ entity, records }) => {
        const [a, b] = records as [Fields, Fields];
        const joined = joinRecords(entity, a, b);
        if (a.created_at === undefined || b.created_at === undefined) {
          expect(entity).toBe("user");
          return;
        }
        const first = a.created_at < b.created_at ? a : b;
        expect(joined.created_at).toBe(first.created_at as typeof a.updated_at);
        const authors = [JSON.stringify(a.created_by), JSON.stringify(b.created_by)].sort();
        const expected =
          a.created_at === b.created_at ? authors[1] : JSON.stringify(first.created_by);
        expect(JSON.stringify(joined.created_by)).toBe(expected as string);
      }),
      runs(1500),
    );
  });

  test("the report of differences names what differs, and which side is in the result", () => {
    fc.assert(
      fc.property(versions(2), ({ entity, records }) => {
        const [a, b] = records as [Fields, Fields];
        const found: Parameters<typeof joinRecords>[3] = [];
        const joined = joinRecords(entity, a, b, found);
        const mirrored: Parameters<typeof joinRecords>[3] = [];
        joinRecords(entity, b, a, mirrored);
        const named = found.map(({ field, kept }) => `${field} ${kept}`).sort();
        const other = mirrored.map(
          ({ field, kept }) => `${field} ${kept === "ours" ? "theirs" : "ours"}`,
        );
        expect(named).toEqual(other.sort());
        for (const field of TIMED_FIELDS[entity]) {
          const difference = found.find((one) => one.field === field);
          expect(difference !== undefined).toBe(a[field] !== b[field]);
          if (difference !== undefined) expect(joined[field]).toEqual(difference[difference.kept]);
        }
      }),
      runs(600),
    );
  });
});
