import { afterEach, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import { makeSandbox, type Sandbox } from "../../tests/support/git.ts";
import { readConfig } from "./config.ts";

let box: Sandbox;
beforeEach(() => {
  box = makeSandbox();
});
afterEach(() => box.remove());

function read(text: string) {
  const path = box.write(".pm/config.toml", text);
  return { path, outcome: readConfig(join(box.folder, ".pm")) };
}

test("without a file, the defaults", () => {
  expect(readConfig(join(box.folder, ".pm"))).toEqual({
    ok: true,
    value: { server: { port: 0 }, warnings: [] },
  });
});

test("the port is followed, unknown keys are left alone", () => {
  const { outcome } = read('colour = "red"\n[server]\nport = 4711\nlater = true\n[more]\n');
  expect(outcome).toEqual({ ok: true, value: { server: { port: 4711 }, warnings: [] } });
});

test("an address is not followed", () => {
  const { outcome } = read('[server]\nhost = "0.0.0.0"\n');
  expect(outcome.ok && outcome.value).toMatchObject({
    server: { port: 0 },
    warnings: [expect.stringContaining("--host")],
  });
});

test("bad TOML is named by file, line", () => {
  const { path, outcome } = read("[server]\nport = 1\nhost = = 3\n");
  expect(outcome).toMatchObject({ ok: false, refusal: { kind: "unreadable" } });
  expect(!outcome.ok && outcome.refusal.message).toStartWith(`Invalid TOML in ${path} at line 3: `);
});

test.each(['port = "80"', "port = 70000", "port = -1", "port = 1.5"])(
  "a port that is none is refused: %s",
  (line) => {
    const { path, outcome } = read(`[server]\n${line}\n`);
    expect(outcome).toMatchObject({
      ok: false,
      refusal: {
        kind: "invalid",
        message: `${path}: server.port must be a whole number from 0 to 65535.`,
      },
    });
  },
);

test("a server that is no table is refused", () => {
  expect(read("server = 3\n").outcome).toMatchObject({ ok: false, refusal: { kind: "invalid" } });
});
