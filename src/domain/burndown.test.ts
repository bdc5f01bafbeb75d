import { describe, expect, test } from "bun:test";
import { daysBetween, type FiguredSprint, figuresOf, MOST_DAYS } from "./burndown.ts";
import type { LoggedChange, SprintItem } from "./field-history.ts";
import type { Instant } from "./instant.ts";

/** Noon of a day of March 2026; a fraction is a part of the day. */
function day(number: number): Instant {
  return new Date(Date.UTC(2026, 2, 1, 12) + (number - 1) * 86_400_000).toISOString() as Instant;
}
const dayOf = (at: Instant) => at.slice(0, 10);
const march = (number: number) => day(number).slice(0, 10);

const S = "sprint";
const stamps = { created_at: day(0), updated_at: day(0), field_updated_at: null };

function sprint(values: Partial<FiguredSprint> = {}): FiguredSprint {
  const dates = { start_date: march(2), end_date: march(6) };
  return { id: S, status: "active", ...stamps, ...dates, ...values };
}

function item(id: string, values: Partial<SprintItem> = {}): SprintItem {
  return {
    id,
    ...stamps,
    status: "todo",
    sprint_id: S,
    story_points: 1,
    deleted_at: null,
    ...values,
  };
}

function log(
  record_id: string,
  at: number,
  field: string,
  before: LoggedChange["before"],
  after: LoggedChange["after"],
): LoggedChange {
  return { record_id, field, before, after, at: day(at) };
}

const started = log(S, 2, "status", "planned", "active");

/** Remaining points, day by day. */
function line(items: SprintItem[], changes: LoggedChange[], given = sprint(), until?: string) {
  return figuresOf(given, items, [started, ...changes], dayOf, until).days.map(
    (one) => one.remaining.points,
  );
}

describe("a sprint", () => {
  test("burns down by what is done, and up again by what is reopened", () => {
    const items = [
      item("a", { story_points: 3, status: "done" }),
      item("b", { story_points: 5, status: "todo" }),
    ];
    const changes = [
      log("a", 3, "status", "todo", "done"),
      log("b", 3, "status", "todo", "done"),
      log("b", 5, "status", "done", "todo"),
    ];
    expect(line(items, changes)).toEqual([8, 0, 0, 5, 5]);
    const { committed, completed, days } = figuresOf(sprint(), items, [started, ...changes], dayOf);
    expect(committed).toEqual({ points: 8, items: 2 });
    expect(completed).toEqual({ points: 3, items: 1 });
    expect(days[1]).toEqual({
      date: march(3),
      remaining: { points: 0, items: 0 },
      completed: { points: 8, items: 2 },
      added: { points: 0, items: 0 },
      removed: { points: 0, items: 0 },
    });
  });

  test("tells what came in, what went out, and what was estimated anew", () => {
    const items = [
      item("late", { story_points: 2 }),
      item("gone", { sprint_id: null, story_points: 5 }),
      item("deleted", { deleted_at: day(5), story_points: 1 }),
      item("grown", { story_points: 8 }),
    ];
    const changes = [
      log("late", 3, "sprint_id", null, S),
      log("grown", 3, "story_points", 3, 8),
      log("gone", 4, "sprint_id", S, null),
      log("deleted", 5, "deleted_at", null, day(5)),
    ];
    const { committed, days } = figuresOf(sprint(), items, [started, ...changes], dayOf);
    expect(committed).toEqual({ points: 9, items: 3 });
    expect(days.map((one) => one.remaining.points)).toEqual([9, 16, 11, 10, 10]);
    expect(days.map((one) => one.added)).toEqual([
      { points: 0, items: 0 },
      { points: 7, items: 1 },
      { points: 0, items: 0 },
      { points: 0, items: 0 },
      { points: 0, items: 0 },
    ]);
    expect(days.map((one) => one.removed.items)).toEqual([0, 0, 1, 1, 0]);
  });

  test("what was planned before it started is no change of its scope", () => {
    const items = [item("a", { story_points: 2 }), item("b", { sprint_id: null })];
    const changes = [
      log("a", 1, "sprint_id", null, S),
      log("b", 0.5, "sprint_id", null, S),
      log("b", 1, "sprint_id", S, null),
    ];
    const { committed, days } = figuresOf(sprint(), items, [...changes, started], dayOf);
    expect(committed).toEqual({ points: 2, items: 1 });
    expect(days[0]).toMatchObject({ added: { items: 0 }, removed: { items: 0 } });
  });

  test("one that was done before it came in was never committed", () => {
    const items = [item("a", { status: "done" })];
    const changes = [log("a", 1, "status", "todo", "done")];
    expect(figuresOf(sprint(), items, [...changes, started], dayOf)).toMatchObject({
      committed: { items: 0 },
      completed: { items: 1 },
    });
  });

  test("two changes of one write count once", () => {
    const items = [item("a", { story_points: 5 })];
    const changes = [log("a", 3, "story_points", null, 5), log("a", 3, "sprint_id", null, S)];
    const { days } = figuresOf(sprint(), items, [started, ...changes], dayOf);
    expect(days[1]?.added).toEqual({ points: 5, items: 1 });
  });

  test("goes on until the day that is asked for, past its last one too", () => {
    const items = [item("a", { status: "done" })];
    const changes = [log("a", 8, "status", "todo", "done")];
    expect(line(items, changes, sprint(), march(3))).toEqual([1, 1]);
    expect(line(items, changes, sprint(), march(8))).toEqual([1, 1, 1, 1, 1, 1, 0]);
    const all = figuresOf(sprint(), items, [started, ...changes], dayOf, march(3));
    expect(all.completed.items).toBe(1);
  });

  test("what leaves it in the moment of its completion had remained", () => {
    const done = sprint({ status: "completed" });
    const items = [item("a", { status: "done" }), item("b", { sprint_id: "next" })];
    const changes = [
      log("a", 3, "status", "todo", "done"),
      log("b", 5, "sprint_id", S, "next"),
      log(S, 5, "status", "active", "completed"),
    ];
    const figures = figuresOf(done, items, [started, ...changes], dayOf);
    expect(figures).toMatchObject({
      started_at: day(2),
      ended_at: day(5),
      committed: { items: 2 },
      completed: { items: 1 },
    });
    expect(figures.days.map((one) => one.remaining.items)).toEqual([2, 1, 1, 1]);
  });

  test("work that is done later is not counted to a sprint that is over", () => {
    const items = [item("a", { status: "done" })];
    const changes = [
      log(S, 5, "status", "active", "completed"),
      log("a", 7, "status", "todo", "done"),
    ];
    const over = sprint({ status: "completed" });
    expect(figuresOf(over, items, [started, ...changes], dayOf).completed.items).toBe(0);
  });

  test("one that was put back and started again counts from its last start", () => {
    const changes = [
      started,
      log(S, 3, "status", "active", "planned"),
      log(S, 4, "status", "planned", "active"),
    ];
    const figures = figuresOf(sprint(), [item("a")], changes, dayOf);
    expect([figures.started_at, figures.days[0]?.date]).toEqual([day(4), march(4)]);
  });

  test("one that is planned has no days yet", () => {
    const planned = sprint({ status: "planned" });
    const figures = figuresOf(planned, [item("a")], [], dayOf);
    expect(figures).toMatchObject({ days: [], committed: { items: 1 }, started_at: null });
  });

  test("days are those of the calendar that is given", () => {
    const late = new Date(Date.UTC(2026, 2, 3, 23, 30)).toISOString() as Instant;
    const changes = [started, { ...log("a", 3, "status", "todo", "done"), at: late }];
    const vienna = (at: Instant) =>
      new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Vienna" }).format(new Date(at));
    const items = [item("a", { status: "done" })];
    const remaining = (calendar: typeof dayOf) =>
      figuresOf(sprint(), items, changes, calendar).days.map((one) => one.remaining.items);
    expect(remaining(dayOf)).toEqual([1, 0, 0, 0, 0]);
    expect(remaining(vienna)).toEqual([1, 1, 0, 0, 0]);
  });
});

