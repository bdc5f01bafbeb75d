import type { Bench } from "../support/bench.ts";
import { measure, type Result } from "../support/measure.ts";

/** Full-text search in 100,000 items. The first search makes the index; it is not in the times. */
export function run(bench: Bench): Result[] {
  const cwd = bench.repository("search", bench.boardFile(100_000));
  bench.runPm(cwd, "sync", "import", "--quiet");
  bench.runPm(cwd, "search", "merge");
  return [
    measure({
      what: "pm search, 100,000 items",
      ours: { run: { command: [bench.pm, "search", "später accents merge"], cwd } },
      floor: { run: { command: [bench.hello], cwd } },
      limit: null,
      rounds: 21,
    }),
  ];
}
