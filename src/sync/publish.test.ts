import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { temporaryWorkspace } from "../../tests/support/server.ts";
import { type OpenDatabase, openDatabase } from "../access/local.ts";
import type { Head } from "../data-json/write.ts";
import { writeUser } from "../workspace/identity.ts";
import type { Workspace } from "../workspace/locate.ts";
import { databaseText } from "./database-bytes.ts";
import { importBoard } from "./import.ts";
import { readHead } from "./merge-into.ts";
import { publish } from "./publish.ts";
import { restoreBackup } from "./restore.ts";
import { lookAt } from "./tracked-file.ts";

let workspace: Workspace;
let database: OpenDatabase;
let path: string;
let close: () => Promise<void>;
beforeEach(async () => {
  const made = temporaryWorkspace();
  workspace = made.workspace;
  const opened = openDatabase(workspace);
  if (!opened.ok) throw new Error(opened.refusal.message);
  database = opened.value;
  path = database.sync.dataJson;
  close = async () => {
    await database.board.close();
    made.remove();
  };
  await addProject("First");
  exported();
});
afterEach(() => close());

async function addProject(title: string): Promise<void> {
  const made = await database.board.execute("project.create", { title });
  if (!made.ok) throw new Error(made.refusal.message);
}

function exported() {
  const report = publish(database.sync);
  if (!report.ok) throw new Error(report.refusal.message);
  return report.value;
}

/** Puts a file in the tracked one's place, as git does. */
function bring(text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

const titles = (): string[] =>
  JSON.parse(readFileSync(path, "utf8"))
    .projects.map(({ title }: { title: string }) => title)
    .sort();

/** The exported board with another project, and as it was. */
async function twoVersions(): Promise<[one: string, two: string]> {
  const one = readFileSync(path, "utf8");
  await addProject("Pulled");
  exported();
  return [one, readFileSync(path, "utf8")];
}

/** Does something once, at the moment when an export or import has read the tracked file. */
function afterTheFileWasRead(act: () => void): void {
  const { storage } = database.sync;
  const { exportRows, scan } = storage;
  let done = false;
  const once = (): void => {
    if (!done) act();
    done = true;
  };
  storage.exportRows = (entity) => {
    once();
    return exportRows(entity);
  };
  storage.scan = (entity) => {
    once();
    return scan(entity);
  };
}

test("what git puts into the file while an export writes is merged, not overwritten", async () => {
  const [one, two] = await twoVersions();
  bring(one);
  const replaced = importBoard(database.sync, { tracked: true }, { mode: "replace" });
  expect(replaced.ok && replaced.value.removed).toBe(1);
  await addProject("Mine");
  afterTheFileWasRead(() => bring(two));
  expect(exported().merged_first).toMatchObject({ created: 1, updated: 0, skipped: 1 });
  expect(titles()).toEqual(["First", "Mine", "Pulled"]);
  expect(readdirSync(database.sync.dataJson.replace(/[^/]+$/, "")).join()).not.toContain(".tmp");
});

test("what git puts into the file while an export puts one change into it is merged", async () => {
  const [one, two] = await twoVersions();
  bring(one);
  importBoard(database.sync, { tracked: true }, { mode: "replace" });
  exported();
  await addProject("Mine");
  const { storage } = database.sync;
  const { idBefore } = storage;
  let asked = 0;
  storage.idBefore = (entity, id) => {
    asked += 1;
    if (asked === 1) bring(two);
    return idBefore(entity, id);
  };
  expect(exported().merged_first).toMatchObject({ created: 1, updated: 0 });
  expect(asked).toBeGreaterThan(0);
  expect(titles()).toEqual(["First", "Mine", "Pulled"]);
});

test("a file that never stops changing is left alone", async () => {
  await addProject("Mine");
  const { storage } = database.sync;
  const { exportRows } = storage;
  bring(`{"schema_version": 1, "projects": [], "x": 0}`);
  let count = 0;
  storage.exportRows = (entity) => {
    count += 1;
    bring(`{"schema_version": 1, "projects": [], "x": ${count}}`);
    return exportRows(entity);
  };
  const report = publish(database.sync);
  expect(report.ok ? null : report.refusal.kind).toBe("unavailable");
  expect(titles()).toEqual([]);
});

test("what git puts into the file while an import works is seen the next time", async () => {
  const [one, two] = await twoVersions();
  bring(one);
  importBoard(database.sync, { tracked: true }, { mode: "replace" });
  bring(one.replace("First", "Prime"));
  afterTheFileWasRead(() => {
    bring(two);
    // As old as can be: nothing but its content and its inode tells it from the one that was read.
    const { atime, mtime } = statSync(path);
    utimesSync(path, atime, new Date(mtime.getTime() - 60_000));
  });
  importBoard(database.sync, { tracked: true }, { mode: "merge" });
  const again = importBoard(database.sync, { tracked: true }, { mode: "merge" });
  expect(again.ok && again.value.created).toBe(1);
});

test("a file that was just written is believed, and a write right after it shows", async () => {
  const { storage } = database.sync;
  const state = (): string => {
    const file = lookAt(storage, path, "F");
    return file.ok ? file.value.state : file.refusal.message;
  };
  expect(storage.note("synced_stat")).not.toBeNull();
  expect(state()).toBe("seen");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace("First", "Prime"));
  expect(state()).toBe("changed");
  writeFileSync(path, text);
  expect(state()).toBe("seen");
});

