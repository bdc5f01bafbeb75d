import type { Bench } from "../support/bench.ts";
import { measure, type Result } from "../support/measure.ts";

const SMALL = 1000;
const LARGE = 100_000;

/**
 * Commands that touch one record, on a large board (with three comments an item) against the same on a
 * small one.
 */
export function run(bench: Bench): Result[] {
  const [small, large] = [SMALL, LARGE].map((items) => board(bench, items)) as [Board, Board];
  let count = 0;
  const commands: [what: string, words: (board: Board) => string[]][] = [
    ["work-item create", () => ["--project-id", "P1", "--type", "task", "One more"]],
    ["work-item get", ({ ids }) => [ids[0]]],
    ["work-item update", ({ ids }) => [ids[0], "--title", `Title ${count++}`]],
    ["work-item move", ({ ids }) => [ids[0], "--after", ids[1 + (count++ % 2)] as string]],
    ["comment create", ({ ids }) => [ids[0], "A comment"]],
    ["comment list", ({ ids }) => [ids[0]]],
    ["start", ({ ids }) => [ids[1]]],
    ["done", ({ ids }) => [ids[1]]],
    ["work-item list", () => ["P1", "--limit", "50"]],
  ];
  return commands.map(([what, words]) => {
    const side = (board: Board) => ({
      // Another command each time: what is there already would not be written.
      get run() {
        return { command: [bench.pm, ...what.split(" "), ...words(board)], cwd: board.cwd };
      },
    });
    return measure({
      what: `pm ${what}, 100,000 items against 1,000`,
      ours: side(large),
      floor: side(small),
      limit: 1.3,
      rounds: 21,
    });
  });
}

interface Board {
  cwd: string;
  /** Three items of the project P1. */
  ids: [string, string, string];
}

function board(bench: Bench, items: number): Board {
  const cwd = bench.repository(`one-${items}`, bench.boardFile(items, { comments: 3 * items }));
  bench.runPm(cwd, "sync", "import", "--quiet");
  const { stdout } = Bun.spawnSync(
    [bench.pm, "work-item", "list", "P1", "--limit", "3", "--json"],
    {
      cwd,
    },
  );
  const { work_items } = JSON.parse(stdout.toString()) as { work_items: { id: string }[] };
  return { cwd, ids: work_items.map(({ id }) => id) as Board["ids"] };
}
