/** Sprints, dependencies, comments, timers and lanes. */
import { expect } from "bun:test";
import type { WithBoard } from "./harness.ts";

export function workContract(withBoard: WithBoard): void {
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
    await b.refused("sprint.update", { ref: two.id, set: { start_date: "2026-02-30" } }, "invalid");
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
}
