/** Files of which most is the same, as versions of one board are, and what can be wrong with a file. */
import fc from "fast-check";
import { headOf, writeBoard } from "../../src/data-json/write.ts";
import { type BoardData, emptyBoard } from "../../src/domain/board-data.ts";
import { type AnyRecord, ENTITY_NAMES, type EntityName } from "../../src/domain/entities.ts";
import { type Json, objectOf } from "../../src/domain/json.ts";
import { canonicalTimes, type Fields, recordOf } from "../../src/domain/merge/times.ts";
import { board, idOf, recordWithId } from "./generators.ts";

/** Enough for whole stretches that are the same, and few enough to be quick. */
const MOST: { readonly [E in EntityName]: number } = {
  project: 2,
  work_item: 8,
  sprint: 2,
  comment: 6,
  swim_lane: 2,
  dependency: 2,
  time_entry: 2,
  user: 3,
};

export interface Versions {
  base: BoardData;
  ours: BoardData;
  theirs: BoardData;
}

/** The id of a record; that of every third one begins a run. */
function cutId(entity: EntityName, index: number): string {
  const id = idOf(entity, index + 1);
  return index % 3 === 2 ? `${id.slice(0, -2)}20` : id;
}

/** Which of its versions each of the three boards has of a record; 0: it does not have it. */
const choices = fc.oneof(
  { weight: 6, arbitrary: fc.constant([1, 1, 1]) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      [1, 2, 1],
      [1, 1, 2],
      [1, 2, 2],
      [1, 2, 3],
      [0, 1, 0],
      [0, 0, 1],
      [0, 1, 1],
      [0, 1, 2],
      [1, 0, 1],
      [1, 1, 0],
      [1, 0, 0],
    ),
  },
);

/** What would be mended, and unknown fields that stand before the id. */
function calm(entity: EntityName, record: Fields): Fields {
  const { "7": _, ...extra } = record.extra ?? {};
  const changed: { [field: string]: Json } = { extra: objectOf(Object.entries(extra)) };
  if (entity === "project") changed.key = null;
  if (entity === "work_item") changed.parent_id = null;
  if (entity === "swim_lane") changed.deleted_at = record.updated_at;
  const calmed = { ...record, ...changed } as Fields;
  calmed.field_updated_at = canonicalTimes(entity, calmed);
  return calmed;
}

const RESTLESS = [false, false, false, false, true];

export const versions: fc.Arbitrary<Versions> = fc
  .record({
    lists: fc.tuple(
      ...ENTITY_NAMES.map((entity) =>
        fc.tuple(
          ...Array.from({ length: MOST[entity] }, (_, index) => {
            const one = recordWithId(entity, cutId(entity, index));
            return fc.record({ is: choices, of: fc.tuple(one, one, one) });
          }),
        ),
      ),
    ),
    present: fc.subarray([...ENTITY_NAMES], { minLength: ENTITY_NAMES.length - 2 }),
    restless: fc.constantFrom(...RESTLESS),
    frames: fc.tuple(board, board, board),
    sameFrame: fc.constantFrom(true, true, false),
  })
  .map(({ lists, present, restless, frames, sameFrame }) => {
    const made = frames.map((frame, side) => {
      const { exportedAt, exportedBy, unknown } = sameFrame ? frames[0] : frame;
      const one: BoardData = { ...emptyBoard(), exportedAt, exportedBy, unknown };
      for (const [index, entity] of ENTITY_NAMES.entries()) {
        if (!present.includes(entity)) continue;
        const records = (lists[index] ?? []).flatMap(({ is, of }) => {
          const record = of[(is[side] as number) - 1];
          if (record === undefined) return [];
          return [recordOf<AnyRecord>(restless ? record : calm(entity, record))];
        });
        (one.records as { [entity: string]: AnyRecord[] })[entity] = records;
      }
      return one;
    });
    const [base, ours, theirs] = made as [BoardData, BoardData, BoardData];
    return { base, ours, theirs };
  });

/** The canonical text of a board. */
export function fileText(data: BoardData): string {
  return writeBoard(data, headOf(data));
}

type Spoil = (text: string, at: number) => string;

const RECORD = / {4}\{\n(?: {6}.*\n| {8}.*\n)* {4}\}/g;

function pick(text: string, at: number, pattern: RegExp): RegExpExecArray | undefined {
  const found = [...text.matchAll(pattern)];
  return found[at % Math.max(1, found.length)];
}

function replaced(pattern: RegExp, by: (found: string) => string): Spoil {
  return (text, at) => {
    const found = pick(text, at, pattern);
    if (found === undefined) return text;
    return text.slice(0, found.index) + by(found[0]) + text.slice(found.index + found[0].length);
  };
}

/** What makes a file another one, or none; many of these leave a file that can be read. */
export const SPOILS: { readonly [name: string]: Spoil } = {
  crlf: (text) => text.replaceAll("\n", "\r\n"),
  "byte order mark": (text) => `\uFEFF${text}`,
  "one line": (text) => JSON.stringify(JSON.parse(text)),
  "four spaces": (text) => JSON.stringify(JSON.parse(text), null, 4),
  "a space at the end": (text) => `${text} `,
  "no newline at the end": (text) => text.slice(0, -1),
  "a record twice": replaced(RECORD, (found) => `${found},\n${found}`),
  "records out of order": (text) =>
    text.replace(/( {4}\{\n(?: {5}.*\n)* {4}\}),\n( {4}\{\n(?: {5}.*\n)* {4}\})/, "$2,\n$1"),
  "a record in another array": (text, at) => {
    const found = pick(text, at, RECORD);
    if (found === undefined) return text;
    return text.replace('"sprints": []', `"sprints": [\n${found[0]}\n  ]`);
  },
  "conflict markers": replaced(/ {6}"title".*\n/g, (found) =>
    ["<<<<<<< ours\n", found, "=======\n", found, ">>>>>>> theirs\n"].join(""),
  ),
  "future schema": (text) => text.replace('"schema_version": 1', '"schema_version": 2'),
  "an id in capitals": replaced(/"id": "[^"]*"/g, (found) => found.replace(/[a-f]/g, "A")),
  "another offset": replaced(/\d{2}\.\d{3}Z"/g, (found) => found.replace("Z", "+00:00")),
  "an optional field left out": replaced(/ {6}"deleted_at": null,?\n/g, () => ""),
  "a field moved": (text) => text.replace(/( {6}"created_at".*\n)( {6}"updated_at".*\n)/, "$2$1"),
  "a field of the wrong type": replaced(/"position": -?\d+/g, () => '"position": "first"'),
  "a nested array": (text) => text.replace('"work_items": [\n', '"work_items": [\n  ],\n  [\n'),
  "an empty optional array": (text) =>
    text.replace('"swim_lanes": []', '"swim_lanes": [],\n  "users": []'),
  "an array twice": (text) => text.replace('"sprints": []', '"sprints": [],\n  "sprints": []'),
  "cut short": (text, at) => text.slice(0, at % text.length),
  "one character": (text, at) => {
    const place = at % text.length;
    const [by = ""] = ["x", '"', "\\", " ", "\n", "}", ",", "0", "é", ""][at % 10] ?? "";
    return text.slice(0, place) + by + text.slice(place + 1);
  },
  "nothing at all": () => "",
};

export const spoil = fc.record({
  name: fc.constantFrom(...Object.keys(SPOILS)),
  at: fc.nat({ max: 100_000 }),
});
