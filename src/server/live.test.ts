import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { startServer, type TestServer } from "../../tests/support/server.ts";
import { createLive, type LiveMessage } from "./live.ts";

let server: TestServer;
beforeEach(() => {
  server = startServer();
});
afterEach(() => server.stop());

interface Client {
  messages: (LiveMessage & { arrived: number })[];
  until(count: number): Promise<LiveMessage[]>;
  closed: Promise<number>;
  socket: WebSocket;
}

function connect(search = "", headers: Record<string, string> = {}): Client {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/ws${search}`, {
    headers: { authorization: `Bearer ${server.token}`, ...headers },
    // Bun's, which the DOM's types do not know.
  } as never);
  const messages: Client["messages"] = [];
  let wake = () => {};
  socket.onmessage = ({ data }) => {
    messages.push({ ...(JSON.parse(String(data)) as LiveMessage), arrived: Date.now() });
    wake();
  };
  const closed = new Promise<number>((resolve) => {
    socket.onclose = ({ code }) => resolve(code);
  });
  return {
    messages,
    socket,
    closed,
    async until(count) {
      while (messages.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return messages.map(({ arrived: _, ...message }) => message as LiveMessage);
    },
  };
}

const createProject = (title: string) => server.call("POST", "/api/v1/projects", { title });

test("a change over HTTP arrives with its number, at every client", async () => {
  const clients = [connect(), connect()];
  for (const client of clients) await client.until(1);
  const created = await createProject("Web");
  const { project } = (await created.json()) as { project: { id: string } };
  for (const client of clients) {
    expect(await client.until(2)).toEqual([
      { type: "hello", seq: 0, feed: "f" },
      {
        type: "change",
        seq: 1,
        at: expect.any(String),
        by: "0e0e0e0e-0e0e-4e0e-8e0e-0e0e0e0e0e0e",
        action: "project.create",
        records: expect.arrayContaining([{ entity: "project", id: project.id }]),
      },
    ]);
  }
});

test("a change of another process arrives within a quarter of a second", async () => {
  const client = connect();
  await client.until(1);
  const script = `
    import { openLocalBoard } from ${JSON.stringify(join(import.meta.dir, "../access/local.ts"))};
    const board = openLocalBoard(${JSON.stringify(server.workspace)});
    await board.execute("project.create", { title: "Zero" });
    for (let n = 1; n <= 5; n++) {
      await Bun.sleep(173);
      const started = Date.now();
      await board.execute("work_item.create", { title: "Item " + n, item_type: "task" });
      console.log(started);
    }`;
  const other = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe", stderr: "inherit" });
  const written = (await new Response(other.stdout).text()).trim().split("\n").map(Number);
  expect(await other.exited).toBe(0);
  const messages = await client.until(7);
  expect(messages.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const delays = client.messages
    .slice(2)
    .map(({ arrived }, index) => arrived - (written[index] ?? 0));
  expect(Math.max(...delays)).toBeLessThan(250);
});

describe("a client that was away", () => {
  beforeEach(async () => {
    for (const title of ["One", "Two", "Three"]) await createProject(title);
  });

  test("gets what it has missed, in order and once", async () => {
    const client = connect("?since=1&feed=f");
    await client.until(3);
    await createProject("Four");
    const messages = await client.until(4);
    expect(messages.map(({ type, seq }) => [type, seq])).toEqual([
      ["hello", 3],
      ["change", 2],
      ["change", 3],
      ["change", 4],
    ]);
  });

  test("gets nothing if it has missed nothing", async () => {
    const client = connect("?since=3&feed=f");
    await client.until(1);
    await createProject("Four");
    expect((await client.until(2)).map(({ seq }) => seq)).toEqual([3, 4]);
  });

  test.each(["?since=4", "?since=99999999", "?since=1&feed=other"])(
    "is told to reload where its number means nothing here: %s",
    async (search) => {
      const messages = await connect(search).until(2);
      expect(messages[1]).toEqual({ type: "reload", seq: 3 });
    },
  );

  test("is told to reload if it has missed too much to tell", async () => {
    for (let n = 0; n < 501; n++) await server.board.execute("project.create", { title: "p" });
    expect((await connect("?since=3").until(2))[1]).toEqual({ type: "reload", seq: 504 });
  });

  test.each(["", "?since=", "?since=-1", "?since=x", "?feed=f"])(
    "starts afresh if it says nothing: %s",
    async (search) => {
      const client = connect(search);
      await client.until(1);
      await createProject("Four");
      expect((await client.until(2)).map(({ seq }) => seq)).toEqual([3, 4]);
    },
  );
});

describe("nobody else", () => {
  test.each<[string, Record<string, string>]>([
    ["without the token", { authorization: "Bearer wrong" }],
    ["from another site", { origin: "http://evil.example" }],
  ])("listens %s", async (_, headers) => {
    const client = connect("", headers);
    await client.closed;
    expect(client.messages).toEqual([]);
  });

  test("says anything here", async () => {
    const client = connect();
    await client.until(1);
    client.socket.send("hello");
    expect(await client.closed).toBe(1003);
  });

  test("gets in as the hundred and first", async () => {
    const clients = Array.from({ length: 100 }, () => connect());
    for (const client of clients) await client.until(1);
    const late = connect();
    await late.closed;
    expect(late.messages).toEqual([]);
    clients[0]?.socket.close();
    await clients[0]?.closed;
    await connect().until(1);
  });
});

test("a server that stops says so", async () => {
  const client = connect();
  await client.until(1);
  const other = startServer();
  const before = server;
  server = other;
  await before.stop();
  expect(await client.closed).toBe(1001);
});

test("nothing is asked of the database while nobody listens", () => {
  let asked = 0;
  const count = () => {
    asked += 1;
    return 0;
  };
  const live = createLive({ lastSeq: count, since: () => [], stamp: count }, "f");
  const atStart = asked;
  live.tell();
  expect(asked).toBe(atStart);
});
