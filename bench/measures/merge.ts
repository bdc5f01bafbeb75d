import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Bench, settle, sizeOf } from "../support/bench.ts";
import { measure, type Result } from "../support/measure.ts";
import { shellImport } from "./import.ts";

const CHANGED = 50;

/**
 * What a pull brings to a large board: a file in which 50 records have changed. The floor is the
 * shell's import of the whole file.
 */
export function run(bench: Bench): Result[] {
  const boardFile = bench.boardFile(100_000);
  const pulled = bench.boardFile(100_000, { changed: CHANGED });
  const cwd = bench.repository("merge", boardFile);
  bench.runPm(cwd, "sync", "import", "--quiet");
  const database = join(cwd, ".pm", "data.db");
  const untouched = join(cwd, "untouched.db");
  copyFileSync(database, untouched);
  copyFileSync(pulled, join(cwd, ".pm", "data.json"));
  return [
    measure({
      what: "pm sync import --merge, 50 of 100,000 changed",
      ours: {
        prepare: () => {
          for (const suffix of ["-wal", "-shm"]) rmSync(database + suffix, { force: true });
          copyFileSync(untouched, database);
          settle();
        },
        run: { command: [bench.pm, "sync", "import", "--merge", "--quiet"], cwd },
      },
      floor: shellImport(bench, cwd, untouched, pulled),
      limit: 0.3,
      rounds: 7,
      fileSize: sizeOf(pulled),
    }),
  ];
}
