import { beforeEach, expect, test } from "bun:test";
import { openTestBoard, type TestBoard } from "../../../tests/support/query.ts";
import { at, blocks, project, sprint, uuid, workItem } from "../../../tests/support/records.ts";
import type { Dependency } from "../../domain/entities.ts";

const WEB = project({ id: uuid("aaaa") });
const GONE = project({ id: uuid("bbbb"), deleted_at: at(1) });
const project_id = WEB.id;
const [A, B, C, D] = [uuid("1001"), uuid("1002"), uuid("1003"), uuid("1004")];

let board: TestBoard;
beforeEach(() => {
  board = openTestBoard();
  board.put("project", WEB, GONE);
});

function flags() {
  return board.ask("flags", {}).flags.map(({ problem, id }) => [problem, id]);
}

function link(from: string, to: string, values: Partial<Dependency> = {}): void {
  board.put("dependency", blocks(from, to, { id: crypto.randomUUID(), ...values }));
}

test("a board that is in order has none", () => {
  board.put("sprint", sprint({ id: uuid("51"), project_id, deleted_at: at(1) }));
  board.put(
    "work_item",
    workItem({ id: A, project_id, sprint_id: uuid("51") }),
    workItem({ id: B, project_id, parent_id: A }),
  );
  link(A, B);
  expect(flags()).toEqual([]);
});

test("a link to what is not there, or deleted, is flagged", () => {
  board.put(
    "work_item",
    workItem({ id: A, project_id, parent_id: uuid("ffff") }),
    workItem({ id: B, project_id, deleted_at: at(1), parent_id: uuid("ffff") }),
    workItem({ id: C, project_id, parent_id: B, sprint_id: uuid("ffff") }),
    workItem({ id: D, project_id: uuid("cccc"), title: "Lost" }),
    workItem({ id: uuid("1005"), project_id: GONE.id, parent_id: uuid("ffff") }),
  );
  board.put("sprint", sprint({ id: uuid("52"), project_id: uuid("cccc") }));
  board.put("sprint", sprint({ id: uuid("53"), project_id: uuid("cccc"), deleted_at: at(1) }));
  expect(flags()).toEqual([
    ["parent_missing", A],
    ["parent_deleted", C],
    ["sprint_missing", C],
    ["project_missing", D],
    ["project_missing", uuid("52")],
  ]);
  expect(board.ask("flags", {}).flags[3]).toEqual({
    problem: "project_missing",
    entity: "work_item",
    id: D,
    message: "The project of “Lost” is not on this board.",
  });
});

test("each item of a circle of blocks is flagged, and names the others", () => {
  board.put(
    "work_item",
    ...[A, B, C, D].map((id, index) => workItem({ id, project_id, title: `Item ${index}` })),
  );
  link(A, B);
  link(B, C);
  link(C, A);
  link(C, D);
  expect(flags()).toEqual([
    ["blocks_cycle", A],
    ["blocks_cycle", B],
    ["blocks_cycle", C],
  ]);
  expect(board.ask("flags", {}).flags[1]?.message).toBe(
    "“Item 1” blocks itself, in a circle with “Item 0”, “Item 2”.",
  );
});

test("a circle that is not closed by live records is none", () => {
  board.put(
    "work_item",
    workItem({ id: A, project_id }),
    workItem({ id: B, project_id }),
    workItem({ id: C, project_id, deleted_at: at(1) }),
    workItem({ id: D, project_id: GONE.id }),
  );
  for (const other of [B, C, D]) link(A, other);
  link(B, A, { deleted_at: at(1) });
  link(B, A, { dependency_type: "relates_to" });
  link(C, A);
  link(D, A);
  expect(flags()).toEqual([]);
});

test("of a large circle three others are named", () => {
  const ids = ["1", "2", "3", "4", "5"].map((digit) => uuid(`100${digit}`));
  for (const [index, id] of ids.entries()) {
    board.put("work_item", workItem({ id, project_id, title: `Item ${index}` }));
    link(id, ids[(index + 1) % ids.length] ?? "");
  }
  const messages = board.ask("flags", {}).flags.map((flag) => flag.message);
  expect(messages[0]).toContain("with “Item 1”, “Item 2”, “Item 3”.");
  expect(messages[4]).toContain("with “Item 0”, “Item 1”, “Item 2”.");
});

test("an item that blocks itself is a circle of one", () => {
  board.put("work_item", workItem({ id: A, project_id, title: "Alone" }));
  link(A, A);
  expect(board.ask("flags", {}).flags.map((flag) => flag.message)).toEqual([
    "“Alone” blocks itself.",
  ]);
});

test("two active sprints of one project are flagged, both", () => {
  const active = { status: "active" as const, project_id };
  board.put(
    "sprint",
    sprint({ id: uuid("51"), ...active, name: "One" }),
    sprint({ id: uuid("53"), ...active, deleted_at: at(1) }),
    sprint({ id: uuid("54"), ...active, project_id: uuid("cccc") }),
    sprint({ id: uuid("55"), ...active, project_id: GONE.id }),
    sprint({ id: uuid("56"), ...active, project_id: GONE.id }),
  );
  const several = () => flags().filter(([problem]) => problem === "several_active_sprints");
  expect(several()).toEqual([]);
  board.put("sprint", sprint({ id: uuid("52"), ...active, name: "Two" }));
  expect(several().map(([, id]) => id)).toEqual([uuid("51"), uuid("52")]);
  const other = project({ id: uuid("dddd"), key: "OTHER" });
  board.put("project", other);
  expect(board.ask("board", { project: "other" }).flags).toEqual([]);
  expect(board.ask("board", { project: WEB.id }).flags).toHaveLength(2);
  expect(board.ask("flags", {}).flags.at(-1)?.message).toBe(
    "The sprint “Two” is active together with “One”; a project has one active sprint.",
  );
});

test("they come in pages", () => {
  const ids = [A, B, C, D];
  board.put("work_item", ...ids.map((id) => workItem({ id, project_id, parent_id: uuid("ffff") })));
  const first = board.ask("flags", { limit: 3 });
  const second = board.ask("flags", { limit: 3, cursor: first.next_cursor ?? "" });
  expect([first, second].map((page) => page.flags.map(({ id }) => id))).toEqual([[A, B, C], [D]]);
  expect(second.next_cursor).toBeNull();
});
