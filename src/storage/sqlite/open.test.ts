import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Storage } from "../port.ts";
import { diagnose } from "./diagnose.ts";
import { openStorage } from "./open.ts";
import { INDEXES } from "./schema.ts";

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

test("a database of an early version gets the indexes of this one, once, and waits for nobody for it", async () => {
  const early = new Database(path, { create: true });
  early.run(readFileSync(join(import.meta.dir, "fixtures", "version-1-early.sql"), "utf8"));
  early.close();
  const indexes = () => {
    const database = new Database(path);
    const sql = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'work_items'";
    const found = database.query<{ sql: string | null }, []>(sql).all();
    database.close();
    return found.flatMap((row) => row.sql ?? []).sort();
  };
  const open = () => {
    const opened = openStorage(path, "data.db");
    if (!opened.ok) throw new Error(opened.refusal.message);
    const items = opened.value.count("work_item");
    const [sync] = opened.value.syncs.list({ limit: 10, after: null });
    opened.value.close();
    return { items, kind: sync?.kind, branch: sync?.branch };
  };
  const before = indexes();
  const holder = await hold("BEGIN IMMEDIATE", 500);
  const start = performance.now();
  expect(open()).toEqual({ items: 2, kind: "build", branch: null });
  expect(performance.now() - start).toBeLessThan(400);
  expect(indexes()).toEqual(before);
  await holder.exited;

  expect(open()).toEqual({ items: 2, kind: "build", branch: null });
  const wanted = INDEXES.split(";\n").map((sql) => sql.trim());
  expect(indexes()).toEqual(wanted.filter((sql) => sql.includes("ON work_items ")).sort());
  expect(indexes()).not.toEqual(before);
  const bytes = readFileSync(path);
  open();
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

test("a table that is missing is damage, and no bug", () => {
  const opened = openStorage(path, "data.db");
  if (opened.ok) opened.value.close();
  const database = new Database(path);
  database.run("DROP TABLE notes");
  database.close();
  expect(diagnose(path)).toEqual({ state: "damaged", how: "there is no table notes" });
  expect(openStorage(path, "data.db")).toMatchObject({
    ok: false,
    refusal: { kind: "unreadable", message: "data.db is damaged, or no database of pm." },
  });
});

// A log that has only this in it is no less another state's.
test.each<[string, (storage: Storage) => void]>([
  ["a note", (storage) => storage.setNote("alone", "1")],
  ["what is seen of the journal", (storage) => storage.journal.markSeen([])],
])("a log that begins with %s is not read with a copy that is put back", (_, write) => {
  const open = (): Storage => {
    const opened = openStorage(path, "data.db");
    if (!opened.ok) throw new Error(opened.refusal.message);
    return opened.value;
  };
  const mark = (value: string): void => {
    const storage = open();
    storage.transaction(() => storage.setNote("which", value));
    storage.close();
  };
  const back = join(folder, "back.db");
  mark("old");
  copyFileSync(path, back);
  mark("newer");
  const last = open();
  write(last);
  // The log as it lies there, also while somebody has the database open.
  copyFileSync(`${path}-wal`, `${back}-wal`);
  last.close();
  expect(statSync(`${back}-wal`).size).toBeGreaterThan(0);
  expect(openStorage(back, "data.db")).toMatchObject({
    ok: false,
    refusal: { kind: "unreadable", hint: expect.stringContaining("pm doctor --fix") },
  });
});
