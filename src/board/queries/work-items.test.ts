import { beforeEach, describe, expect, test } from "bun:test";
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
import { ITEM_STATUSES, type WorkItem } from "../../domain/entities.ts";
import type { WorkItemFilter } from "../queries.ts";

const WEB = project({ id: uuid("aaaa"), key: "WEB" });

let board: TestBoard;
let made = 0;
beforeEach(() => {
  board = openTestBoard();
  board.put("project", WEB);
  made = 0;
});

/** Puts an item on the board, titled by what the test calls it. */
function put(title: string, values: Partial<WorkItem> = {}): WorkItem {
  made += 1;
  const item = workItem({
    id: uuid(`1${String(made).padStart(7, "0")}`),
    project_id: WEB.id,
    title,
    position: made * 1024,
    ...values,
  });
  board.put("work_item", item);
  return item;
}

function titles(filter: WorkItemFilter): string[] {
  return board.ask("work_items", filter).work_items.map((item) => item.title);
}

function ready(filter: WorkItemFilter = {}): string[] {
  return board.ask("ready", filter).work_items.map((item) => item.title);
}

/** Every page of a list, and how many there were. */
function pages(query: "work_items" | "ready", filter: WorkItemFilter, limit: number) {
  const found: string[] = [];
  let count = 0;
  for (let cursor: string | undefined; ; ) {
    const page = board.ask(query, { ...filter, limit, cursor });
    found.push(...page.work_items.map((item) => item.title));
    count += 1;
    if (page.next_cursor === null) return { found, count };
    cursor = page.next_cursor;
  }
}

