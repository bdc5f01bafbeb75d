/** Undo, search and the activity log. */
import { expect } from "bun:test";
import { granted, type WithBoard } from "./harness.ts";

export function historyContract(withBoard: WithBoard): void {
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
