import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ANN, startServer, type TestServer } from "../../tests/support/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = startServer();
  await create("/projects", { title: "Web", key: "WEB" });
});
afterAll(() => server.stop());

const API = "/api/v1";
type Body = { [key: string]: never };

async function ask(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
  const response = await server.call(method, API + path, body, headers);
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as object,
  };
}

async function create(
  path: string,
  body: object,
): Promise<{ id: string; version: number; updated_at: string }> {
  const { status, body: answer } = await ask("POST", path, body);
  expect([path, status, answer]).toEqual([path, 201, expect.anything()]);
  return Object.values(answer)[0] as never;
}

const item = (title: string, more: object = {}) =>
  create("/work-items", { project_id: "WEB", item_type: "task", title, ...more });

describe("records", () => {
  test("are made under a path of their own, and read, changed, deleted, restored there", async () => {
    const made = await ask("POST", "/work-items", {
      project_id: "WEB",
      item_type: "story",
      title: "Homepage",
      assignee_id: "me",
      labels: ["ui", "a"],
    });
    expect([made.status, made.body]).toEqual([
      201,
      {
        work_item: expect.objectContaining({
          title: "Homepage",
          assignee_id: ANN.id,
          labels: ["a", "ui"],
        }),
      },
    ]);
    const path = made.headers.get("location")?.replace(API, "") ?? "";
    expect(path).toMatch(/^\/work-items\/[0-9a-f-]{36}$/);
    expect((await ask("GET", path)).body).toMatchObject({ work_item: { title: "Homepage" } });
    const short = path.slice(0, "/work-items/".length + 8);
    expect((await ask("PATCH", short, { title: "Home", parent_id: null })).body).toMatchObject({
      work_item: { title: "Home", version: 2 },
    });
    expect((await ask("DELETE", path)).body).toMatchObject({ deleted_descendants: 0 });
    expect((await ask("GET", path)).body).toMatchObject({
      work_item: { deleted_at: expect.any(String) },
    });
    expect((await ask("POST", `${path}/restore`)).body).toMatchObject({
      work_item: { deleted_at: null },
    });
  });

  test("that belong to others are found and made under them", async () => {
    const { id } = await create("/projects/WEB/work-items", { item_type: "task", title: "Owner" });
    const other = await item("Other");
    await create(`/work-items/${id}/comments`, { content: "hello" });
    await create(`/work-items/${id}/dependencies`, { blocking_item_id: other.id });
    await create(`/work-items/${id}/time-entries`, {
      started_at: "2026-01-01T10:00:00+01:00",
      ended_at: "2026-01-01T11:00:00+01:00",
    });
    await create("/projects/WEB/sprints", { name: "Sprint 1" });
    const lists = {
      [`/work-items/${id}/comments`]: { comments: [{ content: "hello", work_item_id: id }] },
      [`/work-items/${id}/dependencies`]: {
        dependencies: [{ blocking_item_id: other.id, blocked_item_id: id }],
      },
      [`/work-items/${id}/time-entries`]: {
        time_entries: [{ started_at: "2026-01-01T09:00:00.000Z", user_id: ANN.id }],
      },
      "/projects/WEB/sprints": { sprints: [{ name: "Sprint 1" }] },
    };
    for (const [path, list] of Object.entries(lists)) {
      const answer = await ask("GET", path);
      expect([path, answer.status, answer.body]).toMatchObject([path, 200, list]);
    }
    const activity = await ask("GET", `/work-items/${id}/activity`);
    expect((activity.body as { activity: object[] }).activity.length).toBeGreaterThan(3);
    expect((await ask("GET", "/projects/NONE/work-items")).status).toBe(404);
  });

  test("are moved, started, completed, and the last change is taken back", async () => {
    const { id } = await item("Mover");
    const moved = await ask("POST", `/work-items/${id}/move`, { status: "todo", to: "top" });
    expect(moved.body).toMatchObject({ work_item: { status: "todo" } });
    expect((await ask("POST", "/undo")).body).toMatchObject({
      undone: { action: "work_item.move" },
    });
    expect((await ask("GET", `/work-items/${id}`)).body).toMatchObject({
      work_item: { status: "backlog" },
    });
    const sprint = await create("/sprints", { project_id: "WEB", name: "Sprint 2" });
    expect((await ask("POST", `/sprints/${sprint.id}/start`)).body).toMatchObject({
      sprint: { status: "active" },
    });
    expect((await ask("POST", `/sprints/${sprint.id}/complete`, {})).body).toMatchObject({
      sprint: { status: "completed" },
      moved_work_items: 0,
    });
    const started = await ask("POST", "/time-entries/start", { work_item_id: id });
    expect([started.status, started.body]).toMatchObject([201, { stopped: null }]);
    expect((await ask("POST", "/time-entries/stop")).body).toMatchObject({
      time_entry: { work_item_id: id, ended_at: expect.any(String) },
    });
  });

  test("come in pages", async () => {
    for (let n = 0; n < 5; n++) await item(`Page ${n}`, { labels: ["page"] });
    const titles: string[] = [];
    let cursor: string | null = "";
    for (let pages = 0; cursor !== null; pages++) {
      expect(pages).toBeLessThan(4);
      const from = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await ask("GET", `/work-items?label=page&limit=2${from}`);
      const page = body as { work_items: { title: string }[]; next_cursor: string | null };
      titles.push(...page.work_items.map(({ title }) => title));
      cursor = page.next_cursor;
    }
    expect(titles.sort()).toEqual(["Page 0", "Page 1", "Page 2", "Page 3", "Page 4"]);
  });
});

