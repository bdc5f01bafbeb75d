import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStorage } from "./open.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pm-open-"));
  path = join(folder, "data.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts a process that holds a lock on the new file for a while, and waits until it has it. */
async function hold(begin: string, ms: number) {
  const script = `
    const database = new (require("bun:sqlite").Database)(process.argv[1], { create: true });
    database.run(${JSON.stringify(begin)});
    console.log("held");
    Bun.sleepSync(${ms});
    database.run("COMMIT");`;
  const holder = Bun.spawn([process.execPath, "-e", script, path], { stdout: "pipe" });
  await holder.stdout.getReader().read();
  return holder;
}

// SQLite refuses to turn the write-ahead log on at once, without a wait, beside a process that is about to write.
test.each(["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])(
  "a new database that another process makes, too, is waited for (%s)",
  async (begin) => {
    const holder = await hold(begin, 200);
    const opened = openStorage(path, "data.db");
    expect(opened.ok).toBe(true);
    if (opened.ok) opened.value.close();
    await holder.exited;
  },
);

test("the wait comes to an end", async () => {
  const holder = await hold("BEGIN IMMEDIATE", 60_000);
  const opened = openStorage(path, "data.db", 50);
  expect(opened).toMatchObject({ ok: false, refusal: { kind: "unavailable" } });
  holder.kill();
  await holder.exited;
});
