/**
 * What every `Board` promises, whichever way in: the suite runs over the database opened by this
 * process, over one in memory, and over HTTP through a real server (`board.test.ts`).
 */
import { describe, expect, test } from "bun:test";
import type { Board } from "../../src/board/board.ts";
import type { CommandName, Commands } from "../../src/board/commands.ts";
import type { Queries, QueryName } from "../../src/board/queries.ts";
import type { Outcome, Refusal, RefusalKind } from "../../src/domain/refusal.ts";

/** A board of its own for one test, and how to get rid of it. */
export interface BoardUnderTest {
  board: Board;
  close(): Promise<void>;
}

/** The value of an outcome; fails the test on a refusal, with its words. */
export function granted<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.refusal.kind}: ${outcome.refusal.message}`);
  return outcome.value;
}

/** Runs the suite over the boards that `open` makes. */
export function boardContract(name: string, open: () => Promise<BoardUnderTest>): void {
  const withBoard = (title: string, body: (board: Helper) => Promise<void>): void => {
    test(title, async () => {
      const { board, close } = await open();
      try {
        await body(helperFor(board));
      } finally {
        await close();
      }
    });
  };

  describe(`board (${name})`, () => {
    withBoard("a project is made with a key of its title, and found by it", async (b) => {
      const { project } = await b.do("project.create", { title: "V2 Redesign" });
      expect(project).toMatchObject({ title: "V2 Redesign", key: "VR", version: 1 });
      expect(project.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
      expect((await b.ask("project", { ref: "vr" })).project.id).toBe(project.id);
      expect((await b.ask("project", { ref: project.id.slice(0, 4) })).project.id).toBe(project.id);
      await b.refused("project.create", { title: "Other", key: "VR" }, "refused");
      await b.refused("project.create", { title: "Other", key: "1A" }, "invalid");
    });

    withBoard("what is out of bounds is refused and leaves nothing behind", async (b) => {
      await b.refused("project.create", { title: "" }, "invalid");
      await b.refused("project.create", { title: "x".repeat(201) }, "invalid");
      await b.do("project.create", { title: "😀".repeat(200) });
      const item = { item_type: "task", title: "t" } as const;
      await b.refused("work_item.create", { ...item, story_points: 101 }, "invalid");
      await b.refused("work_item.create", { ...item, story_points: -1 }, "invalid");
      await b.refused("work_item.create", { ...item, labels: [" "] }, "invalid");
      await b.refused("work_item.create", { ...item, description: "x".repeat(150_001) }, "invalid");
      expect((await b.ask("work_items", {})).work_items).toEqual([]);
    });

    withBoard("with one project nobody names it; with two, it must be named", async (b) => {
      await b.refused("work_item.create", { item_type: "task", title: "t" });
      await b.do("project.create", { title: "Alpha", key: "AL" });
      await b.item("first");
      await b.do("project.create", { title: "Beta", key: "BE" });
      await b.refused("work_item.create", { item_type: "task", title: "t" });
      await b.item("second", { project: "BE" });
      const beta = await b.ask("work_items", { project: "BE" });
      expect(beta.work_items.map((item) => item.title)).toEqual(["second"]);
    });

    withBoard("every change bumps version and updated_at, a repetition does not", async (b) => {
      await b.project();
      const first = await b.item("one");
      const set = { status: "todo", labels: ["b", "a", "b"] } as const;
      const second = await b.edit(first.id, { ...set, labels: [...set.labels] });
      expect(second).toMatchObject({ version: 2, status: "todo", labels: ["a", "b"] });
      expect(second.updated_at > first.updated_at).toBe(true);
      const third = await b.edit(first.id, { status: "todo", add_labels: ["a"] });
      expect(third).toEqual(second);
      const fourth = await b.edit(first.id, { remove_labels: ["a"], add_labels: ["c"] });
      expect(fourth).toMatchObject({ version: 3, labels: ["b", "c"] });
    });

    withBoard("a change of what one has not seen is refused as stale", async (b) => {
      await b.project();
      const item = await b.item("one");
      await b.edit(item.id, { title: "two" });
      const params = { ref: item.id, set: { title: "three" } };
      await b.refused("work_item.update", { ...params, version: 1 }, "stale");
      await b.refused("work_item.update", { ...params, if_updated_at: item.updated_at }, "stale");
      await b.do("work_item.update", { ...params, version: 2 });
      expect((await b.get(item.id)).title).toBe("three");
    });

    withBoard("a record without a version is held on to by its time", async (b) => {
      await b.project();
      const item = await b.item("one");
      const { comment } = await b.do("comment.create", { work_item: item.id, content: "a" });
      const change = { ref: comment.id, set: { content: "b" } };
      await b.refused("comment.update", { ...change, version: 1 }, "invalid");
      await b.do("comment.update", { ...change, if_updated_at: comment.updated_at });
      await b.refused("comment.update", { ...change, if_updated_at: comment.updated_at }, "stale");
    });

    withBoard("an ambiguous prefix lists its candidates, a wrong one is not found", async (b) => {
      await b.project();
      await b.refused("work_item.update", { ref: "ffff", set: { title: "x" } }, "not_found");
      await b.refused("work_item.update", { ref: "fff", set: { title: "x" } }, "invalid");
      expect((await b.board.query("work_item", { ref: "0000" })).ok).toBe(false);
    });

    withBoard("parents: never of a smaller kind, never in a circle", async (b) => {
      await b.project();
      const epic = await b.item("epic", { item_type: "epic" });
      const story = await b.item("story", { item_type: "story", parent: epic.id });
      const task = await b.item("task", { parent: story.id });
      await b.refused("work_item.update", { ref: epic.id, set: { parent: task.id } }, "refused");
      await b.refused("work_item.update", { ref: story.id, set: { parent: task.id } }, "refused");
      const sub = await b.item("sub", { parent: task.id });
      await b.refused("work_item.update", { ref: task.id, set: { parent: sub.id } }, "refused");
      await b.refused("work_item.update", { ref: task.id, set: { parent: task.id } }, "refused");
      await b.refused(
        "work_item.update",
        { ref: story.id, set: { item_type: "epic", parent: task.id } },
        "refused",
      );
      const below = await b.ask("work_items", { descendants_of: epic.id });
      expect(below.work_items.map((item) => item.title).sort()).toEqual(["story", "sub", "task"]);
      const above = await b.ask("work_items", { ancestors_of: sub.id });
      expect(above.work_items.map((item) => item.title).sort()).toEqual(["epic", "story", "task"]);
    });

    withBoard(
      "deleting an item takes what is below it along; restoring brings it back",
      async (b) => {
        await b.project();
        const story = await b.item("story", { item_type: "story" });
        const one = await b.item("one", { parent: story.id });
        await b.item("two", { parent: story.id });
        await b.do("work_item.delete", { ref: one.id });
        const gone = await b.do("work_item.delete", { ref: story.id });
        expect(gone.deleted_descendants).toBe(1);
        expect((await b.ask("work_items", {})).work_items).toEqual([]);
        await b.refused("work_item.update", { ref: story.id, set: { title: "x" } }, "refused");
        const back = await b.do("work_item.restore", { ref: story.id });
        expect(back.restored_descendants).toBe(1);
        const titles = (await b.ask("work_items", {})).work_items.map((item) => item.title);
        expect(titles.sort()).toEqual(["story", "two"]);
      },
    );

    withBoard("a deleted project hides its items until it is restored", async (b) => {
      const project = await b.project();
      await b.item("one");
      const gone = await b.do("project.delete", { ref: project.id });
      expect(gone.hidden_work_items).toBe(1);
      expect((await b.ask("work_items", {})).work_items).toEqual([]);
      await b.do("project.restore", { ref: project.id });
      expect((await b.ask("work_items", {})).work_items).toHaveLength(1);
    });

    withBoard("done items are hidden unless asked for", async (b) => {
      await b.project();
      await b.item("open");
      await b.item("closed", { status: "done" });
      const titles = async (filter: Queries["work_items"]["params"]) =>
        (await b.ask("work_items", filter)).work_items.map((item) => item.title);
      expect(await titles({})).toEqual(["open"]);
      expect(await titles({ include_done: true })).toEqual(["open", "closed"]);
      expect(await titles({ status: "done" })).toEqual(["closed"]);
    });

    withBoard("filters by label, person, sprint and parent", async (b) => {
      await b.project();
      const { sprint } = await b.do("sprint.create", { name: "S1" });
      const epic = await b.item("epic", { item_type: "epic", labels: ["ui"] });
      await b.item("mine", { assignee: "me", parent: epic.id, sprint: sprint.id });
      await b.item("other");
      const titles = async (filter: Queries["work_items"]["params"]) =>
        (await b.ask("work_items", filter)).work_items.map((item) => item.title);
      expect(await titles({ label: "ui" })).toEqual(["epic"]);
      expect(await titles({ assignee: "me" })).toEqual(["mine"]);
      expect(await titles({ assignee: "none" })).toEqual(["epic", "other"]);
      expect(await titles({ parent: epic.id })).toEqual(["mine"]);
      expect(await titles({ orphaned: true })).toEqual(["epic", "other"]);
      expect(await titles({ sprint: sprint.id })).toEqual(["mine"]);
      expect(await titles({ sprint: "none" })).toEqual(["epic", "other"]);
      expect(await titles({ item_type: "epic" })).toEqual(["epic"]);
    });

    withBoard("lists come in pages that leave nothing out and repeat nothing", async (b) => {
      await b.project();
      const commands = Array.from({ length: 25 }, (_, index) => ({
        command: "work_item.create" as const,
        params: { item_type: "task" as const, title: `item ${index}` },
      }));
      expect(granted(await b.board.executeAll(commands))).toHaveLength(25);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await b.ask("work_items", { limit: 10, cursor });
        expect(page.work_items.length).toBeLessThanOrEqual(10);
        seen.push(...page.work_items.map((item) => item.title));
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `item ${index}`));
      expect((await b.board.query("work_items", { cursor: "nonsense" })).ok).toBe(false);
      expect((await b.board.query("work_items", { limit: 0 })).ok).toBe(false);
    });

    withBoard("many commands are carried out all or none", async (b) => {
      await b.project();
      const outcome = await b.board.executeAll([
        { command: "work_item.create", params: { item_type: "task", title: "good" } },
        { command: "work_item.create", params: { item_type: "task", title: "" } },
      ]);
      expect(outcome.ok ? "" : outcome.refusal.message).toStartWith("command 1: ");
      expect((await b.ask("work_items", {})).work_items).toEqual([]);
    });

    withBoard("a card moves to a place with one small write", async (b) => {
      await b.project();
      const items: ItemView[] = [];
      for (const title of ["a", "b", "c"]) items.push(await b.item(title));
      const [a, , c] = items as [ItemView, ItemView, ItemView];
      const order = async () =>
        (await b.ask("work_items", {})).work_items.map((item) => item.title).join("");
      await b.do("work_item.move", { ref: c.id, before: a.id });
      expect(await order()).toBe("cab");
      await b.do("work_item.move", { ref: c.id, to: "bottom" });
      expect(await order()).toBe("abc");
      await b.do("work_item.move", { ref: a.id, after: items[1]?.id as string });
      expect(await order()).toBe("bac");
      expect((await b.get(items[1]?.id as string)).version).toBe(1);
      await b.refused("work_item.move", { ref: a.id, before: a.id }, "refused");
    });

    withBoard("a move can take an item below another, in the same write", async (b) => {
      await b.project();
      const epic = await b.item("epic", { item_type: "epic" });
      const [a, c] = [await b.item("a", { parent: epic.id }), await b.item("c")];
      const move = { ref: c.id, before: a.id, parent: epic.id };
      const { work_item } = await b.do("work_item.move", move);
      expect(work_item).toMatchObject({ parent_id: epic.id, version: 2 });
      await b.refused("work_item.move", { ref: epic.id, parent: a.id }, "refused");
      await b.do("undo", {});
      const back = await b.get(c.id);
      expect([back.parent_id, back.position]).toEqual([null, c.position]);
    });

    withBoard("moves into one gap many times, and the order holds", async (b) => {
      await b.project();
      const first = await b.item("first");
      const last = await b.item("last");
      const between: string[] = [];
      for (let index = 0; index < 24; index += 1) {
        const item = await b.item(`m${index}`);
        await b.do("work_item.move", { ref: item.id, after: first.id });
        between.unshift(`m${index}`);
      }
      const titles = (await b.ask("work_items", {})).work_items.map((item) => item.title);
      expect(titles).toEqual(["first", ...between, "last"]);
      expect((await b.get(last.id)).title).toBe("last");
    });

    withBoard("sprints: one is active, completing moves what is unfinished", async (b) => {
      await b.project();
      const { sprint: one } = await b.do("sprint.create", { name: "One" });
      const { sprint: two } = await b.do("sprint.create", { name: "Two" });
      const open = await b.item("open", { sprint: one.id });
      const done = await b.item("done", { sprint: one.id, status: "done" });
      await b.refused("sprint.complete", { ref: one.id }, "refused");
      await b.do("sprint.start", { ref: one.id });
      await b.refused("sprint.start", { ref: two.id }, "refused");
      const completed = await b.do("sprint.complete", { ref: one.id, move_to: two.id });
      expect(completed).toMatchObject({ moved_work_items: 1, sprint: { status: "completed" } });
      expect((await b.get(open.id)).sprint_id).toBe(two.id);
      expect((await b.get(done.id)).sprint_id).toBe(one.id);
      await b.refused(
        "sprint.update",
        { ref: two.id, set: { start_date: "2026-02-30" } },
        "invalid",
      );
      await b.refused(
        "sprint.update",
        { ref: two.id, set: { start_date: "2026-02-02", end_date: "2026-02-01" } },
        "invalid",
      );
    });

    withBoard("dependencies: no circle of blocks; what is blocked is not ready", async (b) => {
      await b.project();
      const [x, y, z] = [await b.item("x"), await b.item("y"), await b.item("z")];
      await b.do("dependency.create", { blocking: x.id, blocked: y.id });
      await b.do("dependency.create", { blocking: y.id, blocked: z.id });
      await b.refused("dependency.create", { blocking: z.id, blocked: x.id }, "refused");
      await b.refused("dependency.create", { blocking: x.id, blocked: x.id }, "refused");
      await b.refused("dependency.create", { blocking: x.id, blocked: y.id }, "refused");
      await b.do("dependency.create", {
        blocking: z.id,
        blocked: x.id,
        dependency_type: "relates_to",
      });
      const ready = async () =>
        (await b.ask("ready", {})).work_items.map((item) => item.title).join("");
      expect(await ready()).toBe("x");
      await b.edit(x.id, { status: "done" });
      expect(await ready()).toBe("y");
    });

    withBoard("comments belong to an item, and can be changed and deleted", async (b) => {
      await b.project();
      const item = await b.item("one");
      const { comment } = await b.do("comment.create", { work_item: item.id, content: "hi" });
      await b.do("comment.update", { ref: comment.id, set: { content: "hello" } });
      const list = await b.ask("comments", { work_item: item.id });
      expect(list.comments.map(({ content }) => content)).toEqual(["hello"]);
      await b.do("comment.delete", { ref: comment.id });
      expect((await b.ask("comments", { work_item: item.id })).comments).toEqual([]);
      await b.refused("comment.create", { work_item: item.id, content: "" }, "invalid");
    });

    withBoard("timers: one of mine runs at a time", async (b) => {
      await b.project();
      const [x, y] = [await b.item("x"), await b.item("y")];
      const first = await b.do("time_entry.start", { work_item: x.id });
      const second = await b.do("time_entry.start", { work_item: y.id });
      expect(second.stopped?.id).toBe(first.time_entry.id);
      const { time_entry } = await b.do("time_entry.stop", {});
      expect(time_entry.id).toBe(second.time_entry.id);
      expect(time_entry.ended_at).not.toBeNull();
      await b.refused("time_entry.stop", {}, "refused");
      const { time_entry: made } = await b.do("time_entry.create", {
        work_item: x.id,
        started_at: "2026-02-01T10:00:00+02:00",
        ended_at: "2026-02-01T09:30:00Z",
      });
      expect(String(made.started_at)).toBe("2026-02-01T08:00:00.000Z");
      await b.refused(
        "time_entry.create",
        { work_item: x.id, started_at: "2026-02-01T10:00:00Z", ended_at: "2026-02-01T09:00:00Z" },
        "invalid",
      );
    });

    withBoard("lanes: one for each status until somebody changes one", async (b) => {
      await b.project();
      const lanes = async () => (await b.ask("swim_lanes", {})).swim_lanes;
      const before = await lanes();
      expect(before.map((lane) => lane.status_value)).toEqual([
        "backlog",
        "todo",
        "in_progress",
        "review",
        "done",
        "blocked",
      ]);
      const review = before.find((lane) => lane.status_value === "review");
      const ref = review?.id as string;
      const unstored = (await b.ask("swim_lane", { ref })).swim_lane;
      expect(unstored).toMatchObject({ id: ref, name: review?.name, status_value: "review" });
      await b.do("swim_lane.update", { ref, set: { name: "QA" } });
      const stored = (await b.ask("swim_lane", { ref })).swim_lane;
      expect(stored).toMatchObject({ name: "QA", created_at: unstored.created_at });
      expect((await lanes()).find((lane) => lane.status_value === "review")).toMatchObject({
        id: review?.id,
        name: "QA",
        stored: true,
      });
      await b.refused("swim_lane.create", { name: "QA 2", status_value: "review" }, "refused");
      await b.do("swim_lane.delete", { ref: review?.id as string });
      expect((await lanes()).map((lane) => lane.status_value)).not.toContain("review");
    });

    withBoard("undo takes my last change back, then the one before", async (b) => {
      await b.project();
      const item = await b.item("one");
      await b.edit(item.id, { title: "two", status: "todo" });
      await b.do("undo", {});
      expect(await b.get(item.id)).toMatchObject({ title: "one", status: "backlog" });
      await b.do("undo", {});
      expect((await b.ask("work_items", {})).work_items).toEqual([]);
      await b.do("undo", {});
      await b.refused("undo", {}, "refused");
    });

    withBoard("undo brings no project back whose key another one has now", async (b) => {
      const { project } = await b.do("project.create", { title: "Shop", key: "SHOP" });
      await b.do("project.delete", { ref: project.id });
      granted(
        await b.board.sync.import(
          { tracked: false, name: "other", bytes: otherShop() },
          { mode: "merge" },
        ),
      );
      const refusal = await b.refused("undo", {}, "refused");
      expect(refusal.message).toContain("The key SHOP belongs to the project “Other” now.");
      const restored = await b.do("project.restore", { ref: project.id });
      expect(restored.project.key).not.toBe("SHOP");
    });

    withBoard("many commands at once are one write, and one undo takes them back", async (b) => {
      await b.project();
      const item = await b.item("one");
      granted(
        await b.board.executeAll([
          { command: "work_item.update", params: { ref: item.id, set: { title: "two" } } },
          { command: "work_item.update", params: { ref: item.id, set: { title: "three" } } },
          { command: "comment.create", params: { work_item: item.id, content: "hi" } },
        ]),
      );
      await b.do("undo", {});
      expect((await b.get(item.id)).title).toBe("one");
      expect((await b.ask("comments", { work_item: item.id })).comments).toEqual([]);
    });

    withBoard("search finds words in titles, descriptions, labels and comments", async (b) => {
      await b.project();
      const item = await b.item("Fix the login page", {
        description: "Räksmörgås",
        labels: ["ui"],
      });
      await b.do("comment.create", { work_item: item.id, content: "seen in production" });
      const found = async (text: string) =>
        (await b.ask("search", { text })).hits.map((hit) => hit.work_item.title);
      for (const text of ["login", "LOG", "raksmorgas", "production", "ui", "log pag"]) {
        expect(await found(text)).toEqual(["Fix the login page"]);
      }
      for (const text of ["nowhere", '"', "AND", "(", "*", "login OR nowhere -"]) {
        expect(await found(text)).toEqual([]);
      }
      await b.edit(item.id, { title: "Fix the logout page" });
      expect(await found("login")).toEqual([]);
      expect(await found("logout")).toEqual(["Fix the logout page"]);
    });

    withBoard("the activity log says who changed what, from what to what", async (b) => {
      await b.project();
      const item = await b.item("one");
      await b.edit(item.id, { status: "review" });
      const { activity } = await b.ask("activity", { work_item: item.id });
      expect(activity[0]).toMatchObject({
        action: "work_item.update",
        field: "status",
        before: "backlog",
        after: "review",
        title: "one",
      });
      expect(activity.at(-1)).toMatchObject({ action: "work_item.create", field: null });
    });

    withBoard("a copy of the board can be imported again and changes nothing", async (b) => {
      await b.project();
      await b.item("one", { description: "Ünïcödé 😀\r\n" });
      const { bytes } = granted(await b.board.sync.exportCopy());
      const source = { tracked: false, name: "copy.json", bytes } as const;
      for (const mode of ["merge", "replace"] as const) {
        const report = granted(await b.board.sync.import(source, { mode }));
        expect(report).toMatchObject({ created: 0, updated: 0, skipped: 2, removed: 0 });
      }
    });

    withBoard("a replacement is told in the log of syncs, and undo takes it back", async (b) => {
      await b.project();
      const item = await b.item("one");
      const copy = async () => granted(await b.board.sync.exportCopy()).bytes;
      const old = { tracked: false, name: "old.json", bytes: await copy() } as const;
      await b.edit(item.id, { title: "two" });
      await b.item("three");
      const report = granted(await b.board.sync.import(old, { mode: "replace" }));
      expect(report).toMatchObject({ created: 0, updated: 1, removed: 1 });
      const { backups } = granted(await b.board.sync.backups());
      expect(backups).toMatchObject([{ before: { kind: "replace", file: "old.json" } }]);
      const { sync, changes } = await b.ask("sync", { ref: "latest" });
      expect(sync).toMatchObject({ kind: "replace", via: "command", updated: 1, removed: 1 });
      expect(
        changes.map(({ action, title, field, before, after }) => [
          action,
          title,
          field,
          before,
          after,
        ]),
      ).toEqual([
        ["import", "one", "title", "two", "one"],
        ["remove", "three", null, null, null],
      ]);
      const { undone } = await b.do("undo", {});
      expect(undone).toMatchObject({ action: "sync.replace", records: 2 });
      expect(undone.replacement).toMatchObject({ exact: true, stayed: 0, left: 0 });
      const titles = (await b.ask("work_items", {})).work_items.map(({ title }) => title);
      expect(titles).toEqual(["two", "three"]);
      const { syncs } = await b.ask("syncs", {});
      expect(syncs.map(({ kind, undone }) => [kind, undone])).toEqual([
        ["undo", false],
        ["replace", true],
      ]);
      const first = await b.ask("syncs", { limit: 1 });
      const next = await b.ask("syncs", { cursor: first.next_cursor as string });
      expect([...first.syncs, ...next.syncs]).toEqual(syncs);
    });

    withBoard("the changes of a sync come in pages, those that only it keeps last", async (b) => {
      await b.project();
      const item = await b.item("one");
      const { bytes } = granted(await b.board.sync.exportCopy());
      await b.edit(item.id, { title: "two", status: "done" });
      for (const title of ["x", "y", "z"]) await b.item(title);
      const old = { tracked: false, name: "old.json", bytes } as const;
      granted(await b.board.sync.import(old, { mode: "replace" }));
      const whole = (await b.ask("sync", { ref: "1" })).changes;
      expect(whole).toHaveLength(5);
      const seen: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page = await b.ask("sync", { ref: "1", limit: 2, cursor });
        seen.push(...page.changes);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(whole);
      expect((await b.board.query("sync", { ref: "0" })).ok).toBe(false);
    });

    withBoard("a backup is restored as a write of mine, and that can be undone", async (b) => {
      await b.project();
      const item = await b.item("one");
      await b.edit(item.id, { title: "two" });
      const { bytes } = granted(await b.board.sync.exportCopy());
      const source = { tracked: false, name: "copy.json", bytes } as const;
      await b.edit(item.id, { title: "three", labels: ["ui"] });
      granted(await b.board.sync.import(source, { mode: "replace" }));
      await b.edit(item.id, { title: "four" });
      const restored = granted(await b.board.sync.restore("latest", {}));
      expect(restored).toMatchObject({ created: 0, updated: 1, stayed: 0 });
      expect(await b.get(item.id)).toMatchObject({ title: "three", labels: ["ui"] });
      await b.do("undo", {});
      expect(await b.get(item.id)).toMatchObject({ title: "four", labels: [] });
      const missing = await b.board.sync.restore("nothing", {});
      expect(missing.ok ? "" : missing.refusal.kind).toBe("not_found");
    });

    withBoard("a bad file is refused whole", async (b) => {
      await b.project();
      const bytes = new TextEncoder().encode('{"schema_version": 1, "projects": [{}]}');
      const outcome = await b.board.sync.import(
        { tracked: false, name: "bad.json", bytes },
        { mode: "replace" },
      );
      expect(outcome.ok ? "" : outcome.refusal.message).toContain("projects[0]: field id");
      expect((await b.ask("projects", {})).projects).toHaveLength(1);
    });
  });
}

/** A board with a project that has the key SHOP, as somebody else's file. */
function otherShop(): Uint8Array {
  const at = "2026-02-01T10:00:00.000Z";
  const project = {
    id: "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f",
    title: "Other",
    description: null,
    status: "active",
    created_at: at,
    updated_at: at,
    created_by: null,
    updated_by: null,
    key: "SHOP",
    version: 1,
    deleted_at: null,
  };
  return new TextEncoder().encode(JSON.stringify({ schema_version: 1, projects: [project] }));
}

type ItemView = Commands["work_item.create"]["result"]["work_item"];

interface Helper {
  board: Board;
  do<C extends CommandName>(name: C, params: Commands[C]["params"]): Promise<Commands[C]["result"]>;
  ask<Q extends QueryName>(name: Q, params: Queries[Q]["params"]): Promise<Queries[Q]["result"]>;
  refused<C extends CommandName>(
    name: C,
    params: Commands[C]["params"],
    kind?: RefusalKind,
  ): Promise<Refusal>;
  project(): Promise<Commands["project.create"]["result"]["project"]>;
  item(title: string, more?: Partial<Commands["work_item.create"]["params"]>): Promise<ItemView>;
  edit(ref: string, set: Commands["work_item.update"]["params"]["set"]): Promise<ItemView>;
  get(ref: string): Promise<ItemView>;
}

function helperFor(board: Board): Helper {
  const run: Helper["do"] = async (name, params) => granted(await board.execute(name, params));
  return {
    board,
    do: run,
    ask: async (name, params) => granted(await board.query(name, params)),
    refused: async (name, params, kind) => {
      const outcome = await board.execute(name, params);
      if (outcome.ok) throw new Error(`${name} was not refused`);
      if (kind !== undefined) expect(outcome.refusal.kind).toBe(kind);
      expect(outcome.refusal.message).not.toBe("");
      return outcome.refusal;
    },
    project: async () => (await run("project.create", { title: "Project" })).project,
    item: async (title, more = {}) =>
      (await run("work_item.create", { item_type: "task", title, ...more })).work_item,
    edit: async (ref, set) => (await run("work_item.update", { ref, set })).work_item,
    get: async (ref) => granted(await board.query("work_item", { ref })).work_item,
  };
}
