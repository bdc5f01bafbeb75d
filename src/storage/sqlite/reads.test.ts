import { Database } from "bun:sqlite";
import { beforeEach, expect, test } from "bun:test";
import {
  at,
  blocks,
  comment,
  lane,
  project,
  sprint,
  timeEntry,
  user,
  uuid,
  workItem,
} from "../../../tests/support/records.ts";
import {
  type EntityName,
  type EntityTypes,
  ITEM_STATUSES,
  type ItemStatus,
  type WorkItem,
} from "../../domain/entities.ts";
import type { WordSearch } from "../../domain/search-text.ts";
import type { Reads } from "../reads.ts";
import { sqliteReads } from "./reads.ts";
import { recordStore } from "./records.ts";
import { INDEXES, TABLES } from "./schema.ts";

const WEB = project({ id: uuid("aaaa"), key: "WEB" });
const project_id = WEB.id;
const [A, B, C, D, E] = [uuid("1a"), uuid("1b"), uuid("1c"), uuid("1d"), uuid("1e")];

let database: Database;
let reads: Reads;
beforeEach(() => {
  database = new Database(":memory:");
  database.run(TABLES + INDEXES);
  reads = sqliteReads(database);
  put("project", WEB);
});

function put<N extends EntityName>(entity: N, ...records: EntityTypes[N][]): void {
  recordStore(database).put(entity, records);
}

function putItem(id: string, values: Partial<WorkItem> = {}): void {
  put("work_item", workItem({ id, project_id, ...values }));
}

test("the ids above an item come nearest first, deleted ones too, and end where nothing is", () => {
  putItem(A, { parent_id: uuid("ffff") });
  putItem(D, { parent_id: A, deleted_at: at(1) });
  putItem(C, { parent_id: D });
  putItem(B, { parent_id: C });
  expect(reads.ancestorIds(B)).toEqual([C, D, A]);
  expect(reads.ancestorIds(A)).toEqual([]);
  expect(reads.ancestorIds(uuid("ffff"))).toEqual([]);
  expect(reads.parentLinks()).toHaveLength(4);
});

test("the items next to a place are those of the whole list, across statuses and ties", () => {
  const ids = Array.from({ length: 30 }, (_, index) => uuid(`2${String(index).padStart(7, "0")}`));
  for (const [index, id] of ids.entries()) {
    putItem(id, {
      position: ((index * 7) % 5) * 1024,
      status: ITEM_STATUSES[(index * 11) % ITEM_STATUSES.length] as ItemStatus,
      deleted_at: index % 9 === 8 ? at(1) : null,
    });
  }
  put("work_item", workItem({ id: A, project_id: uuid("bbbb"), position: 0 }));
  const all = reads.positions(project_id);
  expect(all).toHaveLength(27);
  for (const [index, place] of all.entries()) {
    const before = all.slice(Math.max(0, index - 2), index).reverse();
    expect(reads.nextTo(project_id, place, "before", 2)).toEqual(before);
    expect(reads.nextTo(project_id, place, "after", 2)).toEqual(all.slice(index + 1, index + 3));
  }
  for (const status of ITEM_STATUSES) {
    const column = all.filter((place) => place.status === status);
    expect(reads.endOfColumn(project_id, status, "top", 2)).toEqual(column.slice(0, 2));
    const bottom = column.reverse().slice(0, 2);
    expect(reads.endOfColumn(project_id, status, "bottom", 2)).toEqual(bottom);
  }
});

test("a circle of parents ends, from inside and from outside", () => {
  putItem(A, { parent_id: B });
  putItem(B, { parent_id: C });
  putItem(C, { parent_id: A });
  putItem(D, { parent_id: A });
  putItem(E, { parent_id: E });
  expect(reads.ancestorIds(A)).toEqual([B, C]);
  expect(reads.ancestorIds(D)).toEqual([A, B, C]);
  expect(reads.ancestorIds(E)).toEqual([]);
  expect(reads.descendants(A).map(({ id }) => id)).toEqual([B, C, D]);
  expect(reads.descendants(E)).toEqual([]);
});

test("a chain of any length is followed to its end", () => {
  const ids = Array.from({ length: 3_000 }, (_, index) =>
    uuid(`2${String(index).padStart(7, "0")}`),
  );
  put(
    "work_item",
    ...ids.map((id, index) => workItem({ id, project_id, parent_id: ids[index - 1] ?? null })),
  );
  expect(reads.ancestorIds(ids.at(-1) ?? "")).toEqual(ids.slice(0, -1).reverse());
  expect(reads.descendants(ids[0] ?? "")).toHaveLength(2_999);
});