describe("what came by import, without a log,", () => {
  const inFile = { updated_at: day(4), field_updated_at: { status: day(4), sprint_id: day(3) } };

  test("counts as of the times of its fields", () => {
    const items = [item("a", { ...inFile, status: "done" })];
    const given = sprint({ updated_at: day(2), field_updated_at: { status: day(2) } });
    const figures = figuresOf(given, items, [], dayOf);
    expect(figures.started_at).toBe(day(2));
    expect(figures.days.map((one) => one.remaining.items)).toEqual([0, 1, 0, 0, 0]);
  });

  test("was in its sprint all along, and done when it was last changed, where it has no times", () => {
    const items = [item("a", { updated_at: day(4), status: "done" })];
    const figures = figuresOf(sprint({ updated_at: day(5) }), items, [], dayOf);
    expect(figures.started_at).toBeNull();
    expect(figures.committed.items).toBe(1);
    expect(figures.days.map((one) => one.remaining.items)).toEqual([1, 1, 0, 0, 0]);
  });

  test("and was changed here later has had its first value before", () => {
    const items = [item("a", { ...inFile, status: "done", sprint_id: S })];
    const changes = [started, log("a", 4, "status", "review", "done")];
    const given = figuresOf(sprint(), items, changes, dayOf);
    expect(given.days.map((one) => one.remaining.items)).toEqual([0, 1, 0, 0, 0]);
  });

  test("of a sprint without its end, what happened after its last day is left out", () => {
    const over = sprint({ status: "completed", updated_at: day(9) });
    const items = [item("a", { updated_at: day(8), status: "done" })];
    const figures = figuresOf(over, items, [], dayOf);
    expect(figures.completed.items).toBe(0);
    expect(figures.days).toHaveLength(5);
  });
});

test("days go on over the ends of months, and are never more than so many", () => {
  expect(daysBetween("2024-02-28", "2024-03-01")).toEqual([
    "2024-02-28",
    "2024-02-29",
    "2024-03-01",
  ]);
  expect(daysBetween("2026-03-05", "2026-03-01")).toEqual(["2026-03-05"]);
  const many = daysBetween("2001-01-01", "2026-01-01");
  expect(many).toHaveLength(MOST_DAYS);
  expect(many.at(-1)).toBe("2026-01-01");
});