test("a folder that has the name of a leftover is none", async () => {
  mkdirSync(`${path}.1.0123abcd.tmp`);
  writeFileSync(`${path}.2.0123abcd.tmp`, "");
  await addProject("Second");
  expect(exported().written).toBe(true);
  const names = readdirSync(dirname(path)).filter((name) => name.endsWith(".tmp"));
  expect(names).toEqual(["data.json.1.0123abcd.tmp"]);
});

test("what a restore brings that this version does not know is in the next export", async () => {
  const without = readFileSync(path, "utf8");
  await addProject("Saved");
  exported();
  bring(JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), rituals: [{ id: "r1" }] }));
  expect(importBoard(database.sync, { tracked: true }, { mode: "merge" }).ok).toBe(true);
  bring(without);
  const replaced = importBoard(database.sync, { tracked: true }, { mode: "replace" });
  const backup = replaced.ok ? (replaced.value.backup ?? "") : "";
  await addProject("Mine");
  exported();
  const restored = restoreBackup(database.sync, basename(backup), {});
  expect(restored.ok && restored.value.created).toBe(1);
  exported();
  expect(titles()).toEqual(["First", "Mine", "Saved"]);
  expect(JSON.parse(readFileSync(path, "utf8")).rituals).toEqual([{ id: "r1" }]);
});

test("who writes for the first time, or under a new name, is put into the file with the one change", async () => {
  const people = (): unknown =>
    JSON.parse(readFileSync(path, "utf8")).users.map(({ name }: { name: string }) => name);
  const { exportRows } = database.sync.storage;
  const zoe = { id: "ffffffff-0000-4000-8000-000000000000", email: null };
  for (const name of ["Zoe", "Zoe May"]) {
    writeUser(workspace, { ...zoe, name });
    const opened = openDatabase(workspace);
    if (!opened.ok) throw new Error(opened.refusal.message);
    const { board, sync } = opened.value;
    for (const title of [`${name}'s`, "One more"]) {
      await board.execute("project.create", { title });
      sync.storage.exportRows = () => {
        throw new Error("The file was written as a whole.");
      };
      expect(publish(sync)).toMatchObject({ ok: true, value: { written: true } });
      sync.storage.exportRows = exportRows;
      expect(people()).toEqual(["Ann", name]);
      const head = readHead(sync.storage) as Head;
      expect(readFileSync(path, "utf8")).toBe([...databaseText(sync.storage, head)].join(""));
    }
    await board.close();
  }
});
