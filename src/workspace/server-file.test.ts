import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { makeSandbox, type Sandbox } from "../../tests/support/git.ts";
import {
  isLoopback,
  readServerFile,
  removeServerFile,
  type ServerFile,
  serverUrl,
  writeServerFile,
} from "./server-file.ts";

const SERVER: ServerFile = {
  pid: 4711,
  host: "127.0.0.1",
  port: 4242,
  version: "0.1.0",
  root: "/somewhere",
  token: "0123456789abcdef".repeat(4),
  started_at: "2026-02-08T12:00:00.000Z",
};

let box: Sandbox;
let pm: string;
beforeEach(() => {
  box = makeSandbox();
  pm = join(box.folder, ".pm");
  mkdirSync(pm);
});
afterEach(() => box.remove());

test("what is written is read again, by me alone, and nothing else is left", () => {
  writeServerFile(pm, { ...SERVER, port: 1 });
  writeServerFile(pm, SERVER);
  expect(readServerFile(pm)).toEqual(SERVER);
  expect(statSync(join(pm, "server.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(pm)).toEqual(["server.json"]);
});

test("only the server that wrote it removes it", () => {
  writeServerFile(pm, SERVER);
  removeServerFile(pm, "f".repeat(64));
  expect(readServerFile(pm)).toEqual(SERVER);
  removeServerFile(pm, SERVER.token);
  expect(existsSync(join(pm, "server.json"))).toBe(false);
  removeServerFile(pm, SERVER.token);
});

describe("is not believed", () => {
  test("where there is none", () => {
    expect(readServerFile(pm)).toBeNull();
  });

  test("with the mode of a file that git checks out", () => {
    writeServerFile(pm, SERVER);
    chmodSync(join(pm, "server.json"), 0o644);
    expect(readServerFile(pm)).toBeNull();
  });

  test("through a symbolic link", () => {
    writeServerFile(pm, SERVER);
    renameSync(join(pm, "server.json"), join(pm, "other.json"));
    symlinkSync("other.json", join(pm, "server.json"));
    expect(readServerFile(pm)).toBeNull();
  });

  test("if it is a folder", () => {
    mkdirSync(join(pm, "server.json"));
    expect(readServerFile(pm)).toBeNull();
  });

  test.each<[string, object | string | null]>([
    ["another machine", { host: "192.0.2.1" }],
    ["a name", { host: "example.org" }],
    ["a short token", { token: "abc" }],
    ["a port of 0", { port: 0 }],
    ["a text for a port", { port: "80" }],
    ["a negative pid, which kill takes for a group", { pid: -1 }],
    ["no JSON", "{"],
    ["null", "null"],
  ])("with %s", (_, change) => {
    writeServerFile(pm, SERVER);
    const text = typeof change === "string" ? change : JSON.stringify({ ...SERVER, ...change });
    box.write(".pm/server.json", text);
    expect(readServerFile(pm)).toBeNull();
  });
});

test("the URL is one that reaches it from here", () => {
  expect(serverUrl({ host: "127.0.0.1", port: 80 })).toBe("http://127.0.0.1:80");
  expect(serverUrl({ host: "::1", port: 80 })).toBe("http://[::1]:80");
  expect(serverUrl({ host: "0.0.0.0", port: 80 })).toBe("http://127.0.0.1:80");
  expect(serverUrl({ host: "::", port: 80 })).toBe("http://[::1]:80");
});

test("loopback is what cannot leave the machine", () => {
  expect(["127.0.0.1", "127.9.9.9", "::1", "localhost"].every(isLoopback)).toBe(true);
  expect(["0.0.0.0", "10.0.0.1", "127.0.0.1.example.org", "", "::"].some(isLoopback)).toBe(false);
});
