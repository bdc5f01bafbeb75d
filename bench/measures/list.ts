import type { Bench } from "../support/bench.ts";
import { measure, type Result } from "../support/measure.ts";

/** A list of what is open on a board of usual size, without a server. */
export function run(bench: Bench): Result[] {
  const cwd = bench.repository("list", bench.boardFile(1000));
  bench.runPm(cwd, "sync", "import");
  return [
    measure({
      what: "pm work-item list, 1,000 items",
      ours: { run: { command: [bench.pm, "work-item", "list"], cwd } },
      floor: { run: { command: [bench.hello], cwd } },
      limit: 3,
      rounds: 41,
    }),
  ];
}