describe("work_items", () => {
  test("come by status, then position, then id, and without what only the merge needs", () => {
    put("review", { status: "review", position: 1 });
    put("second", { status: "todo", position: 7 });
    put("third", { status: "todo", position: 7 });
    put("first", { status: "todo", position: -3 });
    put("backlog", { position: 9_000 });
    expect(titles({})).toEqual(["backlog", "first", "second", "third", "review"]);
    const [item] = board.ask("work_items", {}).work_items;
    expect(item).not.toHaveProperty("field_updated_at");
    expect(item).not.toHaveProperty("extra");
    expect(item?.labels).toEqual([]);
  });

  test("that are done are hidden unless they are asked for", () => {
    put("open");
    put("done", { status: "done" });
    expect(titles({})).toEqual(["open"]);
    expect(titles({ include_done: true })).toEqual(["open", "done"]);
    expect(titles({ status: "done" })).toEqual(["done"]);
    expect(titles({ status: "backlog", include_done: true })).toEqual(["open"]);
  });

  test("of a deleted project are out of sight, deleted ones too, unless they are asked for", () => {
    const gone = project({ id: uuid("bbbb"), deleted_at: at(1) });
    board.put("project", gone);
    put("live");
    put("deleted", { deleted_at: at(1) });
    put("hidden", { project_id: gone.id });
    put("lost", { project_id: uuid("cccc") });
    expect(titles({})).toEqual(["live", "lost"]);
    expect(titles({ deleted: true })).toEqual(["live", "deleted", "hidden", "lost"]);
    expect(titles({ project: gone.id })).toEqual([]);
    expect(titles({ project: "web" })).toEqual(["live"]);
  });

  test("can be picked by type, priority and label", () => {
    put("bug", { labels: ["bug", "it's 100%"], priority: "high" });
    put("epic", { item_type: "epic", labels: ["bugs"], priority: "high" });
    put("plain");
    expect(titles({ label: "bug" })).toEqual(["bug"]);
    expect(titles({ label: "it's 100%" })).toEqual(["bug"]);
    expect(titles({ label: "%" })).toEqual([]);
    expect(titles({ item_type: "epic" })).toEqual(["epic"]);
    expect(titles({ priority: "high" })).toEqual(["bug", "epic"]);
    expect(titles({ priority: "high", item_type: "task" })).toEqual(["bug"]);
  });

  test("can be picked by assignee", () => {
    board.put("user", user({ id: uuid("bee"), name: "Bee" }));
    put("mine", { assignee_id: ADA.id });
    put("bee's", { assignee_id: uuid("bee") });
    put("nobody's");
    expect(titles({ assignee: "me" })).toEqual(["mine"]);
    expect(titles({ assignee: " ME " })).toEqual(["mine"]);
    expect(board.refusal("work_items", { parent: "me" }).kind).toBe("not_found");
    expect(titles({ assignee: "bee" })).toEqual(["bee's"]);
    expect(titles({ assignee: "none" })).toEqual(["nobody's"]);
    expect(board.refusal("work_items", { assignee: "eve" }).kind).toBe("not_found");
  });

  test("can be picked by sprint; a deleted or missing sprint is none", () => {
    const active = sprint({ id: uuid("51"), project_id: WEB.id, status: "active" });
    const gone = sprint({ ...active, id: uuid("52"), deleted_at: at(1) });
    board.put("sprint", active, gone);
    put("now", { sprint_id: active.id });
    put("deleted", { sprint_id: gone.id });
    put("lost", { sprint_id: uuid("53") });
    put("none");
    expect(titles({ sprint: "active" })).toEqual(["now"]);
    expect(titles({ sprint: active.id })).toEqual(["now"]);
    expect(titles({ sprint: gone.id })).toEqual(["deleted"]);
    expect(titles({ sprint: "none" })).toEqual(["deleted", "lost", "none"]);
  });

  test("without a parent that is there are orphaned", () => {
    const epic = put("epic");
    const dead = put("dead", { deleted_at: at(1) });
    put("child", { parent_id: epic.id });
    put("of the dead", { parent_id: dead.id });
    put("of nobody", { parent_id: uuid("ffff") });
    expect(titles({ orphaned: true })).toEqual(["epic", "of the dead", "of nobody"]);
    expect(titles({ parent: epic.id })).toEqual(["child"]);
    expect(titles({ parent: dead.id })).toEqual(["of the dead"]);
  });

  test("above and below an item are found at any depth", () => {
    const epic = put("epic", { item_type: "epic" });
    const story = put("story", { parent_id: epic.id, status: "done" });
    const task = put("task", { parent_id: story.id });
    put("other", { parent_id: epic.id, status: "todo" });
    put("stranger");
    expect(titles({ descendants_of: epic.id })).toEqual(["task", "other"]);
    expect(titles({ descendants_of: epic.id, include_done: true })).toEqual([
      "task",
      "other",
      "story",
    ]);
    expect(titles({ ancestors_of: task.id, include_done: true })).toEqual(["epic", "story"]);
    expect(titles({ descendants_of: epic.id, status: "todo", project: "WEB" })).toEqual(["other"]);
  });

  test("in a circle of parents are above and below each other, once", () => {
    const [a, b, c] = [uuid("10000001"), uuid("10000002"), uuid("10000003")];
    put("a", { parent_id: c });
    put("b", { parent_id: a });
    put("c", { parent_id: b });
    expect(titles({ descendants_of: a })).toEqual(["b", "c"]);
    expect(titles({ ancestors_of: a })).toEqual(["b", "c"]);
    put("self", { parent_id: uuid("10000004") });
    expect(titles({ descendants_of: uuid("10000004") })).toEqual([]);
  });

  test("are found as text, whatever a filter holds", () => {
    put("one");
    for (const evil of ["' OR '1'='1", '"; DROP TABLE work_items; --', "\u0000", "%", "?1"]) {
      expect(titles({ label: evil })).toEqual([]);
      expect(board.refusal("work_items", { parent: evil }).kind).toMatch(/not_found|invalid/);
    }
    expect(titles({})).toEqual(["one"]);
  });
});

