import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connectRaw, startServer, type TestServer } from "../../tests/support/server.ts";
import { readBytes } from "./body.ts";

let server: TestServer;
beforeAll(() => {
  server = startServer();
});
afterAll(() => server.stop());

const post = (body: string, headers?: Record<string, string>) =>
  server.call("POST", "/api/v1/projects", body, headers);

describe("a body that is too large", () => {
  const large = JSON.stringify({ title: "x".repeat(1_000_000) });

  test("is refused by its announced length, and nothing is written", async () => {
    const response = await post(large);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ status: 413, title: "Content Too Large" });
    expect(server.board.changes.lastSeq()).toBe(0);
  });

  test("is refused as it comes, where none is announced", async () => {
    const chunk = Buffer.from("x".repeat(100_000));
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        if (sent++ < 40) controller.enqueue(chunk);
        else controller.close();
      },
    });
    const response = await fetch(`${server.url}/api/v1/projects`, {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json" },
    });
    expect(response.status).toBe(413);
  });

  test("is taken where a whole board may come", async () => {
    const path = "/api/v1/sync/import?mode=merge&name=big.json";
    const response = await server.call("POST", path, large);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ kind: "unreadable" });
  });
});

describe("a body that is no JSON", () => {
  test("is refused with the place", async () => {
    const response = await post('{\n  "title": "Web",\n}');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      detail: expect.stringMatching(/^Invalid JSON in the body at line 3, column 1: /),
      kind: "usage",
    });
  });

  test("nor UTF-8", async () => {
    const response = await fetch(`${server.url}/api/v1/projects`, {
      method: "POST",
      body: new Uint8Array([0x22, 0xff, 0x22]),
      headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json" },
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ detail: "The body is not UTF-8." }),
    ]);
  });

  test.each(["[]", '"text"', "3", "null"])("nor an object: %s", async (body) => {
    expect((await post(body)).status).toBe(422);
  });

  test("and one that is deep does no harm", async () => {
    expect((await post(`{"title": ${"[".repeat(200_000)}`)).status).toBe(400);
    expect((await post(`{"title": ${"[".repeat(200_000)}${"]".repeat(200_000)}}`)).status).toBe(
      422,
    );
  });

  test("and a key named __proto__ is an unknown one", async () => {
    const response = await post('{"title": "Web", "__proto__": {"key": "X"}}');
    expect([response.status, await response.json()]).toEqual([
      422,
      expect.objectContaining({ detail: expect.stringContaining("__proto__") }),
    ]);
  });
});

describe("a body that comes slowly", () => {
  test("is waited for no longer than its bound, however it trickles", async () => {
    const slow = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      async fetch(request) {
        const read = await readBytes(request, { size: 1000, time: 300 });
        return read.ok ? new Response("read") : read.response;
      },
    });
    const connection = await connectRaw(slow.port ?? 0);
    connection.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");
    const started = Date.now();
    const trickle = setInterval(() => connection.send("x"), 50);
    const answer = await connection.until("\r\n\r\n");
    clearInterval(trickle);
    expect(answer).toStartWith("HTTP/1.1 408 ");
    expect(Date.now() - started).toBeLessThan(2000);
    connection.close();
    await slow.stop(true);
  });

  test("does not keep others waiting", async () => {
    const connections = await Promise.all(
      Array.from({ length: 20 }, () => connectRaw(server.port)),
    );
    for (const connection of connections) {
      connection.send(
        `POST /api/v1/projects HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n` +
          `Authorization: Bearer ${server.token}\r\nContent-Type: application/json\r\n` +
          "Content-Length: 100\r\n\r\n{",
      );
    }
    const started = Date.now();
    expect((await server.call("GET", "/api/v1/projects")).status).toBe(200);
    expect(Date.now() - started).toBeLessThan(1000);
    for (const connection of connections) connection.close();
  });

  test("and breaks off, writes nothing", async () => {
    const before = server.board.changes.lastSeq();
    const connection = await connectRaw(server.port);
    connection.send(
      `POST /api/v1/projects HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n` +
        `Authorization: Bearer ${server.token}\r\nContent-Type: application/json\r\n` +
        'Content-Length: 100\r\n\r\n{"title": "Web"}',
    );
    await Bun.sleep(50);
    connection.close();
    await Bun.sleep(50);
    expect(server.board.changes.lastSeq()).toBe(before);
    expect((await server.call("GET", "/api/v1/projects")).status).toBe(200);
  });
});
