import { describe, expect, test } from "bun:test";
import type { Instant } from "./instant.ts";
import type { Fields } from "./merge/times.ts";
import { editRecord, writeFields } from "./stamp.ts";

const at = (minute: number): Instant =>
  `2026-02-05T10:${String(minute).padStart(2, "0")}:00.000Z` as Instant;

const ITEM: Fields = {
  id: "20000000-0000-4000-8000-000000000001",
  project_id: "10000000-0000-4000-8000-000000000001",
  parent_id: null,
  item_type: "story",
  title: "Homepage",
  description: null,
  status: "todo",
  priority: "low",
  position: 1024,
  story_points: null,
  assignee_id: null,
  sprint_id: null,
  version: 1,
  created_at: at(0),
  updated_at: at(0),
  created_by: "ada",
  updated_by: "ada",
  deleted_at: null,
  labels: ["old"],
  extra: { acme: 1 },
  field_updated_at: null,
};

describe("an edit", () => {
  test("writes the values, their times, updated_at, updated_by and version", () => {
    const edited = editRecord(
      "work_item",
      ITEM,
      { status: "done", title: "Homepage" },
      at(5),
      "bob",
    );
    expect(edited).toEqual({
      ...ITEM,
      status: "done",
      version: 2,
      updated_at: at(5),
      updated_by: "bob",
      field_updated_at: { status: at(5) },
    });
  });

  test("with a clock that lags is 1 ms after what it saw", () => {
    const edited = editRecord(
      "work_item",
      { ...ITEM, updated_at: at(9) },
      { status: "done" },
      at(5),
      null,
    );
    expect(edited.updated_at).toBe("2026-02-05T10:09:00.001Z" as Instant);
  });

  test("is after the time of a field that is later than the record", () => {
    const record = { ...ITEM, field_updated_at: { title: at(20) } };
    const edited = editRecord("work_item", record, { title: "New" }, at(5), null);
    expect(edited.field_updated_at).toEqual({ title: "2026-02-05T10:20:00.001Z" as Instant });
    expect(edited.updated_at).toBe("2026-02-05T10:20:00.001Z" as Instant);
  });

  test("of the values that are there already is none", () => {
    const values = { status: "todo", labels: ["old"], description: null };
    expect(editRecord("work_item", ITEM, values, at(5), "bob")).toBe(ITEM);
  });

  test("keeps a record without an author or a version without one", () => {
    const user: Fields = {
      id: "a0000000-0000-4000-8000-000000000001",
      name: "Ada",
      email: null,
      updated_at: at(0),
      extra: null,
      field_updated_at: null,
    };
    expect(editRecord("user", user, { name: "Ada L." }, at(5), "bob")).toEqual({
      ...user,
      name: "Ada L.",
      updated_at: at(5),
      field_updated_at: { email: at(0), name: at(5) },
    });
  });

  test("does not count a version beyond what a file can hold", () => {
    const record = { ...ITEM, version: Number.MAX_SAFE_INTEGER };
    const edited = editRecord("work_item", record, { status: "done" }, at(5), null);
    expect(edited.version).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe("labels", () => {
  test("are one field each: added, taken away, added again", () => {
    const one = editRecord("work_item", ITEM, { labels: ["old", "new"] }, at(1), null);
    expect(one.labels).toEqual(["new", "old"]);
    expect(one.field_updated_at).toEqual({ "labels.new": at(1) });
    const two = editRecord("work_item", one, { labels: ["new"] }, at(2), null);
    expect(two.field_updated_at).toEqual({ "labels.new": at(1), "labels.old": at(2) });
    const three = editRecord("work_item", two, { labels: ["new", "old"] }, at(3), null);
    expect(three.field_updated_at).toEqual({ "labels.new": at(1), "labels.old": at(3) });
  });

  test("are sorted, and each is there once, in whatever order they come", () => {
    const edited = editRecord("work_item", ITEM, { labels: ["z", "a", "z"] }, at(1), null);
    expect(edited.labels).toEqual(["a", "z"]);
    expect(editRecord("work_item", edited, { labels: ["z", "a"] }, at(2), null)).toBe(edited);
  });

  test("do not touch an unknown field that is called like one", () => {
    const record: Fields = { ...ITEM, labels: [], extra: { "labels.old": 1 } };
    const edited = editRecord("work_item", record, { labels: ["old"] }, at(1), null);
    expect(edited.extra).toEqual({ "labels.old": 1 });
    expect(edited.field_updated_at).toEqual({ "labels.old": at(1) });
    const without = editRecord("work_item", edited, { labels: [] }, at(2), null);
    expect(without.extra).toEqual({ "labels.old": 1 });
  });
});

test("a write older than the record leaves updated_at", () => {
  const record = { ...ITEM, updated_at: at(9), field_updated_at: { title: at(9) } };
  const written = writeFields("work_item", record, { status: "done" }, at(5));
  expect(written.updated_at).toBe(at(9));
  expect(written.field_updated_at).toEqual({ status: at(5), title: at(9) });
});
