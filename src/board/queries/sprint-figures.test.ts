import { beforeEach, expect, test } from "bun:test";
import { openTestBoard, type TestBoard } from "../../../tests/support/query.ts";
import { project, sprint, uuid, workItem } from "../../../tests/support/records.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Json } from "../../domain/json.ts";

const WEB = project({ id: uuid("aaaa"), key: "WEB" });
const project_id = WEB.id;
const [S, T] = [uuid("51"), uuid("52")];

const day = (number: number, hour = 12): Instant =>
  new Date(Date.UTC(2026, 2, number, hour)).toISOString() as Instant;
const march = (number: number): string => day(number).slice(0, 10);
const made = { created_at: day(1), updated_at: day(1) };

let board: TestBoard;
beforeEach(() => {
  board = openTestBoard();
  board.put("project", WEB);
});

function log(
  entity: "sprint" | "work_item",
  id: string,
  at: Instant,
  field: string,
  ...ab: Json[]
) {
  const [before = null, after = null] = ab;
  board.storage.log.append({
    at,
    by: null,
    action: "test",
    records: null,
    changes: [
      {
        entity,
        record_id: id,
        work_item_id: entity === "work_item" ? id : null,
        project_id,
        field,
        before,
        after,
      },
    ],
  });
}

function putSprint(id: string, status: "active" | "completed", from: number): void {
  const dates = { start_date: march(from), end_date: march(from + 4) };
  board.put("sprint", sprint({ id, project_id, status, ...made, ...dates }));
  log("sprint", id, day(from, 8), "status", "planned", "active");
  if (status === "completed") log("sprint", id, day(from + 4), "status", "active", "completed");
}

function putItem(
  start: string,
  sprint_id: string | null,
  points: number,
  status = "todo" as const,
) {
  const id = uuid(start);
  board.put(
    "work_item",
    workItem({ id, project_id, sprint_id, story_points: points, status, ...made }),
  );
  return id;
}

test("the burndown of a sprint is made from the log, with items that have left it", () => {
  putSprint(S, "active", 2);
  const [done, left] = [putItem("1001", S, 3), putItem("1002", null, 2)];
  putItem("1003", null, 8);
  board.put("work_item", {
    ...workItem({ id: done, project_id, sprint_id: S, story_points: 3, status: "done", ...made }),
  });
  log("work_item", done, day(3), "status", "todo", "done");
  log("work_item", left, day(4), "sprint_id", S, null);
  const { days, committed, sprint: shown } = board.ask("burndown", { sprint: S, until: march(4) });
  expect(shown.id).toBe(S);
  expect(shown).not.toHaveProperty("extra");
  expect(committed).toEqual({ points: 5, items: 2 });
  expect(days.map(({ date, remaining }) => [date, remaining.points])).toEqual([
    [march(2), 5],
    [march(3), 2],
    [march(4), 0],
  ]);
  expect(days[2]?.removed).toEqual({ points: 2, items: 1 });
});

test("days are those of the time zone that is asked for", () => {
  putSprint(S, "active", 2);
  const id = putItem("1001", S, 3, "todo");
  log("work_item", id, day(3, 23), "story_points", 1, 3);
  const points = (time_zone?: string) =>
    board.ask("burndown", { sprint: S, time_zone }).days.map((one) => one.remaining.points);
  expect(points()).toEqual([1, 3, 3, 3, 3]);
  expect(points("Europe/Vienna")).toEqual([1, 1, 3, 3, 3]);
  expect(board.refusal("burndown", { sprint: S, time_zone: "Atlantis" })).toMatchObject({
    kind: "invalid",
    message: "There is no time zone “Atlantis”.",
  });
});

test("a day that is none is refused, and so is a sprint that is not there", () => {
  putSprint(S, "active", 2);
  expect(board.refusal("burndown", { sprint: S, until: "2026-02-30" }).kind).toBe("invalid");
  expect(board.refusal("burndown", { sprint: uuid("ffff") }).kind).toBe("not_found");
});

test("the velocity is that of the completed sprints, in their order", () => {
  putSprint(T, "completed", 9);
  putSprint(S, "completed", 2);
  putSprint(uuid("53"), "active", 16);
  const [first, carried] = [putItem("1001", S, 3), putItem("1002", T, 5)];
  for (const id of [first, carried]) {
    const [item] = board.storage.getMany("work_item", [id]);
    if (item !== undefined) board.put("work_item", { ...item, status: "done" });
  }
  log("work_item", first, day(3), "status", "todo", "done");
  log("work_item", carried, day(6), "sprint_id", S, T);
  log("work_item", carried, day(10), "status", "todo", "done");
  const { sprints } = board.ask("velocity", { project: "WEB" });
  expect(
    sprints.map(({ sprint: { id }, committed, completed }) => [id, committed, completed]),
  ).toEqual([
    [S, { points: 8, items: 2 }, { points: 3, items: 1 }],
    [T, { points: 5, items: 1 }, { points: 5, items: 1 }],
  ]);
  expect(board.ask("velocity", { limit: 1 }).sprints.map((one) => one.sprint.id)).toEqual([T]);
  expect(board.refusal("velocity", { limit: 0 }).kind).toBe("invalid");
});

test("a project without completed sprints has no velocity", () => {
  expect(board.ask("velocity", {}).sprints).toEqual([]);
});
