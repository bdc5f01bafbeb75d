import { beforeEach, expect, test } from "bun:test";
import { ADA, openTestBoard, type TestBoard } from "../../../tests/support/query.ts";
import {
  at,
  blocks,
  comment,
  project,
  sprint,
  timeEntry,
  user,
  uuid,
  workItem,
} from "../../../tests/support/records.ts";
import { EPOCH } from "../../domain/instant.ts";
import type { Queries } from "../queries.ts";

const WEB = project({ id: uuid("aaaa"), key: "WEB", title: "Website" });
const GONE = project({ id: uuid("bbbb"), key: "GONE", deleted_at: at(1) });
const project_id = WEB.id;
const [A, B, DEAD, HIDDEN] = [uuid("1001"), uuid("1002"), uuid("1003"), uuid("1004")];

let board: TestBoard;
beforeEach(() => {
  board = openTestBoard();
  board.put("project", WEB, GONE);
  board.put(
    "work_item",
    workItem({ id: A, project_id }),
    workItem({ id: B, project_id, status: "done" }),
    workItem({ id: uuid("1006"), project_id, status: "review" }),
    workItem({ id: DEAD, project_id, deleted_at: at(1) }),
    workItem({ id: HIDDEN, project_id: GONE.id }),
  );
});

type ListQuery =
  | "projects"
  | "sprints"
  | "comments"
  | "dependencies"
  | "time_entries"
  | "users"
  | "work_items";

/** The records of every page of a list, two at a time. */
function inPages<Q extends ListQuery>(query: Q, params: Queries[Q]["params"]): { id: string }[] {
  const found: { id: string }[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = board.ask(query, { ...params, limit: 2, cursor }) as {
      next_cursor: string | null;
      [list: string]: unknown;
    };
    found.push(...(page[query] as { id: string }[]));
    if (page.next_cursor === null) return found;
    cursor = page.next_cursor;
  }
}

test("projects come the active ones first, then by key, with how many items they have", () => {
  board.put(
    "project",
    project({ id: uuid("a1"), key: "OLD", status: "archived" }),
    project({ id: uuid("a2"), key: "API" }),
    project({ id: uuid("a4") }),
    project({ id: uuid("a3") }),
  );
  const { projects } = board.ask("projects", {});
  expect(projects.map(({ id, work_items, open_work_items }) => [id, work_items, open_work_items]))
    // biome-ignore format: one line each
    .toEqual([
    [uuid("a3"), 0, 0],
    [uuid("a4"), 0, 0],
    [uuid("a2"), 0, 0],
    [project_id, 3, 2],
    [uuid("a1"), 0, 0],
  ]);
  expect(projects[0]).not.toHaveProperty("extra");
  expect(inPages("projects", {})).toEqual(projects);
  const ids = (params: Queries["projects"]["params"]) =>
    board.ask("projects", params).projects.map(({ id }) => id);
  expect(ids({ status: "archived" })).toEqual([uuid("a1")]);
  expect(ids({ deleted: true })).toContain(GONE.id);
  expect(board.ask("project", { ref: "gone" }).project.deleted_at).toBe(at(1));
});

