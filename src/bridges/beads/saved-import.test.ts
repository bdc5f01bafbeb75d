import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beadsFile, generatedIssues } from "../../../tests/support/beads-file.ts";
import { boardOf, must } from "../../../tests/support/beads-merge.ts";
import type { Instant } from "../../domain/instant.ts";
import { loadLastImport, saveLastImport } from "./saved-import.ts";

const PROJECT = "11111111-2222-4333-8444-555555555555";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pm-imports-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("what is kept comes back as it was, for its own project alone", () => {
  const imports = join(folder, "imports");
  const other = { _type: "memory", key: "k", value: "v" };
  const board = boardOf(beadsFile(...generatedIssues(50), other));
  const timesInFile = { [PROJECT]: "2026-01-01T00:00:00.000Z" as Instant };
  expect(must(loadLastImport(imports, PROJECT))).toBeNull();
  saveLastImport(imports, PROJECT, { board, timesInFile });
  const loaded = must(loadLastImport(imports, PROJECT));
  expect(loaded?.board.records).toEqual(board.records);
  expect(loaded?.board.unknown).toEqual(board.unknown);
  expect(loaded?.timesInFile).toEqual(timesInFile);
  expect(must(loadLastImport(imports, PROJECT.replace("1", "9")))).toBeNull();
  expect(readdirSync(imports)).toHaveLength(1);
});

test("a link is not followed, and what is broken is refused", () => {
  const problem = (): string => {
    const loaded = loadLastImport(join(folder, "imports"), PROJECT);
    return loaded.ok ? "" : loaded.refusal.message;
  };
  mkdirSync(join(folder, "away"));
  symlinkSync(join(folder, "away"), join(folder, "imports"));
  expect(problem()).toEndWith("imports is no folder");
  rmSync(join(folder, "imports"));
  mkdirSync(join(folder, "imports"));
  const file = join(folder, "imports", `beads-${PROJECT}.json.zst`);
  symlinkSync("/dev/zero", file);
  expect(problem()).toEndWith("it is no file");
  rmSync(file);
  writeFileSync(file, "no zstd");
  expect(problem()).toStartWith(`Failed to read ${file}, what was last imported: `);
  writeFileSync(file, Bun.zstdCompressSync("{}"));
  expect(problem()).toContain("schema_version");
});
