import type { Bench } from "../support/bench.ts";
import { measure, type Result } from "../support/measure.ts";

/** What a start of `pm` costs. */
export function run(bench: Bench): Result[] {
  const cwd = bench.repository("version");
  return [
    measure({
      what: "pm --version",
      ours: { run: { command: [bench.pm, "--version"], cwd } },
      floor: { run: { command: [bench.hello], cwd } },
      limit: 1.5,
      rounds: 41,
    }),
  ];
}
