import { expect, test } from "bun:test";
import { distance, nearest } from "./nearest.ts";

const WORDS = ["project", "work-item", "list", "search", "log", "delete", "create", "undo"];

test.each([
  ["wrok-item", "work-item"],
  ["work_item", "work-item"],
  ["projcet", "project"],
  ["LIST", "list"],
  ["lis", "list"],
  ["sear", "search"],
  ["rm", "delete"],
  ["new", "create"],
  ["lgo", "log"],
])("%s is nearest to %s", (typed, meant) => {
  expect(nearest(typed, WORDS)).toBe(meant);
});

test.each(["xyzzy", "q", "", "constructor", "__proto__"])("%p is near to nothing", (typed) => {
  expect(nearest(typed, WORDS)).toBeUndefined();
});

test("a synonym counts only where its meaning is there", () => {
  expect(nearest("rm", ["project"])).toBeUndefined();
});

test.each([
  ["", "", 0],
  ["abc", "abc", 0],
  ["", "abc", 3],
  ["abc", "acb", 1],
  ["abc", "abd", 1],
  ["kitten", "sitting", 3],
])("from %p to %p it takes %d", (from, to, slips) => {
  expect(distance(from, to)).toBe(slips);
  expect(distance(to, from)).toBe(slips);
});
