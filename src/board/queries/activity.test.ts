import { beforeEach, expect, test } from "bun:test";
import { ADA, openTestBoard, type TestBoard } from "../../../tests/support/query.ts";
import { at, project, sprint, user, uuid, workItem } from "../../../tests/support/records.ts";
import type { Json } from "../../domain/json.ts";
import type { FieldChange, WriteEntry } from "../../storage/port.ts";
import type { Queries } from "../queries.ts";

const WEB = project({ id: uuid("aaaa"), title: "Website" });
const project_id = WEB.id;
const ITEM = workItem({ id: uuid("1001"), project_id, title: "Homepage", created_by: ADA.id });
const BEE = uuid("bee");

let board: TestBoard;
beforeEach(() => {
  board = openTestBoard();
  board.put("project", WEB);
  board.put("work_item", ITEM);
});

function change(field: string | null, before: Json, after: Json): FieldChange {
  return {
    entity: "work_item",
    record_id: ITEM.id,
    work_item_id: ITEM.id,
    project_id,
    field,
    before,
    after,
  };
}

function log(values: Partial<WriteEntry>): void {
  board.storage.log.append({
    at: at(1),
    by: ADA.id,
    action: "work_item.update",
    records: [],
    changes: [],
    ...values,
  });
}

function fields(params: Queries["activity"]["params"]) {
  return board.ask("activity", params).activity.map((entry) => entry.field);
}

test("the newest change comes first, the changes of one write together", () => {
  log({ action: "work_item.create", changes: [change(null, null, null)] });
  log({ changes: [change("title", "Home", "Homepage"), change("labels", [], ["a"])], at: at(2) });
  const { activity, next_cursor } = board.ask("activity", {});
  expect(activity).toEqual([
    {
      seq: 2,
      at: at(2),
      written_at: at(2),
      by: ADA.id,
      action: "work_item.update",
      entity: "work_item",
      record_id: ITEM.id,
      work_item_id: ITEM.id,
      title: "Homepage",
      field: "labels",
      before: [],
      after: ["a"],
      branch: null,
    },
    expect.objectContaining({ seq: 2, field: "title", before: "Home", after: "Homepage" }),
    expect.objectContaining({ seq: 1, field: null, action: "work_item.create" }),
  ]);
  expect(next_cursor).toBeNull();
});

test("records without an item are called by their own name", () => {
  board.put("sprint", sprint({ id: uuid("51"), project_id, name: "Sprint 1" }));
  const own = { work_item_id: null, field: null, before: null, after: null, project_id };
  log({ changes: [{ ...own, entity: "sprint", record_id: uuid("51") }] });
  log({ changes: [{ ...own, entity: "project", record_id: WEB.id }] });
  log({ changes: [{ ...own, entity: "comment", record_id: uuid("ffff") }] });
  const titles = board.ask("activity", {}).activity.map((entry) => entry.title);
  expect(titles).toEqual([null, "Website", "Sprint 1"]);
});

test("it can be of one item, one project, one person", () => {
  const other = { ...change("status", "todo", "done"), work_item_id: null, project_id: uuid("b") };
  board.put("project", project({ id: uuid("bbbb") }));
  log({ changes: [change("title", "a", "b")] });
  log({ by: null, action: "import", changes: [{ ...other, at: at(0), by: BEE }] });
  log({ by: null, action: "import", changes: [{ ...other, at: at(0), by: null }] });
  expect(fields({ work_item: ITEM.id })).toEqual(["title", null]);
  expect(fields({ project: WEB.id })).toEqual(["title"]);
  expect(fields({ project: uuid("bbbb") })).toEqual([]);
  expect(fields({ user: "me" })).toEqual(["title"]);
  expect(fields({})).toEqual(["status", "status", "title"]);
  board.put("user", user({ id: BEE, name: "Bee" }));
  expect(board.ask("activity", { user: "bee" }).activity).toEqual([
    expect.objectContaining({
      field: "status",
      at: at(0),
      written_at: at(1),
      by: BEE,
      action: "import",
    }),
  ]);
});

test("an item that came by an import says of itself how it was made, at the end", () => {
  log({ changes: [change("title", "a", "b")] });
  expect(board.ask("activity", { work_item: ITEM.id }).activity.at(-1)).toEqual({
    seq: 0,
    at: ITEM.created_at,
    written_at: ITEM.created_at,
    by: ADA.id,
    action: "work_item.create",
    entity: "work_item",
    record_id: ITEM.id,
    work_item_id: ITEM.id,
    title: "Homepage",
    field: null,
    before: null,
    after: null,
    branch: null,
  });
  expect(fields({ work_item: ITEM.id, user: "me" })).toEqual(["title", null]);
  board.put("user", user({ id: BEE, name: "Bee" }));
  expect(fields({ work_item: ITEM.id, user: "bee" })).toEqual([]);
  log({ action: "work_item.create", changes: [change(null, null, null)] });
  expect(fields({ work_item: ITEM.id })).toEqual([null, "title"]);
});

test("pages hold the whole log, the entry of the making once", () => {
  for (let index = 0; index < 4; index += 1) log({ changes: [change(`field ${index}`, 0, 1)] });
  const all = fields({ work_item: ITEM.id });
  expect(all).toEqual(["field 3", "field 2", "field 1", "field 0", null]);
  for (const limit of [1, 2, 3, 4, 5, 6]) {
    const found: (string | null)[] = [];
    let cursor: string | null | undefined;
    do {
      const page = board.ask("activity", {
        work_item: ITEM.id,
        limit,
        cursor: cursor ?? undefined,
      });
      expect(page.activity.length).toBeLessThanOrEqual(limit);
      found.push(...page.activity.map((entry) => entry.field));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(found).toEqual(all);
  }
});
