/** L9: equal boards have equal bytes, however a file was laid out, and reading them back loses nothing. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseJson } from "../../src/data-json/parse-json.ts";
import { readBoard } from "../../src/data-json/read.ts";
import { writeBoard } from "../../src/data-json/write.ts";
import type { BoardData } from "../../src/domain/board-data.ts";
import { ENTITIES, ENTITY_NAMES, type EntityName, fieldSpec } from "../../src/domain/entities.ts";
import type { Json, JsonObject } from "../../src/domain/json.ts";
import { mergeBoards } from "../../src/domain/merge/merge-boards.ts";
import { board, runs } from "./generators.ts";
import { boardText } from "./texts.ts";

const encoder = new TextEncoder();

function read(text: string): BoardData {
  const result = readBoard(encoder.encode(text), "data.json");
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

/** Everything that a tool may write in another way without saying anything else. */
interface Layout {
  seed: number;
  indent: string;
  newline: string;
  mark: string;
}

const layout: fc.Arbitrary<Layout> = fc.record({
  seed: fc.nat(),
  indent: fc.constantFrom("", "  ", "\t"),
  newline: fc.constantFrom("\n", "\r\n"),
  mark: fc.constantFrom("", "\uFEFF"),
});

function randomOf(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => [random(), value] as const)
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value);
}

/** The same instant, an hour ahead. */
function otherOffset(instant: string): string {
  const ahead = new Date(Date.parse(instant) + 3_600_000).toISOString();
  return ahead.replace(/\.000Z$|Z$/, "+01:00");
}

function laidOutAnew(canonical: string, { seed, indent, newline, mark }: Layout): string {
  const random = randomOf(seed);
  const file = parseJson(canonical) as JsonObject;
  const entries = Object.entries(file).map(([key, value]): [string, Json] => {
    const entity = ENTITY_NAMES.find((one) => ENTITIES[one].array === key);
    if (entity === undefined) return [key, value];
    const records = (value as JsonObject[]).map((record) => otherRecord(entity, record, random));
    return [key, shuffled(records, random)];
  });
  const text = JSON.stringify(Object.fromEntries(shuffled(entries, random)), null, indent);
  return mark + text.replaceAll("\n", newline);
}

function otherRecord(entity: EntityName, record: JsonObject, random: () => number): JsonObject {
  const entries: [string, Json][] = [];
  for (const [key, value] of Object.entries(record)) {
    const spec = fieldSpec(entity, key);
    if (spec?.absent !== undefined && spec.absent === value && random() < 0.5) continue;
    entries.push([key, otherValue(entity, key, value, random)]);
  }
  if (entity === "work_item" && record.labels === undefined) {
    entries.push(
      ...(([[], [["labels", []]], [["labels", null]]] as [string, Json][][])[seedOf(random)] ?? []),
    );
  }
  return Object.fromEntries(shuffled(entries, random));
}

const seedOf = (random: () => number): number => Math.floor(random() * 3);

function otherValue(entity: EntityName, key: string, value: Json, random: () => number): Json {
  const type = fieldSpec(entity, key)?.type;
  if (key === "labels" && entity === "work_item") {
    const labels = value as string[];
    return shuffled([...labels, ...labels.slice(0, seedOf(random))], random);
  }
  if (key === "field_updated_at") {
    const times = Object.entries(value as JsonObject).map(
      ([field, time]) => [field, otherOffset(time as string)] as const,
    );
    return Object.fromEntries(shuffled(times, random));
  }
  if (typeof value !== "string" || random() < 0.5) return value;
  if (type === "instant") return otherOffset(value);
  return type === "uuid" ? value.toUpperCase() : value;
}

