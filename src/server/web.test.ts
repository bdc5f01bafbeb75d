import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { startServer, type TestServer } from "../../tests/support/server.ts";

let server: TestServer;
beforeAll(() => {
  server = startServer();
});
afterAll(() => server.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, {
    headers: { authorization: `Bearer ${server.token}`, ...headers },
    // As it comes: what we look at is how it is packed.
    decompress: false,
  });

async function scriptPath(): Promise<string> {
  const page = await (await get("/", { "accept-encoding": "identity" })).text();
  return /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? "";
}

describe("the web board", () => {
  test.each(["/", "/app", "/app/WEB/board", "/app/item/1a2b", "/app/a/b/c"])(
    "is one page, whatever view the URL names: %s",
    async (path) => {
      const response = await get(path, { "accept-encoding": "identity" });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("content-security-policy")).toContain("script-src 'self';");
      const page = await response.text();
      expect(page).toContain('<div id="app">');
      // The policy would refuse both.
      expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|\sstyle=|<style/);
    },
  );

  test("comes as small as the browser can take it, and is asked for once", async () => {
    const path = await scriptPath();
    const plain = await get(path, { "accept-encoding": "identity" });
    expect(plain.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(plain.headers.get("cache-control")).toBe("private, max-age=31536000, immutable");
    expect(plain.headers.get("content-encoding")).toBeNull();
    const text = await plain.text();
    for (const [accepted, encoding, unpack] of [
      ["gzip, deflate, br", "br", brotliDecompressSync],
      ["gzip;q=1, br;q=0", "gzip", gunzipSync],
    ] as const) {
      const packed = await get(path, { "accept-encoding": accepted });
      expect(packed.headers.get("content-encoding")).toBe(encoding);
      expect(packed.headers.get("vary")).toBe("accept-encoding");
      expect(unpack(await packed.bytes()).toString()).toBe(text);
    }
  });

  test.each(["/assets/none.js", "/assets/", "/assets/../index.html", "/assets/%2e%2e/index.html"])(
    "has nothing else: %s",
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  test("is for nobody without the token", async () => {
    for (const path of ["/", "/app/WEB/board", await scriptPath()]) {
      const { status } = await get(path, { authorization: "Bearer wrong" });
      expect([path, status]).toEqual([path, 401]);
    }
  });
});
