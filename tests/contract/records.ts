/** Records: made, found, changed, held on to, deleted and restored. */
import { expect } from "bun:test";
import type { WithBoard } from "./harness.ts";

export function recordsContract(withBoard: WithBoard): void {
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
}
