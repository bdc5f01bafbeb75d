import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Bench, settle, sizeOf } from "../support/bench.ts";
import { measure, type Result } from "../support/measure.ts";

const ITEMS = 100_000;

/** An export after one change, against our own export of the whole board. */
export function run(bench: Bench): Result[] {
  return [
    exportOne(bench, "100,000 items", 0),
    exportOne(bench, "100,000 items, 300,000 comments", 300_000),
  ];
}

function exportOne(bench: Bench, board: string, comments: number): Result {
  const boardFile = bench.boardFile(ITEMS, { comments });
  const cwd = bench.repository(`export-one-${comments}`, boardFile);
  const tracked = join(cwd, ".pm", "data.json");
  bench.runPm(cwd, "sync", "import", "--quiet");
  bench.runPm(cwd, "sync", "export", "--quiet");
  const change = (): void =>
    bench.runPm(cwd, "work-item", "create", "--project-id", "P1", "--type", "task", "One more");
  const run = { command: [bench.pm, "sync", "export", "--quiet"], cwd };
  return measure({
    what: `pm sync export after one change, ${board}`,
    ours: {
      prepare: () => {
        change();
        settle();
      },
      run,
    },
    floor: {
      // Without a file there is nothing to put the change into.
      prepare: () => {
        change();
        rmSync(tracked);
        settle();
      },
      run,
    },
    limit: 0.3,
    rounds: 9,
    fileSize: sizeOf(boardFile),
  });
}
