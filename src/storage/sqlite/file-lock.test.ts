import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acquireFileLock } from "./file-lock.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pm-"));
  path = join(folder, "server.lock");
});
const started: Bun.Subprocess[] = [];
afterEach(async () => {
  for (const one of started.splice(0)) {
    one.kill("SIGKILL");
    await one.exited;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A process that takes the lock, says so, and holds it until it is killed. */
async function holder() {
  const script = `
    import { acquireFileLock } from ${JSON.stringify(join(import.meta.dir, "file-lock.ts"))};
    const held = acquireFileLock(${JSON.stringify(path)}) !== null;
    Bun.gc(true);
    console.log(held ? "held" : "refused");
    setInterval(() => {}, 1000);`;
  const child = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe" });
  started.push(child);
  const { value } = await child.stdout.getReader().read();
  return { child, said: new TextDecoder().decode(value).trim() };
}

test("is held once, and can be had again when it is given back", () => {
  const lock = acquireFileLock(path);
  expect(lock).not.toBeNull();
  expect(acquireFileLock(path)).toBeNull();
  lock?.release();
  const again = acquireFileLock(path);
  expect(again).not.toBeNull();
  again?.release();
  expect(readdirSync(folder)).toEqual(["server.lock"]);
});

test("another process's is respected while it lives, and gone when it is killed", async () => {
  const other = await holder();
  expect(other.said).toBe("held");
  expect(acquireFileLock(path)).toBeNull();
  other.child.kill("SIGKILL");
  await other.child.exited;
  const lock = acquireFileLock(path);
  expect(lock).not.toBeNull();
  expect((await holder()).said).toBe("refused");
  lock?.release();
});

test.each(["x", "left by another tool\n".repeat(200)])(
  "content of another tool is no hindrance",
  (text) => {
    writeFileSync(path, text);
    const lock = acquireFileLock(path);
    expect(lock).not.toBeNull();
    expect(acquireFileLock(path)).toBeNull();
    lock?.release();
  },
);

test("what a link points to is left alone", () => {
  const precious = join(folder, "precious");
  writeFileSync(precious, "mine\n".repeat(200));
  symlinkSync(precious, path);
  acquireFileLock(path)?.release();
  expect(readFileSync(precious, "utf8")).toBe("mine\n".repeat(200));
});
