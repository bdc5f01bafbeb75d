import { expect, test } from "bun:test";
import { circlesOf } from "./circles.ts";

test("a chain, a diamond and nothing at all have no circle", () => {
  expect(circlesOf([])).toEqual([]);
  expect(
    circlesOf([
      ["a", "b"],
      ["b", "c"],
    ]),
  ).toEqual([]);
  expect(
    circlesOf([
      ["a", "b"],
      ["a", "c"],
      ["b", "d"],
      ["c", "d"],
    ]),
  ).toEqual([]);
});

test("each circle is found once, sorted, and what only leads to it is not in it", () => {
  expect(
    circlesOf([
      ["x", "b"],
      ["b", "a"],
      ["a", "b"],
      ["b", "y"],
      ["q", "p"],
      ["p", "r"],
      ["r", "q"],
      ["y", "p"],
    ]),
  ).toEqual([
    ["a", "b"],
    ["p", "q", "r"],
  ]);
});

test("a node that leads to itself is a circle", () => {
  expect(
    circlesOf([
      ["a", "a"],
      ["a", "b"],
    ]),
  ).toEqual([["a"]]);
});

test("two circles with a node in common are one", () => {
  expect(
    circlesOf([
      ["a", "b"],
      ["b", "a"],
      ["b", "c"],
      ["c", "b"],
    ]),
  ).toEqual([["a", "b", "c"]]);
});

test("a long chain that closes needs no stack", () => {
  const ids = Array.from({ length: 50_000 }, (_, index) => String(index).padStart(6, "0"));
  const edges = ids.map((id, index) => [id, ids[(index + 1) % ids.length] ?? ""] as const);
  expect(circlesOf(edges)[0]).toHaveLength(50_000);
  expect(circlesOf(edges.slice(1))).toEqual([]);
});