describe("a record that has moved on", () => {
  test("is not changed by version, and the answer says why", async () => {
    const { id } = await item("Contested");
    expect((await ask("PATCH", `/work-items/${id}`, { title: "First", version: 1 })).status).toBe(
      200,
    );
    const late = await ask("PATCH", `/work-items/${id}`, { title: "Second", version: 1 });
    expect([late.status, late.body]).toMatchObject([
      409,
      {
        kind: "stale",
        status: 409,
        title: "Conflict",
        detail: expect.stringContaining("version 2"),
      },
    ]);
    expect((await ask("DELETE", `/work-items/${id}?version=1`)).status).toBe(409);
    expect((await ask("POST", `/work-items/${id}/move`, { to: "top", version: 1 })).status).toBe(
      409,
    );
    expect((await ask("GET", `/work-items/${id}`)).body).toMatchObject({
      work_item: { title: "First", version: 2, deleted_at: null },
    });
  });

  test("nor by ETag", async () => {
    const { id } = await item("Tagged");
    const etag = (await ask("GET", `/work-items/${id}`)).headers.get("etag") ?? "";
    expect(etag).toBe('"1"');
    const first = await ask("PATCH", `/work-items/${id}`, { title: "A" }, { "if-match": etag });
    expect([first.status, first.headers.get("etag")]).toEqual([200, '"2"']);
    for (const [method, body] of [
      ["PATCH", { title: "B" }],
      ["DELETE", undefined],
    ] as const) {
      const late = await ask(method, `/work-items/${id}`, body, { "if-match": etag });
      expect([late.status, late.body]).toMatchObject([412, { kind: "stale" }]);
    }
    expect((await ask("PATCH", `/work-items/${id}`, {}, { "if-match": "W/x" })).status).toBe(400);
    const comment = await create(`/work-items/${id}/comments`, { content: "c" });
    const seen = (await ask("GET", `/comments/${comment.id}`)).headers.get("etag") ?? "";
    expect(seen).toBe(`"${comment.updated_at}"`);
    const change = (content: string) =>
      ask("PATCH", `/comments/${comment.id}`, { content }, { "if-match": seen });
    expect((await change("d")).status).toBe(200);
    expect((await change("e")).status).toBe(412);
  });
});

