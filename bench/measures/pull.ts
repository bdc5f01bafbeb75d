import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Bench, settle, sizeOf } from "../support/bench.ts";
import { measure, type Result } from "../support/measure.ts";

const ITEMS = 100_000;
const CHANGED = 50;

/** What a pull brings to a large board, against our own import of the whole file into no database. */
export function run(bench: Bench): Result[] {
  return [pull(bench, "100,000 items", 0), pull(bench, "100,000 items, 300,000 comments", 300_000)];
}

function pull(bench: Bench, board: string, comments: number): Result {
  const boardFile = bench.boardFile(ITEMS, { comments });
  const pulled = bench.boardFile(ITEMS, { changed: CHANGED, comments });
  const cwd = bench.repository(`pull-${comments}`, boardFile);
  bench.runPm(cwd, "sync", "import", "--quiet");
  const tracked = join(cwd, ".pm", "data.json");
  const database = join(cwd, ".pm", "data.db");
  const untouched = join(cwd, "untouched.db");
  copyFileSync(database, untouched);
  copyFileSync(pulled, tracked);
  const remove = (): void => {
    for (const suffix of ["", "-wal", "-shm"]) rmSync(database + suffix, { force: true });
  };
  return measure({
    what: `pm sync import --merge of a pull, ${CHANGED} of ${board} changed`,
    ours: {
      prepare: () => {
        remove();
        copyFileSync(untouched, database);
        settle();
      },
      run: { command: [bench.pm, "sync", "import", "--merge", "--quiet"], cwd },
    },
    floor: {
      prepare: () => {
        remove();
        settle();
      },
      run: { command: [bench.pm, "sync", "import", "--quiet"], cwd },
    },
    limit: 0.15,
    rounds: 5,
    fileSize: sizeOf(pulled),
  });
}
