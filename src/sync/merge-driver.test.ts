import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBoard } from "../data-json/read.ts";
import { type Instant, parseInstant } from "../domain/instant.ts";
import type { StoredConflict } from "../storage/port.ts";
import { mergeFiles } from "./merge-driver.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pm-"));
  mkdirSync(join(folder, ".pm"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NOW = parseInstant("2026-03-01T00:00:00Z") as Instant;
const PROJECT = "00000000-0000-4000-8000-000000000001";
const ITEM = "00000000-0000-4000-8000-000000000002";
const at = (minute: number): string => `2026-02-01T10:${String(minute).padStart(2, "0")}:00.000Z`;

/** An item that was made at minute 0, with these values and the minutes at which they were written. */
function item(values: { [field: string]: unknown }, minutes: { [field: string]: number } = {}) {
  const times = Object.values(minutes);
  return {
    id: ITEM,
    project_id: PROJECT,
    item_type: "task",
    title: "One",
    status: "todo",
    priority: "medium",
    position: 1024,
    version: 1 + times.length,
    created_at: at(0),
    updated_at: at(Math.max(0, ...times)),
    ...values,
    ...(times.length === 0
      ? {}
      : {
          field_updated_at: Object.fromEntries(
            Object.entries(minutes).map(([field, minute]) => [field, at(minute)]),
          ),
        }),
  };
}
function board(items: unknown[], more: { [key: string]: unknown } = {}): string {
  return JSON.stringify({
    schema_version: 1,
    exported_at: at(0),
    exported_by: "pm-cli 0.1.0",
    projects: [],
    work_items: items,
    sprints: [],
    comments: [],
    swim_lanes: [],
    ...more,
  });
}

function merge(base: string, ours: string, theirs: string, path = ".pm/data.json") {
  for (const [name, text] of Object.entries({ base, ours, theirs })) {
    writeFileSync(join(folder, name), text);
  }
  const files = { base: "base", ours: "ours", theirs: "theirs", path, directory: folder };
  return mergeFiles(files, NOW);
}
const result = (): string => readFileSync(join(folder, "ours"), "utf8");
const itemsOf = (text: string) => JSON.parse(text).work_items;
const filesIn = (path: string): string[] => (existsSync(path) ? readdirSync(path) : []);
const journal = (): StoredConflict[] =>
  filesIn(join(folder, ".pm", "journal")).flatMap((name) => {
    expect(name).toMatch(/^[0-9a-f]{32}\.json$/);
    return JSON.parse(readFileSync(join(folder, ".pm", "journal", name), "utf8"));
  });

describe("merges", () => {
  const base = board([item({})]);
  const ours = board([item({ title: "Uno" }, { title: 5 })]);
  const theirs = board([item({ status: "done" }, { status: 3 })]);

  test("different fields of one record", () => {
    expect(merge(base, ours, theirs)).toEqual({
      ok: true,
      value: { conflicts: 0, journaled: true },
    });
    expect(itemsOf(result())).toMatchObject([{ title: "Uno", status: "done" }]);
    expect(journal()).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual([".pm", "base", "ours", "theirs"]);
  });

  test("to the same canonical bytes from both sides", () => {
    merge(base, ours, theirs);
    const mine = result();
    merge(base, theirs, ours);
    expect(result()).toBe(mine);
    expect(readBoard(Buffer.from(mine), "result").ok).toBe(true);
    expect(mine).toEndWith("}\n");
  });

  test.each(["", "<<<<<<< conflict\n"])("without an ancestor that can be read: %p", (none) => {
    expect(merge(none, ours, theirs).ok).toBe(true);
    expect(itemsOf(result())).toMatchObject([{ title: "Uno", status: "done" }]);
  });

  test("an edit by hand counts for the fields that it changed", () => {
    const byHand = board([item({ status: "done", updated_at: at(1) })]);
    merge(base, ours, byHand);
    expect(itemsOf(result())).toMatchObject([{ title: "Uno", status: "done" }]);
  });

  test("heads: the earlier export, the newer version", () => {
    const early = board([], { exported_at: "2025-01-01T00:00:00Z", exported_by: "pm-cli 0.0.9" });
    const late = board([], { exported_by: "pm-cli 0.10.0" });
    merge("", early, late);
    expect(JSON.parse(result())).toMatchObject({
      exported_at: "2025-01-01T00:00:00.000Z",
      exported_by: "pm-cli 0.10.0",
    });
  });

  test("a board that was made by hand, without a head, counts for nothing in it", () => {
    const headless = JSON.stringify({ schema_version: 1, work_items: [item({})] });
    merge("", headless, headless);
    const twice = result();
    merge("", twice, board([]));
    expect(JSON.parse(result())).toMatchObject({ exported_at: at(0), exported_by: "pm-cli 0.1.0" });
  });
});

test.each(["a file", "a link"])(
  "merges also where the journal cannot be left: %s is there",
  (what) => {
    for (const name of ["journal", "logs"]) {
      const path = join(folder, ".pm", name);
      if (what === "a file") writeFileSync(path, "");
      else symlinkSync(folder, path);
    }
    const ours = board([item({ title: "Uno" }, { title: 5 })]);
    const theirs = board([item({ title: "Un" }, { title: 7 })]);
    expect(merge(board([item({})]), ours, theirs)).toEqual({
      ok: true,
      value: { conflicts: 1, journaled: false },
    });
    expect(itemsOf(result())).toMatchObject([{ title: "Un" }]);
  },
);

test("a result that is what ours says already is not written", () => {
  const [base, theirs] = [board([]), board([item({})])];
  merge(base, theirs, theirs);
  const canonical = result();
  writeFileSync(join(folder, "theirs"), board([]));
  writeFileSync(join(folder, "ours"), canonical);
  const before = statSync(join(folder, "ours"), { bigint: true });
  const files = { base: "base", ours: "ours", theirs: "theirs", path: "p", directory: folder };
  expect(mergeFiles(files, NOW).ok).toBe(true);
  const after = statSync(join(folder, "ours"), { bigint: true });
  expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
});

describe("the journal", () => {
  const base = board([item({})]);
  const ours = board([item({ title: "Uno", updated_by: PROJECT }, { title: 5 })]);
  const theirs = board([item({ title: "Un" }, { title: 6 })]);

  test("has what both wrote, differently, and who lost", () => {
    expect(merge(base, ours, theirs)).toEqual({
      ok: true,
      value: { conflicts: 1, journaled: true },
    });
    expect(journal()).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        found_at: NOW,
        source: "merge",
        kind: "contest",
        entity: "work_item",
        record_id: ITEM,
        field: "title",
        kept: "Un",
        kept_at: at(6),
        kept_by: null,
        lost: "Uno",
        lost_at: at(5),
        lost_by: PROJECT,
        seen: false,
        taken_back: false,
      },
    ]);
  });

  test("has one contest once, whoever merges and however often", () => {
    merge(base, ours, theirs);
    merge(base, theirs, ours);
    merge(base, ours, theirs);
    expect(journal()).toHaveLength(1);
  });

  test.each([
    ["only one side wrote", base, board([item({})]), theirs],
    ["both wrote the same", base, board([item({ title: "Un" }, { title: 5 })]), theirs],
    ["the one side has seen the other's write", ours, ours, theirs],
    ["one side is older, and there is no ancestor", "", board([item({})]), theirs],
  ])("has nothing where %s", (_, ancestor, mine, other) => {
    merge(ancestor, mine, other);
    expect(journal()).toEqual([]);
  });

  test("has a record that both made under one id, where both wrote it again", () => {
    merge("", ours, theirs);
    expect(journal()).toMatchObject([{ field: "title", kept: "Un", lost: "Uno" }]);
  });

  test("has a label that one took away and the other put back", () => {
    const mine = item({ labels: [] }, { "labels.ui": 5 });
    const other = item({ labels: ["ui"] }, { "labels.ui": 6 });
    merge(board([item({ labels: ["ui"] })]), board([mine]), board([other]));
    expect(journal()).toMatchObject([{ field: "labels.ui", kept: true, lost: false }]);
  });

  test("has what was mended", () => {
    const project = (id: string) => ({
      id,
      title: id,
      key: "WEB",
      status: "active",
      version: 1,
      created_at: at(0),
      updated_at: at(0),
    });
    const mine = board([], { projects: [project(PROJECT)] });
    merge(board([]), mine, board([], { projects: [project(ITEM)] }));
    expect(journal()).toMatchObject([
      { kind: "mended", field: "key", lost: "WEB", record_id: ITEM },
    ]);
    expect(JSON.parse(result()).projects.map((one: { key: string }) => one.key)).not.toEqual([
      "WEB",
      "WEB",
    ]);
  });

  test("is not made outside of a .pm", () => {
    expect(merge(base, ours, theirs, "other/data.json")).toMatchObject({
      value: { conflicts: 1, journaled: true },
    });
    expect(readdirSync(folder).sort()).toEqual([".pm", "base", "ours", "theirs"]);
  });
});

describe("a side that is no board changes nothing", () => {
  test.each([
    ["no JSON", "{"],
    ["conflict markers", "{\n<<<<<<< ours\n=======\n>>>>>>> theirs\n}"],
    ["a later version", board([], {}).replace('"schema_version":1', '"schema_version":2')],
    ["binary", "\u0000\u0001"],
    ["nothing", ""],
  ])("%s", (_, text) => {
    for (const [ours, theirs] of [
      [board([]), text],
      [text, board([])],
    ] as const) {
      const refused = merge(board([]), ours, theirs);
      expect(refused).toMatchObject({ ok: false, refusal: { kind: "unreadable" } });
      if (!refused.ok) {
        expect(refused.refusal.message).not.toContain("\n");
        expect(refused.refusal.hint).toBeUndefined();
      }
      expect(result()).toBe(ours);
    }
  });
});