describe("what is not right", () => {
  test.each<[string, string, object, number, object]>([
    [
      "POST",
      "/work-items",
      { item_type: "task", title: "t", colour: "red" },
      422,
      { detail: "unknown field “colour”.", errors: [{ field: "colour" }] },
    ],
    [
      "POST",
      "/work-items",
      { item_type: "task", title: "t", project: "WEB" },
      422,
      { errors: [{ field: "project" }] },
    ],
    ["POST", "/work-items", { item_type: "task" }, 422, { detail: "“title” is missing." }],
    [
      "POST",
      "/work-items",
      { item_type: "bug", title: "t" },
      422,
      { detail: 'The item type of a work item must be one of epic, story, task, not "bug".' },
    ],
    [
      "POST",
      "/work-items",
      { item_type: "task", title: 7 },
      422,
      { detail: "“title” must be a text." },
    ],
    [
      "POST",
      "/work-items",
      { item_type: "task", title: "x".repeat(201) },
      422,
      { kind: "invalid", detail: expect.stringContaining("200") },
    ],
    [
      "POST",
      "/work-items",
      { item_type: "task", title: "t", story_points: 101 },
      422,
      { kind: "invalid" },
    ],
    [
      "POST",
      "/work-items",
      { item_type: "task", title: "t", labels: [1] },
      422,
      { errors: [{ field: "labels.0" }] },
    ],
    ["PATCH", "/work-items/0000", { title: "t" }, 404, { kind: "not_found" }],
    ["PATCH", "/work-items/0000", { id: "x" }, 422, { errors: [{ field: "id" }] }],
    ["POST", "/projects", { title: "Web", key: "WEB" }, 409, { kind: "refused" }],
    ["POST", "/projects", { title: "Web", key: "web!" }, 422, { kind: "invalid" }],
    [
      "POST",
      "/commands",
      { commands: [{ command: "drop", params: {} }] },
      422,
      { detail: expect.stringMatching(/^command 0: “command” must be one of project\.create, /) },
    ],
    [
      "POST",
      "/commands",
      { commands: [{ command: "undo", params: { x: 1 } }] },
      422,
      { detail: "command 0: unknown field “x”." },
    ],
    ["POST", "/queries", { query: "projects", params: { limit: "x" } }, 422, { kind: "invalid" }],
    ["POST", "/sync/import?mode=sideways", {}, 422, { errors: [{ field: "mode" }] }],
    ["POST", "/sync/import", {}, 422, { errors: [{ field: "mode" }] }],
  ])("is named: %s %s %j", async (method, path, body, status, answer) => {
    const got = await ask(method, path, body);
    expect([got.status, got.body]).toMatchObject([
      status,
      { type: "about:blank", status, ...answer },
    ]);
    expect(got.headers.get("content-type")).toBe("application/problem+json");
  });

  test.each<[string, number, string]>([
    ["/work-items?colour=red", 400, "Unknown parameter “colour”."],
    ["/work-items?limit=1&limit=2", 400, "The parameter “limit” is there twice."],
    ["/work-items?limit=many", 422, "“limit” must be a number."],
    [
      "/work-items?status=gone",
      422,
      "“status” must be one of backlog, todo, in_progress, review, done, blocked.",
    ],
    ["/work-items/0000/nothing", 404, "There is nothing at GET /api/v1/work-items/0000/nothing."],
    ["/../etc/passwd", 404, "There is nothing at GET /api/etc/passwd."],
  ])("in a URL too: %s", async (path, status, detail) => {
    const got = await ask("GET", path);
    expect([got.status, got.body]).toMatchObject([status, { detail }]);
  });

  test.each<[string, string, string]>([
    ["PUT", "/projects", "GET, HEAD, POST"],
    ["POST", "/work-items/0000", "GET, HEAD, PATCH, DELETE"],
    ["DELETE", "/sync/conflicts", "GET, HEAD"],
    ["GET", "/commands", "POST"],
    ["PURGE", "/users/me", "GET, HEAD"],
  ])("so is a method that a path does not take: %s %s", async (method, path, allow) => {
    const got = await ask(method, path);
    expect([got.status, got.headers.get("allow"), got.body]).toEqual([
      405,
      allow,
      {
        type: "about:blank",
        title: "Method Not Allowed",
        status: 405,
        detail: `${API}${path} does not take ${method}.`,
        hint: `It takes ${allow}.`,
      },
    ]);
    expect(got.headers.get("content-type")).toBe("application/problem+json");
  });

  test("lengths are counted in characters, as the limits say", async () => {
    await item("😀".repeat(200));
  });
});

/** An id that nothing has: four zeros can begin one of a thousand random ids. */
const NOBODY = "00000000-0000-4000-8000-000000000000";

