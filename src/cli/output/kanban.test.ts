import { describe, expect, test } from "bun:test";
import type { Card, Column } from "../../board/queries.ts";
import { ITEM_STATUSES, type ItemStatus } from "../../domain/entities.ts";
import type { Instant } from "../../domain/instant.ts";
import { kanban } from "./kanban.ts";
import type { Screen } from "./screen.ts";

const COLUMNS: Column[] = ITEM_STATUSES.map((status, index) => ({
  id: `lane-${status}`,
  name: status.replace("_", " "),
  status_value: status,
  position: index,
  stored: false,
}));

let made = 0;
function card(status: ItemStatus, title: string, more: Partial<Card> = {}): Card {
  made += 1;
  return {
    id: `${String(made).padStart(8, "0")}-0000-4000-8000-000000000000`,
    project_id: "p",
    parent_id: null,
    item_type: "story",
    title,
    description: null,
    status,
    priority: "medium",
    position: made,
    story_points: null,
    assignee_id: null,
    sprint_id: null,
    version: 1,
    created_at: "2026-01-01T00:00:00.000Z" as Instant,
    updated_at: `2026-01-01T00:00:00.${String(made).padStart(3, "0")}Z` as Instant,
    created_by: null,
    updated_by: null,
    deleted_at: null,
    labels: [],
    is_blocked: false,
    comment_count: 0,
    child_count: 0,
    ...more,
  };
}

const screen = (width: number, colour = false): Screen => ({
  terminal: true,
  width,
  colour,
  now: 0,
});
const OPTIONS = { nameOf: (id: string) => id, all: false };
const CARDS = [
  card("backlog", "A title that is long enough to be wrapped"),
  card("todo", "日本語の長い題名は二つの行に", { priority: "critical", is_blocked: true }),
  card("done", "Short", { story_points: 5, assignee_id: "Ana \u001b[31mMay" }),
];

describe("every width", () => {
  test.each([40, 59, 60, 80, 100, 120, 200])("%d", (width) => {
    const text = kanban(COLUMNS, CARDS, screen(width), OPTIONS);
    for (const line of text.split("\n")) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(width);
    expect(text).toContain("critical");
    expect(text).toContain("blocked · critical");
    expect(text).toMatch(/5 pt( · |\n).*Ana ␛/);
    const coloured = kanban(COLUMNS, CARDS, screen(width, true), OPTIONS);
    expect(Bun.stripANSI(coloured)).toBe(text);
  });
});

test("wide screens have all columns side by side", () => {
  const [heads] = kanban(COLUMNS, CARDS, screen(120), OPTIONS).split("\n");
  expect(heads?.split(/ {2,}/)).toEqual([
    "backlog 1",
    "todo 1",
    "in progress 0",
    "review 0",
    "done 1",
    "blocked 0",
  ]);
});

test("narrow screens have one below the other, without the empty ones", () => {
  const text = kanban(COLUMNS, CARDS, screen(50), OPTIONS);
  expect(text).toMatch(/^backlog 1\n─+\n/);
  expect(text).toMatch(/\n\ntodo 1\n/);
  expect(text).toEndWith("\n\nEmpty: in progress, review, blocked\n");
});

test("the cards of one row begin at the same columns", () => {
  const lines = kanban(COLUMNS, CARDS, screen(120), OPTIONS).split("\n");
  const start = lines[0]?.indexOf("todo") ?? -1;
  expect(lines[2]?.slice(start)).toStartWith("00000002 story");
  expect(lines[3]?.slice(0, start).trimEnd()).toBe("A title that is");
});

test("long columns are cut and say so, done ones show the latest first", () => {
  const many = [
    ...Array.from({ length: 25 }, (_, index) => card("todo", `todo ${index}`)),
    ...Array.from({ length: 8 }, (_, index) => card("done", `old ${index}`)),
  ];
  const text = kanban(COLUMNS, many, screen(120), OPTIONS);
  expect(text).toContain("todo 25");
  expect(text).toContain("+5 more");
  expect(text).toContain("+5 more");
  expect(text).toContain("old 7");
  expect(text).not.toContain("old 2");
  const all = kanban(COLUMNS, many, screen(120), { ...OPTIONS, all: true });
  expect(all).not.toContain("more");
  expect(all).toContain("old 0");
});

test("a title ends after three lines", () => {
  const text = kanban(COLUMNS, [card("todo", "word ".repeat(30).trim())], screen(120), OPTIONS);
  expect(text.split("\n").filter((line) => line.includes("word"))).toHaveLength(3);
  expect(text).toMatch(/word wo?r?d?…/);
});
