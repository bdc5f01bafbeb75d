import { beforeEach, expect, test } from "bun:test";
import { ADA, openTestBoard, type TestBoard } from "../../../tests/support/query.ts";
import {
  at,
  blocks,
  comment,
  lane,
  project,
  sprint,
  user,
  uuid,
  workItem,
} from "../../../tests/support/records.ts";
import type { ItemStatus } from "../../domain/entities.ts";
import { laneId } from "../lane-id.ts";

const WEB = project({ id: uuid("aaaa"), key: "WEB" });
const project_id = WEB.id;
const NAMES = ["Backlog", "To do", "In progress", "Review", "Done", "Blocked"];

let board: TestBoard;
beforeEach(() => {
  board = openTestBoard();
  board.put("project", WEB);
});

function stored(status_value: ItemStatus, values: Partial<ReturnType<typeof lane>> = {}) {
  const id = laneId(project_id, status_value);
  return lane({ id, project_id, status_value, name: `Our ${status_value}`, ...values });
}

function columnNames(): string[] {
  return board.ask("swim_lanes", {}).swim_lanes.map((column) => column.name);
}

test("a project shows a column for each status, and nothing is stored for that", () => {
  const { swim_lanes } = board.ask("swim_lanes", { project: "web" });
  expect(swim_lanes.map((column) => column.name)).toEqual(NAMES);
  expect(swim_lanes[2]).toEqual({
    id: laneId(project_id, "in_progress"),
    name: "In progress",
    status_value: "in_progress",
    position: 3 * 1024,
    stored: false,
  });
  expect(board.storage.count("swim_lane")).toBe(0);
});

test("a stored lane stands in the place of the default one, a deleted one hides it", () => {
  board.put("swim_lane", stored("review", { name: "QA", position: -1 }));
  board.put("swim_lane", stored("blocked", { deleted_at: at(1) }));
  expect(columnNames()).toEqual(["QA", "Backlog", "To do", "In progress", "Done"]);
  const [first] = board.ask("swim_lanes", {}).swim_lanes;
  expect(first).toMatchObject({ id: laneId(project_id, "review"), stored: true, position: -1 });
});

test("a deleted lane shows while there are live items in it", () => {
  board.put("swim_lane", stored("blocked", { name: "Stuck", deleted_at: at(1), position: 9_000 }));
  const item = workItem({ id: uuid("1001"), project_id, status: "blocked" });
  board.put("work_item", { ...item, deleted_at: at(1) });
  expect(columnNames()).not.toContain("Stuck");
  board.put("work_item", item);
  expect(columnNames().at(-1)).toBe("Stuck");
  expect(board.ask("board", {}).columns.at(-1)?.name).toBe("Stuck");
});

test("of two lanes with one status the smallest id shows, a live one before a deleted one", () => {
  const [a, b, c] = [uuid("1a"), uuid("1b"), uuid("1c")];
  board.put(
    "swim_lane",
    stored("todo", { id: c, name: "C" }),
    stored("todo", { id: b, name: "B" }),
    stored("todo", { id: a, name: "A", deleted_at: at(1) }),
  );
  expect(columnNames()).toContain("B");
  expect(columnNames()).toHaveLength(6);
});

test("lanes of other projects do not show", () => {
  const other = project({ id: uuid("bbbb") });
  board.put("project", other);
  board.put("swim_lane", lane({ id: uuid("1a"), project_id: other.id, status_value: "todo" }));
  const names = board.ask("swim_lanes", { project: "WEB" }).swim_lanes.map(({ name }) => name);
  expect(names).toEqual(NAMES);
  expect(board.refusal("swim_lanes", {}).kind).toBe("usage");
});

test("the board has cards in their order, with what a card shows", () => {
  const [epic, task, done] = [uuid("1001"), uuid("1002"), uuid("1003")];
  board.put(
    "work_item",
    workItem({ id: epic, project_id, title: "epic", status: "todo", position: 2 }),
    workItem({ id: task, project_id, title: "task", status: "todo", position: 1, parent_id: epic }),
    workItem({ id: done, project_id, title: "done", status: "done", parent_id: epic }),
    workItem({ id: uuid("1004"), project_id, deleted_at: at(1), parent_id: epic }),
    workItem({ id: uuid("1005"), project_id: uuid("bbbb") }),
  );
  board.put(
    "comment",
    comment({ id: uuid("c1"), work_item_id: epic }),
    comment({ id: uuid("c2"), work_item_id: epic }),
    comment({ id: uuid("c3"), work_item_id: epic, deleted_at: at(1) }),
  );
  board.put(
    "dependency",
    blocks(task, epic, { id: uuid("d1") }),
    blocks(done, task, { id: uuid("d2") }),
  );
  const { project: shown, work_items } = board.ask("board", {});
  expect(shown.key).toBe("WEB");
  expect(shown).not.toHaveProperty("extra");
  const cards = work_items.map(({ title, is_blocked, comment_count, child_count }) => ({
    title,
    is_blocked,
    comment_count,
    child_count,
  }));
  expect(cards).toEqual([
    { title: "task", is_blocked: false, comment_count: 0, child_count: 0 },
    { title: "epic", is_blocked: true, comment_count: 2, child_count: 2 },
    { title: "done", is_blocked: false, comment_count: 0, child_count: 0 },
  ]);
  expect(work_items[0]).not.toHaveProperty("field_updated_at");
});

test("the board can be of one sprint, or of one person", () => {
  const active = sprint({ id: uuid("51"), project_id, status: "active" });
  board.put("sprint", active, sprint({ id: uuid("52"), project_id, deleted_at: at(1) }));
  board.put("sprint", sprint({ id: uuid("53"), project_id: uuid("bbbb") }));
  board.put("user", user({ id: ADA.id }));
  board.put(
    "work_item",
    workItem({ id: uuid("1001"), project_id, title: "mine", assignee_id: ADA.id }),
    workItem({ id: uuid("1002"), project_id, title: "now", sprint_id: active.id }),
  );
  const titles = (params: { sprint?: string; assignee?: string }) =>
    board.ask("board", params).work_items.map((card) => card.title);
  expect(titles({ sprint: "active" })).toEqual(["now"]);
  expect(titles({ sprint: "none" })).toEqual(["mine"]);
  expect(titles({ assignee: "me" })).toEqual(["mine"]);
  expect(titles({ assignee: "none" })).toEqual(["now"]);
  expect(titles({ assignee: "me", sprint: "active" })).toEqual([]);
  const { sprints, users } = board.ask("board", {});
  expect(sprints.map(({ id }) => id)).toEqual([active.id]);
  expect(sprints[0]).not.toHaveProperty("work_items");
  expect(users.map(({ id }) => id)).toEqual([ADA.id]);
});

test("the board's flags are those of its project", () => {
  board.put(
    "work_item",
    workItem({ id: uuid("1001"), project_id, parent_id: uuid("ffff") }),
    workItem({ id: uuid("1002"), project_id: uuid("bbbb"), parent_id: uuid("ffff") }),
  );
  expect(board.ask("board", {}).flags.map((flag) => flag.id)).toEqual([uuid("1001")]);
});