test("sprints come the active ones first, then what is planned, each by date", () => {
  const make = (id: string, values: Partial<ReturnType<typeof sprint>>) =>
    sprint({ id: uuid(id), project_id, ...values });
  board.put(
    "sprint",
    make("51", { status: "completed", start_date: "2026-01-01" }),
    make("52", { start_date: null }),
    make("53", { start_date: "2026-03-01" }),
    make("54", { start_date: "2026-02-01" }),
    make("55", { status: "active" }),
    make("56", { status: "cancelled" }),
    make("57", { start_date: null, created_at: at(-5) }),
    make("58", { deleted_at: at(1) }),
    make("59", { project_id: GONE.id }),
    make("5a", { project_id: uuid("cccc"), status: "cancelled" }),
  );
  const items = [A, B, DEAD].map((id) => board.storage.get("work_item", id));
  for (const item of items) {
    if (item !== null) board.put("work_item", { ...item, sprint_id: uuid("55") });
  }
  const { sprints } = board.ask("sprints", {});
  expect(sprints.map(({ id }) => id)).toEqual(
    ["55", "54", "53", "57", "52", "51", "56", "5a"].map(uuid),
  );
  expect(sprints[0]).toMatchObject({ work_items: 2, done_work_items: 1 });
  expect(sprints[1]).toMatchObject({ work_items: 0, done_work_items: 0 });
  expect(inPages("sprints", {})).toEqual(sprints);
  const ids = (params: Queries["sprints"]["params"]) =>
    board.ask("sprints", params).sprints.map(({ id }) => id);
  expect(ids({ project: "web", status: "cancelled" })).toEqual([uuid("56")]);
  expect(ids({ deleted: true })).toHaveLength(10);
  expect(board.ask("sprint", { ref: "5800" }).sprint.id).toBe(uuid("58"));
});

test("comments come the oldest first; those of what is out of sight only if it is named", () => {
  const make = (id: string, work_item_id: string, minutes: number, deleted = false) =>
    comment({
      id: uuid(id),
      work_item_id,
      created_at: at(minutes),
      deleted_at: deleted ? at(9) : null,
    });
  board.put("comment", make("c3", A, 1), make("c2", A, 1), make("c1", B, 3), make("c4", A, 2));
  board.put("comment", make("c5", A, 0, true), make("c6", DEAD, 0), make("c7", HIDDEN, 0));
  board.put("comment", make("c8", uuid("ffff"), 0));
  const ids = (params: Queries["comments"]["params"]) =>
    board.ask("comments", params).comments.map(({ id }) => id);
  expect(ids({})).toEqual(["c8", "c2", "c3", "c4", "c1"].map(uuid));
  expect(inPages("comments", {}).map(({ id }) => id)).toEqual(ids({}));
  expect(ids({ work_item: A })).toEqual(["c2", "c3", "c4"].map(uuid));
  expect(ids({ work_item: A, deleted: true })).toHaveLength(4);
  expect(ids({ work_item: DEAD })).toEqual([uuid("c6")]);
  expect(ids({ deleted: true })).toHaveLength(8);
  expect(board.ask("comment", { ref: uuid("c5") }).comment.deleted_at).toBe(at(9));
});

test("dependencies of what is out of sight are, too, unless it is named", () => {
  const make = (id: string, from: string, to: string, values = {}) =>
    blocks(from, to, { id: uuid(id), ...values });
  board.put("work_item", workItem({ id: uuid("1005"), project_id: uuid("cccc") }));
  board.put(
    "dependency",
    make("d1", A, B, { created_at: at(2) }),
    make("d2", B, A, { created_at: at(1), dependency_type: "relates_to" }),
    make("d3", A, B, { deleted_at: at(1) }),
    make("d4", A, DEAD),
    make("d5", HIDDEN, A),
    make("d6", A, uuid("ffff"), { created_at: at(3) }),
    make("d7", uuid("1005"), uuid("1005"), { created_at: at(4) }),
  );
  const ids = (params: Queries["dependencies"]["params"]) =>
    board.ask("dependencies", params).dependencies.map(({ id }) => id);
  expect(ids({})).toEqual(["d2", "d1", "d6", "d7"].map(uuid));
  expect(inPages("dependencies", {}).map(({ id }) => id)).toEqual(ids({}));
  expect(ids({ work_item: A })).toEqual(["d2", "d1", "d6"].map(uuid));
  expect(ids({ work_item: B })).toEqual(["d2", "d1"].map(uuid));
  expect(ids({ work_item: uuid("1005") })).toEqual([uuid("d7")]);
  expect(ids({ work_item: DEAD })).toEqual([uuid("d4")]);
  expect(ids({ project: "web" })).toEqual(["d2", "d1", "d6"].map(uuid));
  expect(ids({ deleted: true })).toHaveLength(7);
  expect(board.ask("dependency", { ref: "d300" }).dependency.id).toBe(uuid("d3"));
});

