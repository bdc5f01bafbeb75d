import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { startServer, type TestServer } from "../../tests/support/server.ts";
import type { Board } from "../board/board.ts";
import { leaveInJournal } from "../sync/journal-files.ts";
import { layout } from "../workspace/layout.ts";
import { createHttpBoard } from "./http-board.ts";

describe("carrying the board to files and back", () => {
  let server: TestServer;
  let board: Board;
  beforeEach(async () => {
    server = startServer();
    board = createHttpBoard(server);
    await board.execute("project.create", { title: "Web", key: "WEB" });
    await board.execute("work_item.create", { item_type: "task", title: "One" });
  });
  afterEach(() => server.stop());
  const dataJson = () => layout(server.workspace.pmDir).dataJson;

  test("publishes to the tracked file", async () => {
    expect(await board.sync.publish()).toMatchObject({
      ok: true,
      value: { counts: { projects: 1, work_items: 1, comments: 0 }, written: true },
    });
    expect(await board.sync.publish()).toMatchObject({ value: { written: false } });
    expect(await board.sync.status()).toEqual(await server.board.sync.status());
  });

  test("gives a copy, the same as without a server", async () => {
    const copies = [await board.sync.exportCopy(), await server.board.sync.exportCopy()];
    const texts = copies.map((copy) => {
      if (!copy.ok) throw new Error(copy.refusal.message);
      const { bytes, counts } = copy.value;
      return [
        Buffer.from(bytes)
          .toString()
          .replace(/"exported_at": ".*"/, ""),
        counts,
      ];
    });
    expect(texts[0]).toEqual(texts[1]);
  });

  test("brings a file in, the tracked one and any other, or says what is wrong with it", async () => {
    await board.sync.publish();
    const text = readFileSync(dataJson(), "utf8");
    const later = text
      .replace('"title": "One"', '"title": "Two"')
      .replaceAll(/"updated_at": "\d{4}/g, '"updated_at": "2100');
    writeFileSync(dataJson(), later);
    const options = { mode: "merge", dry_run: true } as const;
    const counted = await board.sync.import({ tracked: true }, options);
    expect(counted).toMatchObject({ ok: true, value: { updated: 2 } });
    const bytes = Buffer.from(later);
    const other = { tracked: false, name: "other.json", bytes } as const;
    expect(await board.sync.import(other, { mode: "merge" })).toEqual(counted);
    expect(await board.query("work_items", {})).toMatchObject({
      value: { work_items: [{ title: "Two" }] },
    });
    const broken = { ...other, bytes: Buffer.from("{,}") };
    const refused = await board.sync.import(broken, { mode: "replace" });
    expect(refused).toMatchObject({ ok: false, refusal: { kind: "unreadable" } });
    expect(refused).toEqual(await server.board.sync.import(broken, { mode: "replace" }));
  });

  test("keeps the journal", async () => {
    expect(await board.sync.conflicts({ all: true })).toEqual({
      ok: true,
      value: { conflicts: [], next_cursor: null },
    });
    expect(await board.sync.acknowledge([])).toEqual({ ok: true, value: { seen: 0 } });
    const missing = await board.sync.takeBack("a/../b?c");
    expect(missing).toEqual(await server.board.sync.takeBack("a/../b?c"));
    expect(missing.ok).toBe(false);
  });

  test("finds in the journal what a merge left beside the running server", async () => {
    const lost = {
      found_at: "2026-02-08T12:00:00.000Z",
      source: "merge",
      kind: "contest",
      entity: "project",
      record_id: crypto.randomUUID(),
      field: "title",
      kept: "a",
      kept_at: null,
      kept_by: null,
      lost: "b",
      lost_at: null,
      lost_by: null,
      seen: false,
      taken_back: false,
    } as const;
    const id = crypto.randomUUID().replaceAll("-", "");
    leaveInJournal(server.workspace.pmDir, [{ id, ...lost }]);
    expect(await board.sync.conflicts({ all: false })).toMatchObject({
      value: { conflicts: [{ id, lost: "b" }] },
    });
    const others = ["0", "f", "7"].map((digit, n) => ({
      ...lost,
      id: digit.repeat(32),
      found_at: `2026-02-08T12:00:0${n % 2}.000Z`,
    }));
    leaveInJournal(server.workspace.pmDir, others);
    const newestFirst = [others[1], ...[others[0], others[2], { id }].sort(byId)].map(
      (one) => one?.id,
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = { all: false, limit: 3, ...(cursor === undefined ? {} : { cursor }) };
      const outcome = await board.sync.conflicts(page);
      expect(outcome).toEqual(await server.board.sync.conflicts(page));
      if (!outcome.ok) break;
      seen.push(...outcome.value.conflicts.map((entry) => entry.id));
      cursor = outcome.value.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(newestFirst as string[]);
    expect(await board.sync.acknowledge([])).toEqual({ ok: true, value: { seen: 4 } });
  });

  test("refuses in the same words, one command or many", async () => {
    const bad = { item_type: "task", title: "" } as const;
    expect(await board.execute("work_item.create", bad)).toEqual(
      await server.board.execute("work_item.create", bad),
    );
    const commands = [{ command: "work_item.create" as const, params: bad }];
    const refused = await board.executeAll(commands);
    expect(refused).toEqual(await server.board.executeAll(commands));
    expect(!refused.ok && refused.refusal.message).toStartWith("command 0: ");
    const stale = { ref: "WEB", version: 7, set: { title: "x" } };
    expect(await board.execute("project.update", stale)).toEqual(
      await server.board.execute("project.update", stale),
    );
    expect(existsSync(dataJson())).toBe(false);
  });
});

describe("a server that fails", () => {
  let answer: () => Response = () => new Response();
  let broken: Bun.Server<undefined>;
  beforeAll(() => {
    broken = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => answer() });
  });
  afterAll(() => broken.stop(true));
  const ask = () => createHttpBoard({ url: broken.url.origin, token: "t" }).query("projects", {});

  test.each<[string, () => Response]>([
    ["answers what is no JSON", () => new Response("<html>")],
    ["answers an error that is no problem", () => new Response("no", { status: 502 })],
    ["does not let us in", () => Response.json({ detail: "No." }, { status: 401 })],
    ["sends us elsewhere", () => Response.redirect("http://127.0.0.1:1/")],
  ])("is no exception: it %s", async (_, respond) => {
    answer = respond;
    expect(await ask()).toMatchObject({ ok: false, refusal: { kind: "unavailable" } });
  });

  test("nor is one that is gone", async () => {
    const board = createHttpBoard({ url: "http://127.0.0.1:1", token: "t" });
    expect(await board.execute("undo", {})).toMatchObject({
      ok: false,
      refusal: { kind: "unavailable", hint: expect.any(String) },
    });
  });
});

function byId(one: { id: string } | undefined, other: { id: string } | undefined): number {
  return (one?.id ?? "") < (other?.id ?? "") ? -1 : 1;
}
