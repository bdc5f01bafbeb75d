import { beforeEach, expect, test } from "bun:test";
import { throwDice } from "../../bench/support/dice.ts";
import { openTestBoard, type TestBoard } from "../../tests/support/query.ts";
import { at, project, uuid, workItem } from "../../tests/support/records.ts";
import { idSource } from "./id-source.ts";

let board: TestBoard;
let branch: string;
let ids: () => string[];
const dice = throwDice(7);
const PROJECT = project({ id: uuid("aaaa"), key: "WEB" });

/** Makes a record, as a write of its own. */
function make(me = uuid("ada")): string {
  const source = idSource({
    storage: board.storage,
    me,
    branch: () => branch,
    random: () => dice.uuid(),
  });
  const id = source("work_item");
  board.put("work_item", workItem({ id, project_id: PROJECT.id, created_at: at(1) }));
  return id;
}

beforeEach(() => {
  board = openTestBoard();
  board.put("project", PROJECT);
  branch = "main";
  ids = () => board.storage.idsByPrefix("work_item", "", 1000);
  for (let count = 0; count < 40; count += 1) {
    board.put("work_item", workItem({ id: dice.uuid(), project_id: PROJECT.id }));
  }
});

/** In how many gaps of the board as it was the new records lie. */
function gapsOf(before: readonly string[], made: readonly string[]): number {
  return new Set(made.map((id) => before.findIndex((old) => old > id))).size;
}

test("what a branch makes lies in one gap", () => {
  const before = ids();
  const made = Array.from({ length: 32 }, () => make());
  expect(gapsOf(before, made)).toBe(1);
  expect(new Set(made.map((id) => id.slice(0, 8))).size).toBe(32);
  expect(gapsOf(before, [...made, make()])).toBe(2);
});

test("another branch, and another person, have another gap", () => {
  const before = ids();
  const first = [make(), make()];
  branch = "topic";
  const second = [make(), make()];
  const third = [make(uuid("b0b")), make(uuid("b0b"))];
  expect(gapsOf(before, first)).toBe(1);
  expect(gapsOf(before, [...first, ...second])).toBe(2);
  expect(gapsOf(before, [...first, ...second, ...third])).toBe(3);
});

test("a board that is empty is filled at random", () => {
  board = openTestBoard();
  const made = Array.from({ length: 30 }, () => make());
  expect(new Set(made.map((id) => id.charAt(0))).size).toBeGreaterThan(8);
});

test("what is rolled back leaves no trace", () => {
  expect(() =>
    board.storage.transaction(() => {
      make();
      throw new Error("refused");
    }),
  ).toThrow("refused");
  expect(board.storage.note("new_ids.work_item")).toBeNull();
});
