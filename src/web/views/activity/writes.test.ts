import { expect, test } from "bun:test";
import type { ActivityEntry } from "../../../board/queries.ts";
import { writesOf } from "./writes.ts";

function entry(given: Partial<ActivityEntry>): ActivityEntry {
  return {
    seq: 1,
    at: "2026-02-05T10:00:00.000Z",
    written_at: "2026-02-05T10:00:00.000Z",
    by: "ada",
    action: "work_item.update",
    entity: "work_item",
    record_id: "one",
    work_item_id: "one",
    title: "One",
    field: "status",
    before: "todo",
    after: "done",
    branch: null,
    ...given,
  };
}

test("entries of one write stand together, those of one record too, the first change first", () => {
  const [write, older, ...rest] = writesOf([
    entry({ seq: 2, field: "priority" }),
    entry({ seq: 2, record_id: "two" }),
    entry({ seq: 2 }),
    entry({ seq: 1 }),
  ]);
  expect(rest).toEqual([]);
  expect(older?.seq).toBe(1);
  expect(write?.records.map(({ id }) => id)).toEqual(["one", "two"]);
  expect(write?.records[0]?.changes.map(({ field }) => field)).toEqual(["status", "priority"]);
});

test.each([
  [{ field: null, action: "work_item.create" }, "created"],
  [{ field: null, entity: "comment" }, "commented on"],
  [{ field: null, entity: "project" }, "created the project"],
  [{ field: null, entity: "time_entry", action: "time_entry.start" }, "started a timer on"],
  [{ field: "ended_at", entity: "time_entry", action: "time_entry.stop" }, "stopped the timer on"],
  [{ field: "deleted_at", before: null, after: "2026" }, "deleted"],
  [
    { field: "deleted_at", before: "2026", after: null, entity: "comment" },
    "restored the comment of",
  ],
  [{ field: "position", before: 1, after: 2 }, "moved"],
  [{ field: "title", action: "work_item.take_back" }, "took a lost value back in"],
  [{ field: "status", action: "undo" }, "undid a change of"],
  [{ field: "status", action: "redo" }, "redid a change of"],
  [{ field: "status", entity: "sprint", action: "sprint.start" }, "started the sprint"],
  [{ field: "name", entity: "swim_lane" }, "changed the column"],
])("%j is “%s”", (given, verb) => {
  expect(writesOf([entry(given as Partial<ActivityEntry>)])[0]?.records[0]?.verb).toBe(verb);
});

test("an import is as of when it came, its changes as of when and by whom they were made", () => {
  const at = "2026-01-01T00:00:00.000Z";
  const [write] = writesOf([entry({ action: "import", at, by: "bob" })]);
  expect(write).toMatchObject({ isImport: true, by: null, at: "2026-02-05T10:00:00.000Z" });
  expect(write?.records[0]).toMatchObject({ by: "bob", at });
});

test("a place alone is a move; beside others it is not worth a line", () => {
  const [write] = writesOf([entry({ field: "position" }), entry({})]);
  expect(write?.records[0]).toMatchObject({ verb: "changed" });
  expect(write?.records[0]?.changes.map(({ field }) => field)).toEqual(["status"]);
});