describe("in bulk", () => {
  test("a thousand commands are one request, one transaction and one write", async () => {
    const before = server.board.changes.lastSeq();
    const commands = Array.from({ length: 1000 }, (_, n) => ({
      command: "work_item.create",
      params: { project: "WEB", item_type: "task", title: `Bulk ${n}` },
    }));
    const done = await ask("POST", "/commands", { commands });
    expect((done.body as { results: object[] }).results).toHaveLength(1000);
    const broken = [...commands, { command: "work_item.delete", params: { ref: NOBODY } }];
    const refused = await ask("POST", "/commands", { commands: broken });
    expect([refused.status, refused.body]).toMatchObject([
      404,
      { detail: expect.stringMatching(/^command 1000: /), kind: "not_found" },
    ]);
    expect(server.board.changes.lastSeq()).toBe(before + 1);
  });
});

describe("as a file", () => {
  test("the board goes and comes", async () => {
    const exported = await server.call("GET", `${API}/sync/export`);
    const text = await exported.text();
    expect(exported.headers.get("content-type")).toBe("application/json");
    expect(JSON.parse(exported.headers.get("pm-counts") ?? "")).toMatchObject({ projects: 1 });
    const other = startServer();
    try {
      const take = (search: string) => other.call("POST", `${API}/sync/import?${search}`, text);
      const dry = (await (await take("mode=merge&dry_run=true")).json()) as Body;
      expect(other.board.changes.lastSeq()).toBe(0);
      expect(await (await take("mode=merge")).json()).toEqual(dry);
      expect(await (await take("mode=replace")).json()).toMatchObject({ created: 0, updated: 0 });
      const copy = await (await other.call("GET", `${API}/sync/export`)).text();
      expect(copy.replace(/"exported_at": ".*"/, "")).toBe(text.replace(/"exported_at": ".*"/, ""));
      const bad = await other.call("POST", `${API}/sync/import?mode=merge&name=mine.json`, "{,}");
      expect([bad.status, await bad.json()]).toMatchObject([
        422,
        { detail: expect.stringMatching(/^Invalid JSON in mine\.json/) },
      ]);
    } finally {
      await other.stop();
    }
  });
});

test("nothing is written into a database that was taken away", async () => {
  const lost = startServer();
  lost.loseDatabase();
  const response = await lost.call("POST", "/api/v1/projects", { title: "Void" });
  expect([response.status, await response.json()]).toEqual([
    503,
    expect.objectContaining({
      kind: "unavailable",
      hint: "Nothing was done. Try again in a moment.",
    }),
  ]);
  await lost.stop();
});

test("commands that are sent again with their key are carried out once, and answered as before", async () => {
  const create = (title: string) => ({
    commands: [
      { command: "work_item.create", params: { project: "WEB", item_type: "task", title } },
    ],
  });
  const key = crypto.randomUUID();
  const send = async (title: string, more: object) =>
    (await ask("POST", "/commands", { ...create(title), ...more })).body as {
      results: { work_item: { id: string } }[];
    };
  const idOf = async (title: string, more: object = { key }) =>
    (await send(title, more)).results[0]?.work_item.id;
  const [first, second] = await Promise.all([idOf("Once"), idOf("Once")]);
  expect(first).toBeString();
  expect([second, await idOf("Once")]).toEqual([first, first]);
  // Other commands are another request, whatever their key; and so is one without a key.
  expect(await idOf("Twice")).not.toBe(first);
  expect(await idOf("Once", {})).not.toBe(first);
  expect((await ask("POST", "/commands", { ...create("Once"), key: "x" })).status).toBe(422);
});

test("what was refused is tried anew with its key: what stood in the way may be gone", async () => {
  const params = { project: "LATER", item_type: "task", title: "Waits" };
  const commands = [{ command: "work_item.create", params }];
  const send = () => ask("POST", "/commands", { commands, key });
  const key = crypto.randomUUID();
  expect((await send()).status).toBe(404);
  await create("/projects", { title: "Later", key: "LATER" });
  const made = await send();
  expect(made).toMatchObject({ status: 200, body: { results: [expect.anything()] } });
  expect((await send()).body).toEqual(made.body);
});
