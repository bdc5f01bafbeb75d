/**
 * What is done by bytes gives what is done with whole boards, byte for byte; and it is done by bytes
 * wherever the files are canonical.
 */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { readBoard } from "../../src/data-json/read.ts";
import type { ReadAt } from "../../src/data-json/slices/board-cursor.ts";
import {
  checkRecords,
  RECORD_START,
  readCanonical,
} from "../../src/data-json/slices/canonical-record.ts";
import { mergeSlices, pieceBytes } from "../../src/data-json/slices/merge-slices.ts";
import { recordPattern } from "../../src/data-json/slices/record-pattern.ts";
import { headOf, recordText, writeBoard } from "../../src/data-json/write.ts";
import type { BoardData } from "../../src/domain/board-data.ts";
import { ENTITY_NAMES } from "../../src/domain/entities.ts";
import { mergeBoards } from "../../src/domain/merge/merge-boards.ts";
import { fieldsOf } from "../../src/domain/merge/times.ts";
import { entityName, idOf, recordWithId, runs } from "./generators.ts";
import { fileText, SPOILS, spoil, versions } from "./slices.generators.ts";

const reader =
  (bytes: Buffer): ReadAt =>
  (into, position) =>
    bytes.copy(into, 0, position, position + into.length);

/** A file as a board, if it is the canonical text of one. */
function canonicalBoard(bytes: Buffer): BoardData | null {
  const read = readBoard(bytes, "");
  if (!read.ok) return null;
  return Buffer.from(writeBoard(read.value, headOf(read.value))).equals(bytes) ? read.value : null;
}

/** Whether an unknown field that is called like a number stands before an id. */
function hasFieldBeforeId(board: BoardData): boolean {
  return ENTITY_NAMES.some((entity) =>
    board.records[entity].some(
      (one) => !recordText(entity, fieldsOf(one)).startsWith(RECORD_START),
    ),
  );
}

interface Files {
  base: Buffer | null;
  ours: Buffer;
  theirs: Buffer;
}

/** Merges both ways. @returns what happened, for counting. */
function mergeBothWays({ base, ours, theirs }: Files, window: number): string {
  const found = mergeSlices(
    reader(ours),
    reader(theirs),
    base === null ? null : reader(base),
    window,
  );
  const sides = [ours, theirs, ...(base === null ? [] : [base])].map(canonicalBoard);
  if (sides.some((side) => side === null)) {
    expect(found).toBeNull();
    return "not canonical";
  }
  const [a, b, o = null] = sides as [BoardData, BoardData, BoardData | undefined];
  const merged = mergeBoards(a, b, o);
  if (merged.mended.length > 0 || (sides as BoardData[]).some(hasFieldBeforeId)) {
    expect(found).toBeNull();
    return merged.mended.length > 0 ? `mended ${merged.mended[0]?.entity}` : "field before an id";
  }
  if (found === null) throw new Error("was not merged by slices");
  const expected = Buffer.from(writeBoard(merged.board, headOf(merged.board)));
  const chunks: Buffer[] = [];
  for (const chunk of pieceBytes(found.pieces, reader(ours), 64)) chunks.push(Buffer.from(chunk));
  expect(Buffer.concat(chunks).toString()).toBe(expected.toString());
  expect(found.isOurs).toBe(expected.equals(ours));
  expect(found.joined.differences).toEqual(merged.differences);
  if (found.isOurs) return "is ours";
  return found.pieces.some((piece) => typeof piece !== "string") ? "slices" : "all new";
}

const window = fc.constantFrom(32, 100, 1000, 5000, 1 << 20);

describe("merging by slices", () => {
  test("gives what merging whole boards gives, or nothing", () => {
    fc.assert(
      fc.property(versions, fc.boolean(), window, (boards, isBased, size) => {
        const [base, ours, theirs] = [boards.base, boards.ours, boards.theirs].map((board) =>
          Buffer.from(fileText(board)),
        ) as [Buffer, Buffer, Buffer];
        mergeBothWays({ base: isBased ? base : null, ours, theirs }, size);
      }),
      runs(150),
    );
  });

  test("leaves a file that is not canonical to who reads it whole", () => {
    fc.assert(
      fc.property(
        versions,
        spoil,
        fc.nat({ max: 2 }),
        window,
        (boards, { name, at }, which, size) => {
          const files = [boards.base, boards.ours, boards.theirs].map((board, index) => {
            const text = fileText(board);
            return Buffer.from(index === which ? (SPOILS[name]?.(text, at) ?? text) : text);
          });
          const [base, ours, theirs] = files as [Buffer, Buffer, Buffer];
          mergeBothWays({ base, ours, theirs }, size);
        },
      ),
      runs(150),
    );
  });

  test("meets every case, and each way to spoil a file spoils some", () => {
    const counts = new Map<string, number>();
    const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
    const samples = fc.sample(fc.tuple(versions, fc.nat({ max: 100_000 })), {
      numRuns: 250,
      seed: 20260208,
    });
    for (const [boards, at] of samples) {
      const [base, ours, theirs] = [boards.base, boards.ours, boards.theirs].map((board) =>
        Buffer.from(fileText(board)),
      ) as [Buffer, Buffer, Buffer];
      count(mergeBothWays({ base, ours, theirs }, 1000));
      count(mergeBothWays({ base: ours, ours, theirs: ours }, 1000));
      const text = ours.toString();
      for (const [name, change] of Object.entries(SPOILS)) {
        const spoiled = change(text, at);
        if (spoiled !== text && canonicalBoard(Buffer.from(spoiled)) === null) count(name);
      }
    }
    const cases = [
      ...["is ours", "slices", "field before an id"],
      ...["mended project", "mended swim_lane", "mended work_item"],
      ...Object.keys(SPOILS),
    ];
    expect(cases.filter((name) => (counts.get(name) ?? 0) === 0)).toEqual([]);
  });
});