describe("the canonical text", () => {
  test("L9: of any board is read and written back byte for byte", () => {
    fc.assert(
      fc.property(board, (data) => {
        const text = boardText(data);
        expect(boardText(read(text))).toBe(text);
        expect(text.endsWith("\n}\n")).toBe(true);
      }),
      runs(500),
    );
  });

  test("L9: is the same however the file was laid out", () => {
    fc.assert(
      fc.property(board, layout, (data, other) => {
        const text = boardText(data);
        expect(boardText(read(laidOutAnew(text, other)))).toBe(text);
      }),
      runs(500),
    );
  });

  test("L9: of a merge is canonical too, and merging files is merging boards", () => {
    fc.assert(
      fc.property(board, board, (a, b) => {
        const text = boardText(mergeBoards(a, b, null).board);
        expect(boardText(read(text))).toBe(text);
        const fromFiles = mergeBoards(read(boardText(a)), read(boardText(b)), null).board;
        const heads = { exportedAt: "", exportedBy: "" };
        expect(writeBoard(fromFiles, heads)).toBe(writeBoard(mergeBoards(a, b, null).board, heads));
      }),
      runs(200),
    );
  });
});

describe("round trip of what this version does not know", () => {
  const nested = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.oneof(
        fc.constantFrom<Json>(null, true, 0, -1, 9_007_199_254_740_991),
        fc.string({ unit: "binary" }),
        fc
          .constantFrom("1e400", "-0", "1.0", "12345678901234567890", "0.1e-7", "-2E+3")
          .map((text) => parseJson(`[${text}]`) as Json),
      ),
      fc.array(tie("value"), { maxLength: 3 }),
      fc
        .array(
          fc.tuple(
            fc.oneof(
              fc.constantFrom("__proto__", "constructor", "toString", "", "10", "9", "rawJSON"),
              fc.string({ unit: "binary" }),
            ),
            tie("value"),
          ),
          { maxLength: 3 },
        )
        .map((entries) => Object.fromEntries(entries)),
    ),
  })).value;
  const names = fc.oneof(
    fc.constantFrom("__proto__", "constructor", "hasOwnProperty", "10", "9", "labels.x", "ключ"),
    fc.string({ unit: "binary", minLength: 1 }).map((name) => `x${name}`),
  );

  test("L9: any JSON value comes back as the same text, in records and beside the arrays", () => {
    fc.assert(
      fc.property(board, names, nested, nested, (data, name, inRecord, beside) => {
        const text = boardText({ ...data, unknown: [[name, beside]] });
        const file = parseJson(text) as JsonObject;
        const user: JsonObject = Object.fromEntries([
          ["id", "ffffffff-0000-4000-8000-00000000000f"],
          ["name", "Ünal"],
          ["email", null],
          ["updated_at", "2026-02-08T12:00:00.000Z"],
          [name, inRecord],
        ]);
        const users = [...((file.users as Json[]) ?? []), user];
        const first = boardText(read(JSON.stringify({ ...file, users })));
        const second = boardText(read(first));
        expect(second).toBe(first);
        const back = read(first);
        expect(JSON.stringify(back.unknown)).toBe(JSON.stringify([[name, beside]]));
        const { extra } = back.records.user.at(-1) ?? { extra: null };
        expect(JSON.stringify(extra)).toBe(JSON.stringify(Object.fromEntries([[name, inRecord]])));
      }),
      runs(500),
    );
  });

  test("L9: texts of 150,000 characters, astral ones too, come back", () => {
    const [start] = fc.sample(board, { numRuns: 1, seed: 7 }) as [BoardData];
    const long = '𝒳é\u2028\u0000"\\'.repeat(25_000);
    const [item] = fc.sample(
      board
        .filter(({ records }) => records.work_item.length > 0)
        .map((b) => b.records.work_item[0]),
      { numRuns: 1, seed: 8 },
    );
    if (item === undefined) throw new Error("no item in the sample");
    const data: BoardData = {
      ...start,
      records: { ...start.records, work_item: [{ ...item, description: long }] },
    };
    expect([...long].length).toBe(150_000);
    expect(read(boardText(data)).records.work_item[0]?.description).toBe(long);
  });
});