describe("pages", () => {
  test("together hold the whole list, whatever their size", () => {
    for (let index = 0; index < 30; index += 1) {
      const status = ITEM_STATUSES[index % ITEM_STATUSES.length] ?? "todo";
      // Every position is there several times, so that the ids decide.
      put(`item ${index}`, { status, position: (index * 7) % 4, priority: "high" });
    }
    const all = titles({ include_done: true });
    expect(all).toHaveLength(30);
    for (const limit of [1, 2, 3, 5, 7, 29, 30, 31]) {
      const { found, count } = pages("work_items", { include_done: true }, limit);
      expect(found).toEqual(all);
      expect(count).toBe(Math.ceil(30 / limit));
    }
    const below = put("root").id;
    for (const { id } of board.ask("work_items", { include_done: true }).work_items.slice(0, 9)) {
      const item = board.storage.get("work_item", id);
      if (item !== null && id !== below) board.put("work_item", { ...item, parent_id: below });
    }
    const children = titles({ parent: below, include_done: true });
    expect(pages("work_items", { parent: below, include_done: true }, 2).found).toEqual(children);
    expect(pages("ready", {}, 2).found).toEqual(ready());
  });

  test("a project of its own and several projects give the same order", () => {
    for (let index = 0; index < 6; index += 1) put(`item ${index}`, { position: 6 - index });
    const one = titles({});
    board.put("project", project({ id: uuid("bbbb") }));
    put("elsewhere", { project_id: uuid("bbbb"), status: "todo" });
    expect(titles({})).toEqual([...one, "elsewhere"]);
    expect(pages("work_items", {}, 4).found).toEqual([...one, "elsewhere"]);
  });

  test("hold 100 items unless told otherwise, and say that there are more", () => {
    for (let index = 0; index < 101; index += 1) put(`item ${index}`);
    const page = board.ask("work_items", {});
    expect(page.work_items).toHaveLength(100);
    expect(page.next_cursor).toMatch(/^[\w-]+$/);
  });

  test.each([0, -1, 5_001, 1.5, Number.NaN])("of %p are refused", (limit) => {
    expect(board.refusal("work_items", { limit }).kind).toBe("invalid");
  });

  test.each([
    "",
    "???",
    "bm9uc2Vuc2U",
    Buffer.from("[1,2]").toString("base64url"),
    Buffer.from('["a",1,"b"]').toString("base64url"),
    Buffer.from("[null,1,1]").toString("base64url"),
    "ä",
  ])("after the broken cursor “%s” are refused", (cursor) => {
    expect(board.refusal("work_items", { cursor })).toMatchObject({
      kind: "usage",
      message: "The cursor is not one that this list has given.",
    });
  });

  test("after a cursor of another list with the same shape are a list, if not a useful one", () => {
    put("one");
    put("done", { status: "done" });
    const cursor = Buffer.from('[4.5,1e300,""]').toString("base64url");
    expect(board.ask("work_items", { cursor }).work_items).toEqual([]);
    const late = Buffer.from('[4,0,""]').toString("base64url");
    expect(board.ask("work_items", { cursor: late, status: "backlog" }).work_items).toEqual([]);
  });
});

describe("ready", () => {
  test("is what is in backlog or todo, the most urgent first, then by position", () => {
    put("low", { priority: "low", status: "todo", position: 1 });
    put("later", { priority: "critical", position: 9 });
    put("sooner", { priority: "critical", status: "todo", position: 8 });
    put("running", { status: "in_progress", priority: "critical" });
    put("blocked", { status: "blocked" });
    put("done", { status: "done" });
    expect(ready()).toEqual(["sooner", "later", "low"]);
    expect(ready({ status: "todo" })).toEqual(["sooner", "low"]);
    expect(ready({ status: "done" })).toEqual([]);
    board.put("project", project({ id: uuid("bbbb"), key: "API" }));
    put("elsewhere", { project_id: uuid("bbbb") });
    expect(ready({ project: "api" })).toEqual(["elsewhere"]);
  });

  test("is not what an open item blocks", () => {
    const gone = project({ id: uuid("bbbb"), deleted_at: at(1) });
    board.put("project", gone);
    const open = put("open", { status: "review" });
    const blockers: [string, WorkItem | null, Partial<Parameters<typeof blocks>[2]>][] = [
      ["by an open one", open, {}],
      ["by a done one", put("x", { status: "done" }), {}],
      ["by a deleted one", put("x", { deleted_at: at(1) }), {}],
      ["by one of a deleted project", put("x", { project_id: gone.id }), {}],
      ["by a missing one", null, {}],
      ["no more", open, { deleted_at: at(1) }],
      ["only related", open, { dependency_type: "relates_to" }],
    ];
    for (const [index, [title, blocker, values]] of blockers.entries()) {
      const item = put(title);
      const id = uuid(`d00${index}`);
      board.put("dependency", blocks(blocker?.id ?? uuid("eeee"), item.id, { ...values, id }));
    }
    expect(ready()).toEqual(blockers.slice(1).map(([title]) => title));
  });

  test("is not what has open children", () => {
    const [open, done, dead] = [put("open child"), put("done child"), put("deleted child")];
    put("child", { parent_id: open.id, status: "review" });
    put("child", { parent_id: done.id, status: "done" });
    put("child", { parent_id: dead.id, deleted_at: at(1) });
    expect(ready()).toEqual(["done child", "deleted child"]);
  });
});