test("time entries come the newest first, and can be of a person, or running", () => {
  const make = (id: string, work_item_id: string, values = {}) =>
    timeEntry({ id: uuid(id), work_item_id, ...values });
  board.put("user", user({ id: ADA.id }));
  board.put(
    "time_entry",
    make("e1", A, { started_at: at(1), user_id: ADA.id }),
    make("e2", A, { started_at: at(2), ended_at: null }),
    make("e3", B, { started_at: at(2), user_id: ADA.id, ended_at: null }),
    make("e4", A, { deleted_at: at(1) }),
    make("e5", DEAD, { started_at: at(5) }),
    make("e6", HIDDEN),
  );
  const ids = (params: Queries["time_entries"]["params"]) =>
    board.ask("time_entries", params).time_entries.map(({ id }) => id);
  expect(ids({})).toEqual(["e3", "e2", "e1"].map(uuid));
  expect(inPages("time_entries", {}).map(({ id }) => id)).toEqual(ids({}));
  expect(ids({ user: "me" })).toEqual(["e3", "e1"].map(uuid));
  expect(ids({ running: true })).toEqual(["e3", "e2"].map(uuid));
  expect(ids({ running: false })).toEqual([uuid("e1")]);
  expect(ids({ work_item: A, running: true })).toEqual([uuid("e2")]);
  expect(ids({ work_item: DEAD })).toEqual([uuid("e5")]);
  expect(ids({ deleted: true })).toHaveLength(6);
  expect(board.ask("time_entry", { ref: "e400" }).time_entry.id).toBe(uuid("e4"));
});

test("people come by name", () => {
  board.put(
    "user",
    user({ id: uuid("03"), name: "Bee" }),
    user({ id: uuid("02"), name: "Ada" }),
    user({ id: uuid("01"), name: "Bee" }),
  );
  const { users } = board.ask("users", {});
  expect(users.map(({ id }) => id)).toEqual(["02", "01", "03"].map(uuid));
  expect(users[0]).toEqual({ id: uuid("02"), name: "Ada", email: null, updated_at: at(0) });
  expect(inPages("users", {})).toEqual(users);
});

test("I am who the board says, or who asks if it does not know me yet", () => {
  expect(board.ask("me", {}).user).toEqual({ ...ADA, updated_at: EPOCH });
  board.put("user", user({ id: ADA.id, name: "Ada Lovelace" }));
  expect(board.ask("me", {}).user.name).toBe("Ada Lovelace");
});

test("records of every kind have a name, deleted ones too", () => {
  const [person, planned, item, keyless] = [uuid("01"), uuid("5a"), uuid("1009"), uuid("b2")];
  board.put("user", user({ id: person, name: "Ada" }));
  board.put("sprint", sprint({ id: planned, project_id, name: "Sprint 1", deleted_at: at(1) }));
  board.put("work_item", workItem({ id: item, project_id, title: "Homepage" }));
  board.put("project", project({ id: keyless, key: null, title: "Website" }));
  const ids = [person, planned, item, project_id, keyless, uuid("ffff")];
  expect(board.ask("names", { ids }).names).toEqual({
    [person]: "Ada",
    [planned]: "Sprint 1",
    [item]: "Homepage",
    [project_id]: "WEB",
    [keyless]: "Website",
  });
  expect(board.ask("names", { ids: [] }).names).toEqual({});
});

test("a cursor of one list does not fit another", () => {
  board.put("work_item", workItem({ id: uuid("1009"), project_id }));
  const cursor = board.ask("work_items", { limit: 1 }).next_cursor ?? "";
  expect(board.refusal("comments", { cursor })).toMatchObject({ kind: "usage" });
});
