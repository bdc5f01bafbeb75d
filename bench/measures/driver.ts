import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { type Bench, settle, sizeOf } from "../support/bench.ts";
import { measure, type Result } from "../support/measure.ts";

const ITEMS = 100_000;
/** Each of the two sides has changed half of the records in which they differ. */
const CHANGED = 25;

/**
 * The merge driver on three versions of a large board. The floor is git's own text merge of the same
 * three files, which is what git would do without a driver.
 */
export function run(bench: Bench): Result[] {
  return [
    merge(bench, "100,000 items", 0),
    merge(bench, "100,000 items, 300,000 comments", 300_000),
  ];
}

function merge(bench: Bench, board: string, comments: number): Result {
  const cwd = bench.folder(`driver-${comments}`);
  const version = (name: string, changed: number, from: number): string => {
    copyFileSync(bench.boardFile(ITEMS, { changed, from, comments }), join(cwd, name));
    return name;
  };
  const base = version("base", 0, 0);
  const mine = version("mine", CHANGED, 0);
  const theirs = version("theirs", CHANGED, 0.5);
  const prepare = (): void => {
    copyFileSync(join(cwd, mine), join(cwd, "ours"));
    settle();
  };
  return measure({
    what: `merge driver, ${board}, 50 differ`,
    ours: {
      prepare,
      run: {
        command: [bench.pm, "sync", "merge-file", base, "ours", theirs, ".pm/data.json"],
        cwd,
      },
    },
    floor: { prepare, run: { command: ["git", "merge-file", "-q", "ours", base, theirs], cwd } },
    limit: 0.2,
    rounds: 5,
    fileSize: sizeOf(join(cwd, base)),
  });
}