/** Texts of records with something changed here and there: most are no canonical records any more. */
const changedRecord = fc
  .tuple(
    entityName.chain((entity) =>
      recordWithId(entity, idOf(entity, 1)).map((record) => ({ entity, record })),
    ),
    fc.array(
      fc.record({
        find: fc.constantFrom(
          /"[^"]*T[^"]*Z"/,
          /\d\d(?=T)/,
          /\d\d-\d\d(?=")/,
          /-?\d+(?=,\n)/,
          /null/,
          /"(?:a|b|red|blue)"/,
          /"[a-z_]+"/,
          /\n {6}.*,/,
          /\n {8}.*/,
          /[0-9a-f]{4}(?=-)/,
          /[,:]/,
        ),
        put: fc.constantFrom(
          ...["null", "0", "-0", "01", "1.0", "1e3", "100", "101", "9007199254740991", "[]", "{}"],
          ...[
            '""',
            '" "',
            '"\\n"',
            '"\\u0007"',
            '"\\u000a"',
            '"\\/"',
            '"\\ud800"',
            '"é"',
            '"\u00a0"',
          ],
          ...[
            '"\u2028"',
            '"\u007f"',
            '"😀"',
            '"\uffee"',
            '"red"',
            '"title"',
            '"labels"',
            "29",
            "30",
          ],
          ...["31", "32", "00", "02-29", "02-30", "04-31", "13-01", "ABCD", "", " ", "\n", "\t"],
          ...[
            '"2026-02-29T00:00:00.000Z"',
            '"2024-02-29T23:59:60.000Z"',
            '"0000-01-01T00:00:00.000Z"',
          ],
          ...['"2026-02-02T03:40:00.000Z"', '"2026-02-02T02:40:00.000+00:00"'],
          ...['"labels": [\n        "x"\n      ]', "a".repeat(101), `"${"a".repeat(201)}"`],
          ...['"aaaaaaaa-0000-4000-8000-000000000001"', '"aaaaaaaa-0000-4000-8000-00000000000G"'],
        ),
        nth: fc.nat({ max: 12 }),
      }),
      { maxLength: 2 },
    ),
  )
  .map(([{ entity, record }, changes]) => {
    let text = recordText(entity, record);
    for (const { find, put, nth } of changes) {
      const found = [...text.matchAll(new RegExp(find, "g"))];
      const one = found[nth % Math.max(1, found.length)];
      if (one === undefined) continue;
      text = text.slice(0, one.index) + put + text.slice(one.index + one[0].length);
    }
    return { entity, text };
  });

describe("a record's pattern", () => {
  test("matches none but canonical records", () => {
    fc.assert(
      fc.property(changedRecord, ({ entity, text }) => {
        const bytes = Buffer.from(text);
        const match = recordPattern(entity)(bytes.toString("latin1"), 0);
        if (match === null) return;
        const record = readCanonical(entity, bytes.subarray(0, match.end));
        expect(record).not.toBeNull();
        const { parent_id = null } = record as { parent_id?: string | null };
        expect(match.parentId).toBe(parent_id);
      }),
      runs(2000),
    );
  });

  test("and reading tell the same of any list of records", () => {
    fc.assert(
      fc.property(changedRecord, ({ entity, text }) => {
        const bytes = Buffer.from(text);
        const last = checkRecords(entity, bytes, "");
        const record = readCanonical(entity, bytes);
        const isPlain = record !== null && text.startsWith(RECORD_START);
        expect(last).toBe(isPlain ? record.id : null);
      }),
      runs(2000),
    );
  });

  test("matches what usual records look like, and some of what is changed", () => {
    const counts = { matched: 0, read: 0, refused: 0 };
    for (const { entity, text } of fc.sample(changedRecord, { numRuns: 2000, seed: 20260208 })) {
      const bytes = Buffer.from(text);
      const end = recordPattern(entity)(bytes.toString("latin1"), 0)?.end;
      if (end === bytes.length) counts.matched += 1;
      else counts[readCanonical(entity, bytes) === null ? "refused" : "read"] += 1;
    }
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(100);
  });
});
