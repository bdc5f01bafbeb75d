/**
 * Merges real versions of Beads files, and accounts for every value.
 *
 *     node scripts/bun.mjs run bench/beads-merges.ts DIRECTORY
 *
 * DIRECTORY holds folders with `base.jsonl`, `ours.jsonl` and `theirs.jsonl` each. They become boards,
 * the merge driver merges them in both orders, and `tests/support/account-merge.ts` says of each field
 * whose value is in the result, by which rule, and where the other one is. Prints a table and ends with
 * 1 if anything is not accounted for.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MergedFiles, mergeBeadsFiles } from "../tests/support/beads-merge.ts";

const directory = process.argv[2];
if (directory === undefined) {
  console.error("usage: beads-merges.ts DIRECTORY");
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), "pm-beads-"));
try {
  const rows = readdirSync(directory)
    .sort()
    .map((name) => {
      const [base, ours, theirs] = ["base", "ours", "theirs"].map((side) =>
        readFileSync(join(directory, name, `${side}.jsonl`), "utf8"),
      ) as [string, string, string];
      const folder = join(scratch, name);
      mkdirSync(folder);
      return rowOf(name, mergeBeadsFiles(folder, [base, ours, theirs]));
    });
  console.table(rows);
  process.exitCode = rows.every((row) => row.unexplained === 0 && row["same in both orders"])
    ? 0
    : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function rowOf(name: string, { account, lost, sameBothWays, milliseconds }: MergedFiles) {
  const unexplained = [...account.unexplained, ...lost];
  for (const what of unexplained.slice(0, 20)) console.error(`${name}: ${what}`);
  return {
    merge: name,
    records: account.records,
    "only ours": account.onlyInOurs,
    "only theirs": account.onlyInTheirs,
    fields: account.fields,
    equal: account.equal,
    "from ours": account.fromOurs,
    "from theirs": account.fromTheirs,
    ties: account.ties,
    "labels kept": account.labelsKept,
    unsaid: account.unsaid,
    "older lost": account.olderLost,
    journaled: account.journaled,
    unexplained: unexplained.length,
    "same in both orders": sameBothWays,
    ms: milliseconds,
  };
}
