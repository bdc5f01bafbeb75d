/** Import, replacement, backups and the log of syncs. */
import { expect } from "bun:test";
import { granted, type WithBoard } from "./harness.ts";

export function syncContract(withBoard: WithBoard): void {
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
}
