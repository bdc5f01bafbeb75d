import { describe, expect, test } from "bun:test";
import type { FieldTimes } from "../entities.ts";
import type { Instant } from "../instant.ts";
import {
  canonicalTimes,
  expandTimes,
  type Fields,
  labelTime,
  timeOf,
  unknownKey,
  unknownOfKey,
} from "./times.ts";

const at = (hour: number): Instant =>
  `2026-02-05T${String(hour).padStart(2, "0")}:00:00.000Z` as Instant;

const item = (times: { [field: string]: Instant } | null, more: Partial<Fields> = {}): Fields =>
  ({
    id: "20000000-0000-4000-8000-000000000001",
    created_at: at(1),
    updated_at: at(9),
    labels: [],
    extra: null,
    field_updated_at: times as FieldTimes | null,
    ...more,
  }) as Fields;

describe("the time of a field", () => {
  test("without field times is that of the record", () => {
    expect(timeOf(item(null), "title")).toBe(at(9));
  });

  test("with field times is its own, or that of the record's making", () => {
    expect(timeOf(item({ title: at(5) }), "title")).toBe(at(5));
    expect(timeOf(item({ title: at(5) }), "status")).toBe(at(1));
    expect(timeOf(item({}), "status")).toBe(at(1));
  });

  test("of a person, who has no created_at, is before all others", () => {
    const user = { id: "a", name: "Ada", updated_at: at(9), extra: null };
    const times = { name: at(9) };
    expect(timeOf({ ...user, field_updated_at: times }, "email")).toBe(
      "0000-01-01T00:00:00.000Z" as Instant,
    );
  });

  test("called __proto__ is read from the file, not from the prototype", () => {
    const times = JSON.parse(`{"__proto__": "${at(4)}"}`);
    expect(timeOf(item(times), "__proto__")).toBe(at(4));
    expect(timeOf(item({}), "__proto__")).toBe(at(1));
    expect(timeOf(item({}), "constructor")).toBe(at(1));
  });
});

describe("the time of a label, there or not,", () => {
  test("is its own, or that of the set", () => {
    for (const labels of [[], ["red"]]) {
      expect(labelTime(item(null, { labels }), "red")).toBe(at(9));
      expect(labelTime(item({}, { labels }), "red")).toBe(at(1));
      expect(labelTime(item({ labels: at(4) }, { labels }), "red")).toBe(at(4));
      expect(labelTime(item({ "labels.red": at(6) }, { labels }), "red")).toBe(at(6));
      expect(labelTime(item({ labels: at(4), "labels.red": at(6) }, { labels }), "red")).toBe(
        at(6),
      );
    }
  });

  test("is never older than that of the set", () => {
    for (const labels of [[], ["red"]]) {
      expect(labelTime(item({ labels: at(4), "labels.red": at(2) }, { labels }), "red")).toBe(
        at(4),
      );
    }
  });
});

describe("the one form of field_updated_at", () => {
  const form = (times: { [field: string]: Instant }, more: Partial<Fields> = {}) =>
    canonicalTimes("work_item", item(times, more));

  test("names what is not as old as the record's making, sorted", () => {
    expect(JSON.stringify(form({ title: at(5), status: at(1), position: at(2) }))).toBe(
      JSON.stringify({ position: at(2), title: at(5) }),
    );
    expect(form({ status: at(1) })).toEqual({});
  });

  test("is none where everything is as old as the record", () => {
    expect(form({ status: at(1) }, { updated_at: at(1) })).toBeNull();
    expect(canonicalTimes("work_item", item(null))).toBeNull();
    const user = { id: "a", name: "Ada", email: null, updated_at: at(9), extra: null };
    const times = { name: at(9), email: at(9) };
    expect(canonicalTimes("user", { ...user, field_updated_at: times })).toBeNull();
  });

  test("names a label where it is later than the set, and keeps what is gone", () => {
    const times = { labels: at(4), "labels.red": at(4), "labels.blue": at(6), "labels.old": at(3) };
    expect(form(times, { labels: ["blue", "red"] })).toEqual({
      labels: at(4),
      "labels.blue": at(6),
    });
    expect(form({ "labels.old": at(1), acme: at(1) })).toEqual({ acme: at(1) });
  });

  test("drops the times of what has none", () => {
    expect(form({ version: at(5), id: at(5), updated_by: at(5), created_at: at(5) })).toEqual({});
    // A comment has no version: there it is an unknown field.
    expect(canonicalTimes("comment", item({ version: at(5) }))).toEqual({ version: at(5) });
  });
});

describe("an unknown field that is called like a label's key", () => {
  test("has a key of its own where there are labels", () => {
    const names = ["labels.red", ".labels.red", "..labels.red", "labels", ".x", "x"];
    const keys = names.map((name) => unknownKey("work_item", name));
    expect(keys).toEqual([".labels.red", "..labels.red", "...labels.red", "labels", ".x", "x"]);
    expect(keys.map((key) => unknownOfKey("work_item", key))).toEqual(names);
    expect(unknownOfKey("work_item", "labels.red")).toBeNull();
  });

  test("is one like any other where there are none", () => {
    for (const entity of ["project", null] as const) {
      expect(unknownKey(entity, "labels.red")).toBe("labels.red");
      expect(unknownOfKey(entity, "labels.red")).toBe("labels.red");
    }
  });

  test("and the label have times of their own", () => {
    const record = item(
      { ".labels.red": at(3), "labels.red": at(6) },
      { labels: ["red"], extra: { "labels.red": 1 } },
    );
    const { times } = expandTimes("work_item", record);
    expect([times.get(".labels.red"), times.get("labels.red")]).toEqual([at(3), at(6)]);
  });
});