test("what an item blocks is followed through live records, and ends at a circle", () => {
  for (const id of [A, B, C, D]) putItem(id);
  putItem(E, { deleted_at: at(1) });
  put(
    "dependency",
    blocks(A, B, { id: uuid("d1") }),
    blocks(B, C, { id: uuid("d2") }),
    blocks(B, E, { id: uuid("d3") }),
    blocks(E, D, { id: uuid("d4") }),
    blocks(C, D, { id: uuid("d5"), dependency_type: "relates_to" }),
    blocks(C, D, { id: uuid("d6"), deleted_at: at(1) }),
    blocks(A, uuid("ffff"), { id: uuid("d7") }),
  );
  expect(reads.blockedBy(A)).toEqual([B, C]);
  expect(reads.blockedBy(D)).toEqual([]);
  put("dependency", blocks(C, B, { id: uuid("d8") }));
  expect(reads.blockedBy(A)).toEqual([B, C]);
  expect(reads.blockedBy(B)).toEqual([B, C]);
});

test("a dependency is found by both ends and its type, deleted or not", () => {
  put("dependency", blocks(A, B, { id: uuid("d1"), deleted_at: at(1) }));
  expect(reads.dependencyBetween(A, B, "blocks")).toHaveLength(1);
  expect(reads.dependencyBetween(B, A, "blocks")).toEqual([]);
  expect(reads.dependencyBetween(A, B, "relates_to")).toEqual([]);
});

test("places are those of the live items of a project, whatever their status", () => {
  putItem(A, { position: 5, status: "done" });
  putItem(C, { position: -5, status: "blocked" });
  putItem(B, { position: -5 });
  putItem(D, { position: 9, deleted_at: at(1) });
  putItem(E, { position: 99, project_id: uuid("bbbb") });
  expect(reads.positions(project_id)).toEqual([
    { id: B, position: -5, status: "backlog" },
    { id: C, position: -5, status: "blocked" },
    { id: A, position: 5, status: "done" },
  ]);
  expect(reads.lastPosition(project_id)).toBe(9);
  expect(reads.lastPosition(uuid("cccc"))).toBeNull();
});

test("a sprint has its live items, and a project its active sprints", () => {
  const sprint_id = uuid("51");
  put(
    "sprint",
    sprint({ id: sprint_id, project_id, status: "active" }),
    sprint({ id: uuid("52"), project_id }),
    sprint({ id: uuid("53"), project_id, status: "active", deleted_at: at(1) }),
    sprint({ id: uuid("54"), project_id: uuid("bbbb"), status: "active" }),
  );
  putItem(A, { sprint_id });
  putItem(B, { sprint_id, status: "done" });
  putItem(C, { sprint_id, deleted_at: at(1) });
  putItem(D);
  expect(reads.itemsOfSprint(sprint_id).map(({ id }) => id)).toEqual([A, B]);
  expect(reads.activeSprints(project_id).map(({ id }) => id)).toEqual([sprint_id]);
  expect(reads.countItems({ sprint_id })).toBe(2);
  expect(reads.countItems({ project_id })).toBe(3);
  expect(reads.countItems({ project_id: uuid("bbbb") })).toBe(0);
  expect(reads.countItems({})).toBe(3);
});

test("running timers are a person's live entries without an end, the oldest first", () => {
  const make = (id: string, values: Partial<ReturnType<typeof timeEntry>>) =>
    timeEntry({ id: uuid(id), work_item_id: A, user_id: B, ended_at: null, ...values });
  put(
    "time_entry",
    make("01", { started_at: at(2) }),
    make("02", { started_at: at(1) }),
    make("03", { ended_at: at(3) }),
    make("04", { deleted_at: at(3) }),
    make("05", { user_id: C }),
  );
  expect(reads.runningTimers(B).map(({ id }) => id)).toEqual([uuid("02"), uuid("01")]);
});

test("lanes are found by project and status, deleted ones too", () => {
  put(
    "swim_lane",
    lane({ id: uuid("01"), project_id, status_value: "todo", deleted_at: at(1) }),
    lane({ id: uuid("02"), project_id, status_value: "done" }),
    lane({ id: uuid("03"), project_id: uuid("bbbb"), status_value: "todo" }),
  );
  expect(reads.laneOfStatus(project_id, "todo").map(({ id }) => id)).toEqual([uuid("01")]);
  expect(reads.lanes(project_id)).toHaveLength(2);
  putItem(A, { status: "todo" });
  putItem(B, { status: "done", deleted_at: at(1) });
  expect(reads.statusesInUse(project_id, ["todo", "done"])).toEqual(["todo"]);
  expect(reads.statusesInUse(project_id, [])).toEqual([]);
});

