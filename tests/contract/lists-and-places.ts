/** Lists, filters and pages, and where an item stands among the others. */
import { expect } from "bun:test";
import type { Queries } from "../../src/board/queries.ts";
import { granted, type ItemView, type WithBoard } from "./harness.ts";

export function listsAndPlacesContract(withBoard: WithBoard): void {
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
}
