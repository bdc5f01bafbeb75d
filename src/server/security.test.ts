import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connectRaw, startServer, type TestServer } from "../../tests/support/server.ts";

let server: TestServer;
beforeAll(() => {
  server = startServer();
});
afterAll(() => server.stop());

const OPEN = ["/health", "/live", "/ready", "/session", "/session/challenge", "/session/resume"];

interface Description {
  paths: { [path: string]: { [method: string]: unknown } };
}

async function everyEndpoint(): Promise<[method: string, path: string][]> {
  const { paths } = (await (await server.call("GET", "/openapi.json")).json()) as Description;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method): [string, string] => [
      method.toUpperCase(),
      path.replace("{id}", "0123"),
    ]),
  );
}

/** A request that says exactly this. */
async function raw(...lines: string[]): Promise<string> {
  const connection = await connectRaw(server.port);
  connection.send(`${lines.join("\r\n")}\r\nConnection: close\r\n\r\n`);
  const answer = await connection.until("\r\n\r\n");
  connection.close();
  return answer;
}
const host = () => `Host: 127.0.0.1:${server.port}`;
const bearer = () => `Authorization: Bearer ${server.token}`;

describe("the token", () => {
  test("is asked for everywhere but for health, and before anything else is said", async () => {
    const endpoints = await everyEndpoint();
    expect(endpoints.length).toBeGreaterThan(70);
    const others: [string, string][] = [
      ["GET", "/openapi.json"],
      ["GET", "/"],
      ["GET", "/ws"],
      ["GET", "/nowhere"],
      ["PUT", "/api/v1/projects"],
      ["OPTIONS", "/api/v1/projects"],
    ];
    for (const [method, path] of [...endpoints, ...others]) {
      if (OPEN.includes(path)) continue;
      server.wait(11_000);
      const { status } = await fetch(server.url + path, { method });
      expect([method, path, status]).toEqual([method, path, 401]);
    }
  });

  test("is not asked for by health, which tells nothing", async () => {
    for (const path of ["/health", "/live", "/ready"]) {
      const response = await fetch(server.url + path);
      expect([path, await response.json()]).toEqual([path, { status: "ok" }]);
    }
  });

  test.each([
    ["none", undefined],
    ["another", `Bearer ${"0".repeat(64)}`],
    ["a part", "Bearer 0"],
    ["another scheme", "Basic cG06cG0="],
    ["an empty one", "Bearer "],
  ])("does not open with %s", async (_, authorization) => {
    server.wait(11_000);
    const response = await fetch(`${server.url}/api/v1/projects`, {
      headers: authorization === undefined ? {} : { authorization },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toStartWith("Bearer");
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });

  test("does not open in a URL", async () => {
    server.wait(11_000);
    const { status } = await fetch(`${server.url}/api/v1/projects?token=${server.token}`);
    expect(status).toBe(401);
  });

  test("cannot be tried often, and the right one gets in meanwhile", async () => {
    server.wait(11_000);
    const wrong = { authorization: "Bearer wrong" };
    const statuses: number[] = [];
    for (let n = 0; n < 25; n++) {
      statuses.push((await fetch(`${server.url}/api/v1/projects`, { headers: wrong })).status);
    }
    expect(statuses).toEqual([...Array(20).fill(401), ...Array(5).fill(429)]);
    expect((await server.call("GET", "/api/v1/projects")).status).toBe(200);
    server.wait(11_000);
    expect((await fetch(`${server.url}/api/v1/projects`, { headers: wrong })).status).toBe(401);
  });
});

describe("another site", () => {
  test.each([
    ["a name that points here (DNS rebinding)", () => "Host: evil.example"],
    ["another port", () => `Host: 127.0.0.1:${server.port + 1}`],
    ["a name that only starts like ours", () => `Host: 127.0.0.1:${server.port}.evil.example`],
    ["no name", () => "Host:"],
  ])("does not get in by %s", async (_, header) => {
    const answer = await raw("GET /health HTTP/1.1", header(), bearer());
    expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
    expect(answer).not.toContain('"ok"');
  });

  test("gets in by our names", async () => {
    for (const name of ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"]) {
      const answer = await raw("GET /health HTTP/1.1", `Host: ${name}:${server.port}`);
      expect([name, answer.slice(0, 15)]).toEqual([name, "HTTP/1.1 200 OK"]);
    }
  });

  test.each(["http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1", ""])(
    "is told by its Origin: %s",
    async (origin) => {
      const answer = await raw(
        "GET /api/v1/projects HTTP/1.1",
        host(),
        bearer(),
        `Origin: ${origin}`,
      );
      expect(answer).toStartWith("HTTP/1.1 403 ");
    },
  );

  test("is not our own", async () => {
    const own = { origin: server.url, "sec-fetch-site": "same-origin" };
    expect((await server.call("GET", "/api/v1/projects", undefined, own)).status).toBe(200);
  });

  test("cannot ask for anything but a page, says the browser", async () => {
    for (const site of ["cross-site", "same-site"]) {
      const image = { "sec-fetch-site": site, "sec-fetch-dest": "image" };
      const { status } = await server.call("GET", "/api/v1/sync/export", undefined, image);
      expect(status).toBe(403);
    }
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-dest": "document" };
    expect((await server.call("GET", "/", undefined, link)).status).toBe(200);
    expect((await server.call("POST", "/api/v1/undo", undefined, link)).status).toBe(403);
  });

  test("cannot send a form", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const body = '{"title": "Web"}';
      const response = await server.call("POST", "/api/v1/projects", body, {
        "content-type": type,
      });
      expect([type, response.status]).toEqual([type, 415]);
    }
  });

  test("is not told that it may read", async () => {
    for (const method of ["GET", "OPTIONS"]) {
      const { headers } = await server.call(method, "/api/v1/projects");
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});

describe("a browser", () => {
  async function invite(): Promise<string> {
    const response = await server.call("POST", "/api/v1/sessions");
    expect(response.status).toBe(201);
    return ((await response.json()) as { url: string }).url;
  }
  const open = (url: string, headers: Record<string, string> = {}) =>
    fetch(url, { redirect: "manual", headers });

  test("gets in by a link that works once, and never sees the token", async () => {
    const link = await invite();
    expect(link).not.toContain(server.token);
    const entered = await open(link);
    expect([entered.status, entered.headers.get("location")]).toEqual([303, "/"]);
    const cookie = entered.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^pm-session-\d+=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(server.token);
    expect((await open(link)).status).toBe(401);

    const [session = ""] = cookie.split(";");
    const home = await open(`${server.url}/`, { cookie: `theme=dark; ${session}` });
    expect([home.status, home.headers.get("content-type")]).toEqual([
      200,
      "text/html; charset=utf-8",
    ]);
    expect((await open(`${server.url}/api/v1/projects`, { cookie: session })).status).toBe(200);
    const elsewhere = { cookie: session, origin: "http://127.0.0.1:1" };
    expect((await open(`${server.url}/api/v1/projects`, elsewhere)).status).toBe(403);
    expect((await open(`${server.url}/api/v1/projects`, { cookie: `${session}0` })).status).toBe(
      401,
    );
  });

  test("does not get in by a link that is a minute old, or none", async () => {
    const link = await invite();
    server.wait(61_000);
    expect((await open(link)).status).toBe(401);
    expect((await open(`${server.url}/session?code=`)).status).toBe(401);
    expect((await open(`${server.url}/session`)).status).toBe(401);
  });

  test("is told what to do where it is locked out", async () => {
    const response = await open(`${server.url}/`);
    expect(response.status).toBe(401);
    expect(await response.text()).toContain("pm desktop");
  });
});

test("every answer says what a browser must not do with it", async () => {
  const answers = [
    await server.call("GET", "/"),
    await server.call("GET", "/api/v1/projects"),
    await server.call("GET", "/nowhere"),
    await fetch(`${server.url}/health`),
    await fetch(`${server.url}/`),
    await server.call("GET", "/api/v1/projects", undefined, { origin: "http://evil.example" }),
    await server.call("GET", "/api/v1/sync/export"),
  ];
  for (const { url, headers } of answers) {
    const policy = headers.get("content-security-policy") ?? "";
    expect([url, policy]).toEqual([url, expect.stringContaining("default-src 'none'")]);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

test("health proves that it knows the token, to this nonce alone", async () => {
  const proof = async (nonce: string) =>
    ((await (await fetch(`${server.url}/health?nonce=${nonce}`)).json()) as { proof: string })
      .proof;
  const first = await proof("0123456789abcdef");
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await proof("0123456789abcdef")).toBe(first);
  expect(await proof("0123456789abcdeg")).not.toBe(first);
  expect(first).not.toBe(server.token);
  expect((await fetch(`${server.url}/health?nonce=x`)).status).toBe(422);
});
