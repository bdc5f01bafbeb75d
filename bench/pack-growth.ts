// How a repository grows: commits of one change each, then what `git gc` makes of them. It measures no
// time, and takes some minutes.
//
//     bun bench/pack-growth.ts [ITEMS [COMMITS]]
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "./support/bench.ts";
import { throwDice } from "./support/dice.ts";

const [items = 1000, commits = 1000] = process.argv.slice(2).map(Number);
const LIMIT = 1500;

const scratch = mkdtempSync(join(tmpdir(), "pm-bench-"));
try {
  const bench = setUp(scratch);
  const cwd = bench.repository("pack", bench.boardFile(items, { comments: 3 * items }));
  const run = (...command: string[]): string => {
    const { exitCode, stdout, stderr } = Bun.spawnSync(command, { cwd, stdin: "ignore" });
    if (exitCode !== 0) throw new Error(`${command.join(" ")} ended with ${exitCode}: ${stderr}`);
    return stdout.toString();
  };
  const sizeOfPacks = (): number => {
    const folder = join(cwd, ".git", "objects", "pack");
    const packs = readdirSync(folder).filter((name) => name.endsWith(".pack"));
    return packs.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  };
  const packed = (): number => {
    run("git", "gc", "--quiet", "--prune=now");
    return sizeOfPacks();
  };
  run(bench.pm, "sync", "import", "--quiet");
  run(bench.pm, "sync", "export", "--quiet");
  run("git", "add", ".pm/data.json");
  run("git", "commit", "--quiet", "--message", "The board");
  const before = packed();

  const all = JSON.parse(run(bench.pm, "work-item", "list", "--limit", "500", "--json")) as {
    work_items: { id: string }[];
  };
  const ids = all.work_items.map(({ id }) => id);
  const dice = throwDice(1);
  const changes: ((id: string, count: number) => string[])[] = [
    (id) => ["work-item", "update", id, "--status", dice.one(["todo", "in_progress", "review"])],
    (id, count) => ["work-item", "update", id, "--title", `A new title, number ${count}`],
    (id, count) => [
      "comment",
      "create",
      id,
      `A comment of some ten words, which is number ${count}`,
    ],
    (_, count) => ["work-item", "create", "--project-id", "P1", "--type", "task", `Task ${count}`],
  ];
  let made = 0;
  for (let count = 0; made < commits; count += 1) {
    run(bench.pm, ...dice.one(changes)(dice.one(ids), count));
    run(bench.pm, "sync", "export", "--quiet");
    // The status that an item had already is no change.
    if (run("git", "status", "--porcelain", ".pm/data.json") === "") continue;
    run("git", "commit", "--quiet", "--all", "--message", `Change ${count}`);
    made += 1;
  }
  const after = packed();
  const each = (after - before) / commits;
  run("git", "repack", "-adfq", "--window=50");
  const closer = (sizeOfPacks() - before) / commits;
  console.log(
    `${commits} commits of one change each to ${items} items and ${3 * items} comments: ` +
      `${(before / 1000).toFixed(0)} kB before, ${(after / 1000).toFixed(0)} kB after, ` +
      `${each.toFixed(0)} bytes a commit (limit ${LIMIT}${each > LIMIT ? ": over" : ""}); ` +
      `${closer.toFixed(0)} after \`git repack -adf --window=50\``,
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
