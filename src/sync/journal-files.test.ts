import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WHOLE_LIST } from "../board/page.ts";
import { type Instant, parseInstant } from "../domain/instant.ts";
import type { StoredConflict } from "../storage/port.ts";
import { openStorage } from "../storage/sqlite/open.ts";
import { leaveInJournal, takeInJournalFiles } from "./journal-files.ts";

let pmDir: string;
beforeEach(() => {
  pmDir = join(mkdtempSync(join(tmpdir(), "pm-")), ".pm");
  mkdirSync(pmDir);
});
afterEach(() => rmSync(join(pmDir, ".."), { recursive: true }));

const NOW = parseInstant("2026-03-01T00:00:00Z") as Instant;
const entry = (digit: string, more: Partial<StoredConflict> = {}): StoredConflict => ({
  id: digit.repeat(32),
  found_at: "2026-02-01T00:00:00.000Z",
  source: "merge",
  kind: "contest",
  entity: "work_item",
  record_id: "00000000-0000-4000-8000-000000000002",
  field: "title",
  kept: "Un",
  kept_at: "2026-01-02T00:00:00.000Z",
  kept_by: null,
  lost: { any: ["json", 1, null] },
  lost_at: "2026-01-01T00:00:00.000Z",
  lost_by: null,
  seen: false,
  taken_back: false,
  ...more,
});

function takeIn(): StoredConflict[] {
  const storage = openStorage(":memory:", "the database");
  if (!storage.ok) throw new Error(storage.refusal.message);
  takeInJournalFiles(pmDir, storage.value.journal, NOW);
  const all = storage.value.journal.list({ all: true }, WHOLE_LIST);
  storage.value.close();
  return all;
}
const files = (): string[] => readdirSync(join(pmDir, "journal")).sort();

test("what was left is taken in, once, and the file is gone", () => {
  leaveInJournal(pmDir, [entry("a"), entry("b", { kept: false, lost: true, field: "labels.ui" })]);
  leaveInJournal(pmDir, [entry("a"), entry("b")]);
  leaveInJournal(pmDir, [entry("a")]);
  expect(files()).toHaveLength(2);
  expect(takeIn().sort((a, b) => (a.id < b.id ? -1 : 1))).toMatchObject([
    { id: "a".repeat(32), lost: { any: ["json", 1, null] } },
    { id: "b".repeat(32) },
  ]);
  expect(files()).toEqual([]);
  expect(takeIn()).toEqual([]);
});

test("nothing is left where there is nothing to say, or no .pm", () => {
  leaveInJournal(pmDir, []);
  expect(existsSync(join(pmDir, "journal"))).toBe(false);
  leaveInJournal(join(pmDir, "none"), [entry("a")]);
  expect(existsSync(join(pmDir, "none"))).toBe(false);
});

test("nothing is written through a link", () => {
  const elsewhere = join(pmDir, "..", "elsewhere");
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, join(pmDir, "journal"));
  leaveInJournal(pmDir, [entry("a")]);
  expect(readdirSync(elsewhere)).toEqual([]);
});

test("what is seen there is not believed, nor a time that lies ahead", () => {
  const ahead = "2999-01-01T00:00:00.000Z";
  leaveInJournal(pmDir, [entry("a", { seen: true, taken_back: true, found_at: ahead })]);
  expect(takeIn()).toMatchObject([{ seen: false, taken_back: false, found_at: NOW }]);
});

test.each([
  ["no JSON", "[{"],
  ["no list", "{}"],
  ["a list of something else", "[1]"],
  ["an id that is none", JSON.stringify([entry("a", { id: "../../x" })])],
  ["a kind that is none", JSON.stringify([{ ...entry("a"), kind: "other" }])],
  ["no value", JSON.stringify([{ ...entry("a"), lost: undefined }])],
  ["a time that is no text", JSON.stringify([{ ...entry("a"), kept_at: 3 }])],
])("a file that is no journal file is put aside and breaks nothing: %s", (_, text) => {
  mkdirSync(join(pmDir, "journal"));
  writeFileSync(join(pmDir, "journal", "1.json"), text);
  leaveInJournal(pmDir, [entry("c")]);
  expect(takeIn()).toMatchObject([{ id: "c".repeat(32) }]);
  expect(files()).toEqual(["1.json.unreadable"]);
});
