import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { emptyBoard } from "../domain/board-data.ts";
import { ENTITY_NAMES } from "../domain/entities.ts";
import { fieldsOf } from "../domain/merge/times.ts";
import { FIXTURE } from "./fixtures/board.ts";
import { readBoard } from "./read.ts";
import { boardText, toJson, withExtra, writeBoard } from "./write.ts";

const HEAD = { exportedAt: "2026-02-08T12:00:00.000Z", exportedBy: "pm-cli 0.1.0" };
const golden = readFileSync(join(import.meta.dir, "fixtures", "board.json"));

describe("the golden fixture", () => {
  test("is what the writer makes of the board", () => {
    expect(writeBoard(FIXTURE, HEAD)).toBe(golden.toString("utf8"));
  });

  test("is read as the board", () => {
    expect(readBoard(golden, "board.json")).toEqual({ ok: true, value: FIXTURE });
  });

  test("holds a record of every entity, labels, unknown fields, field times and unknown arrays", () => {
    for (const entity of ENTITY_NAMES) expect(FIXTURE.records[entity].length).toBeGreaterThan(0);
    const items = FIXTURE.records.work_item;
    expect(items.some(({ labels }) => labels.length > 1)).toBe(true);
    expect(items.some(({ extra }) => extra !== null)).toBe(true);
    expect(items.some(({ field_updated_at }) => field_updated_at !== null)).toBe(true);
    expect(FIXTURE.unknown.some(([, value]) => Array.isArray(value))).toBe(true);
  });
});

test("an empty board has its five arrays and no others", () => {
  expect(writeBoard(emptyBoard(), HEAD)).toBe(
    [
      "{",
      '  "schema_version": 1,',
      '  "exported_at": "2026-02-08T12:00:00.000Z",',
      '  "exported_by": "pm-cli 0.1.0",',
      '  "projects": [],',
      '  "work_items": [],',
      '  "sprints": [],',
      '  "comments": [],',
      '  "swim_lanes": []',
      "}",
      "",
    ].join("\n"),
  );
});

test("the text is what JSON.stringify makes of the same object, whatever the chunks", () => {
  const whole = writeBoard(FIXTURE, HEAD);
  expect(`${JSON.stringify(JSON.parse(whole), null, 2)}\n`).toBe(whole);
  for (const size of [1, 2, 100]) {
    const chunks = boardText(
      HEAD,
      function* (entity) {
        const rows = FIXTURE.records[entity].map((record) => toJson(entity, fieldsOf(record)));
        yield [];
        for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
        yield [];
      },
      FIXTURE.unknown,
    );
    expect([...chunks].join("")).toBe(whole);
  }
});

describe("unknown fields", () => {
  test("stand after the known ones, sorted by name, the field times last", () => {
    const text = JSON.stringify(withExtra({ id: "1" }, { b: 1, a: 2, Z: 3 }, { x: "t" }));
    expect(text).toBe('{"id":"1","Z":3,"a":2,"b":1,"field_updated_at":{"x":"t"}}');
  });

  test("may be called __proto__, and that changes no prototype", () => {
    const extra = Object.fromEntries([["__proto__", { polluted: true }]]);
    const json = withExtra({ id: "1" }, extra, null);
    expect(JSON.stringify(json)).toBe('{"id":"1","__proto__":{"polluted":true}}');
    expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
  });

  test("whose names are whole numbers stand first, as in every JavaScript object", () => {
    expect(JSON.stringify(withExtra({ id: "1" }, { 10: 1, 9: 2 }, null))).toBe(
      '{"9":2,"10":1,"id":"1"}',
    );
  });
});
