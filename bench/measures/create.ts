import type { Bench } from "../support/bench.ts";
import { measure, type Result } from "../support/measure.ts";

/** A new item on a large board, without a server. */
export function run(bench: Bench): Result[] {
  const cwd = bench.repository("create", bench.boardFile(10_000));
  bench.runPm(cwd, "sync", "import");
  const words = [
    "work-item",
    "create",
    "--project-id",
    "P1",
    "--type",
    "task",
    "--title",
    "Navbar",
  ];
  return [
    measure({
      what: "pm work-item create, among 10,000",
      ours: { run: { command: [bench.pm, ...words], cwd } },
      floor: { run: { command: [bench.hello], cwd } },
      limit: 3,
      rounds: 41,
    }),
  ];
}