function search(word: string): WordSearch {
  return { words: [word], openEnded: true, anywhere: false, idPrefix: null };
}

/** A board of so many records of everything, each hanging on another. */
function fill(size: number): void {
  const ids = Array.from({ length: size }, (_, index) =>
    uuid(`2${String(index).padStart(7, "0")}`),
  );
  database.transaction(() => {
    for (const [index, id] of ids.entries()) {
      const previous = ids[index - 1] ?? id;
      put("project", project({ id, key: `K${index}` }));
      put("sprint", sprint({ id, project_id, status: "active" }));
      putItem(id, { parent_id: previous, sprint_id: id, title: "word", status: "todo" });
      put("comment", comment({ id, work_item_id: A, content: "word" }));
      put("dependency", blocks(previous, id, { id }), blocks(id, A, { id: uuid(`3${index}`) }));
      put("time_entry", timeEntry({ id, work_item_id: A, user_id: A, ended_at: null }));
      put("user", user({ id, name: "Ada" }));
    }
    putItem(A);
  })();
}

test("the number of statements does not depend on the number of records", () => {
  const whole = { limit: -1, after: null };
  const all = { deleted: false, include_done: true, ready: false };
  const questions: { [R in keyof Reads]: (asked: Reads) => unknown } = {
    workItems: (asked) => asked.workItems(all, whole),
    projects: (asked) => asked.projects({ deleted: true }, whole),
    sprints: (asked) => asked.sprints({ deleted: false }, whole),
    comments: (asked) => asked.comments({ deleted: false }, whole),
    lanes: (asked) => asked.lanes(project_id),
    dependencies: (asked) => asked.dependencies({ work_item_id: A, deleted: false }, whole),
    timeEntries: (asked) => asked.timeEntries({ deleted: false }, whole),
    users: (asked) => asked.users(whole),
    usersNamed: (asked) => asked.usersNamed("Ada"),
    liveProjects: (asked) => asked.liveProjects(1_000),
    projectsWithKey: (asked) => asked.projectsWithKey("WEB"),
    cards: (asked) => asked.cards(project_id, {}),
    ancestorIds: (asked) => asked.ancestorIds(uuid("20000002")),
    descendants: (asked) => asked.descendants(uuid("20000000")),
    blockedBy: (asked) => asked.blockedBy(uuid("20000000")),
    itemsOfSprint: (asked) => asked.itemsOfSprint(uuid("20000000")),
    countItems: (asked) => asked.countItems({ project_id }),
    positions: (asked) => asked.positions(project_id),
    nextTo: (asked) => asked.nextTo(project_id, { position: 1024, id: A }, "after", 2),
    endOfColumn: (asked) => asked.endOfColumn(project_id, "todo", "top", 2),
    lastPosition: (asked) => asked.lastPosition(project_id),
    runningTimers: (asked) => asked.runningTimers(A),
    activeSprints: (asked) => asked.activeSprints(project_id),
    dependencyBetween: (asked) => asked.dependencyBetween(A, B, "blocks"),
    laneOfStatus: (asked) => asked.laneOfStatus(project_id, "todo"),
    parentLinks: (asked) => asked.parentLinks(),
    search: (asked) =>
      asked.search(search("word"), null, {
        limit: 1_000,
        offset: 0,
      }),
    activity: (asked) => asked.activity({}, whole),
    isMakingLogged: (asked) => asked.isMakingLogged(A),
    flags: (asked) => asked.flags(null),
    newest: (asked) => asked.newest(5),
    endless: (asked) => asked.endless(5),
    sprintHistory: (asked) =>
      asked.sprintHistory(
        Array.from({ length: 200 }, (_, index) => uuid(`2${String(index).padStart(7, "0")}`)),
      ),
    statusesInUse: (asked) => asked.statusesInUse(project_id, ["todo", "done"]),
    titles: (asked) => asked.titles([A]),
    names: (asked) => asked.names([A]),
  };
  const count = () => {
    let statements = 0;
    const query = database.query.bind(database);
    database.query = ((sql: string) => {
      statements += 1;
      return query(sql);
    }) as typeof database.query;
    const counted = sqliteReads(database);
    const entries = Object.entries(questions).map(([name, ask]) => {
      statements = 0;
      ask(counted);
      return [name, statements];
    });
    database.query = query;
    return Object.fromEntries(entries);
  };
  fill(3);
  sqliteReads(database).search(search("x"), null, {
    limit: 1,
    offset: 0,
  });
  const few = count();
  fill(200);
  expect(reads.workItems(all, whole)).toHaveLength(201);
  expect(count()).toEqual(few);
  expect(Math.max(...(Object.values(few) as number[]))).toBeLessThanOrEqual(7);
});
