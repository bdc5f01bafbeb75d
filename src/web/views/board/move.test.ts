import { describe, expect, test } from "bun:test";
import { uuid, workItem } from "../../../../tests/support/records.ts";
import type { Card } from "../../../board/queries.ts";
import { arrange, groupOf } from "./arrange.ts";
import { matcher, readFilter } from "./filter.ts";
import { planMove } from "./move.ts";

function card(name: string, position: number, values: Partial<Card> = {}): Card {
  const {
    field_updated_at: _,
    extra: __,
    ...item
  } = workItem({
    id: uuid(name),
    project_id: uuid("aa"),
    position,
    status: "todo",
    ...(values as object),
  });
  return { ...item, is_blocked: false, comment_count: 0, child_count: 0 };
}

const [a, b, c] = [card("a", 1000), card("b", 2000), card("c", 3000)];
const hidden = card("d", 2500);
const all = [a, b, c, hidden];
const cell = [a, b, c];

function plan(
  moved: Card,
  before: string | null,
  more: Partial<Parameters<typeof planMove>[2]> = {},
) {
  const to = { group: "all", status: "todo" as const, before, ...more };
  return planMove(moved, { group: "all" }, to, cell, all, "none");
}

describe("a move", () => {
  test("goes before a card, and looks so at once", () => {
    expect(plan(c, b.id)).toEqual({
      commands: [{ command: "work_item.move", params: { ref: c.id, before: b.id } }],
      values: { position: 1500 },
    });
  });

  test("goes behind the last one that is shown, not behind what a filter hides", () => {
    expect(plan(a, null)).toEqual({
      commands: [{ command: "work_item.move", params: { ref: a.id, after: c.id } }],
      values: { position: 4024 },
    });
    expect(
      planMove(
        a,
        { group: "all" },
        { group: "all", status: "todo", before: null },
        [a, b],
        all,
        "none",
      ),
    ).toMatchObject({ values: { position: 2250 } });
  });

  test("to the top leaves room above", () => {
    expect(plan(b, a.id)?.values).toEqual({ position: -24 });
  });

  test("to an empty column needs no neighbour", () => {
    const to = { group: "all", status: "done" as const, before: null };
    expect(planMove(a, { group: "all" }, to, [], all, "none")).toEqual({
      commands: [
        { command: "work_item.move", params: { ref: a.id, status: "done", to: "bottom" } },
      ],
      values: { status: "done", position: 1000 },
    });
  });

  test.each([
    ["before the next one", b, c.id],
    ["behind the last one, which it is", c, null],
  ])("that changes nothing is none: %s", (_, moved, before) => {
    expect(plan(moved, before)).toBeNull();
  });

  test("to another group takes the epic or the person along, in one write", () => {
    const to = { group: uuid("e"), status: "todo" as const, before: null };
    expect(planMove(a, { group: "none" }, to, [], all, "epic")).toMatchObject({
      commands: [
        { command: "work_item.move" },
        { command: "work_item.update", params: { set: { parent: uuid("e") } } },
      ],
      values: { parent_id: uuid("e") },
    });
    expect(
      planMove(a, { group: uuid("e") }, { ...to, group: "none" }, [], all, "assignee"),
    ).toMatchObject({ values: { assignee_id: null } });
  });
});

describe("the arrangement", () => {
  const epic = card("e1", 10, { item_type: "epic", title: "Epic" });
  const story = card("e2", 20, { item_type: "story", parent_id: epic.id, status: "done" });
  const task = card("e3", 30, { parent_id: story.id, assignee_id: uuid("ada") });
  const lone = card("e4", 5, { parent_id: uuid("ffff") });
  const cards = new Map([task, lone, story, epic].map((one) => [one.id, one]));
  const columns = (["todo", "done"] as const).map((status_value, position) => ({
    id: status_value,
    name: status_value,
    status_value,
    position,
    stored: false,
  }));
  const parts = {
    cards,
    columns,
    users: new Map(),
    matches: matcher(readFilter(new URLSearchParams()), { me: null, activeSprint: null }),
  };

  test("puts cards into columns, in the order of the board", () => {
    const [group] = arrange({ ...parts, grouping: "none" });
    expect(group?.cells.todo?.map(({ id }) => id)).toEqual([lone.id, epic.id, task.id]);
    expect(group?.cells.done?.map(({ id }) => id)).toEqual([story.id]);
  });

  test("groups by the epic above, however far, and what has none comes last", () => {
    const groups = arrange({ ...parts, grouping: "epic" });
    expect(groups.map(({ title, count }) => [title, count])).toEqual([
      ["Epic", 2],
      ["No epic", 1],
    ]);
  });

  test("groups by person", () => {
    const groups = arrange({ ...parts, grouping: "assignee" });
    expect(groups.map(({ key, count }) => [key, count])).toEqual([
      [uuid("ada"), 1],
      ["none", 3],
    ]);
  });

  test("is not caught by a circle of parents", () => {
    const one = card("f1", 1, { parent_id: uuid("f2") });
    const two = card("f2", 2, { parent_id: uuid("f1") });
    const circle = new Map([one, two].map((item) => [item.id, item]));
    expect(groupOf(one, circle, "epic")).toBe("none");
  });
});