describe("work_item", () => {
  test("comes with all that hangs on it, deleted or not itself", () => {
    const parent = put("parent", { deleted_at: at(3) });
    const item = put("item", { parent_id: parent.id, deleted_at: at(3) });
    const child = put("child", { parent_id: item.id, status: "done" });
    put("deleted child", { parent_id: item.id, deleted_at: at(3) });
    const before = put("before");
    const after = put("after");
    const dead = put("dead", { deleted_at: at(3) });
    board.put(
      "dependency",
      blocks(before.id, item.id, { id: uuid("d001") }),
      blocks(item.id, after.id, { id: uuid("d002") }),
      blocks(item.id, dead.id, { id: uuid("d003") }),
      blocks(item.id, after.id, { id: uuid("d004"), deleted_at: at(1) }),
      blocks(before.id, after.id, { id: uuid("d005") }),
    );
    board.put(
      "comment",
      comment({ id: uuid("c001"), work_item_id: item.id, content: "late", created_at: at(2) }),
      comment({ id: uuid("c002"), work_item_id: item.id, content: "early", created_at: at(1) }),
      comment({ id: uuid("c003"), work_item_id: item.id, deleted_at: at(2) }),
      comment({ id: uuid("c004"), work_item_id: child.id }),
    );
    board.put("time_entry", timeEntry({ id: uuid("7001"), work_item_id: item.id }));
    const whole = board.ask("work_item", { ref: item.id.slice(0, 8) });
    expect(whole.work_item.title).toBe("item");
    expect(whole.children.map((one) => one.title)).toEqual(["child"]);
    expect(whole.comments.map((one) => one.content)).toEqual(["early", "late"]);
    expect(whole.dependencies.map((one) => one.id)).toEqual([uuid("d001"), uuid("d002")]);
    expect(whole.related.map((one) => one.title)).toEqual(["parent", "before", "after"]);
    expect(whole.time_entries).toHaveLength(1);
    expect(whole.flags).toEqual([]);
  });

  test("says what needs a look", () => {
    const dead = put("dead", { deleted_at: at(1) });
    const item = put("item", {
      parent_id: dead.id,
      project_id: uuid("cccc"),
      sprint_id: uuid("55"),
    });
    const other = put("other", { parent_id: uuid("ffff") });
    board.put(
      "dependency",
      blocks(item.id, other.id, { id: uuid("d001") }),
      blocks(other.id, item.id, { id: uuid("d002") }),
    );
    const problems = (ref: string) =>
      board.ask("work_item", { ref }).flags.map((flag) => flag.problem);
    expect(problems(item.id)).toEqual([
      "parent_deleted",
      "project_missing",
      "sprint_missing",
      "blocks_cycle",
    ]);
    expect(problems(other.id)).toEqual(["parent_missing", "blocks_cycle"]);
    expect(problems(dead.id)).toEqual([]);
  });

  test("that is not there is refused", () => {
    expect(board.refusal("work_item", { ref: "abcd" }).kind).toBe("not_found");
  });
});

test("titles are those of the items that are there", () => {
  const item = put("item", { status: "review" });
  expect(board.ask("titles", { ids: [item.id, uuid("ffff"), "'"] }).work_items).toEqual([
    { id: item.id, title: "item", status: "review", item_type: "task" },
  ]);
});
