/**
 * Merges real versions of Beads files, and accounts for every value.
 *
 *     node scripts/bun.mjs run bench/beads-merges.ts DIRECTORY
 *
 * DIRECTORY holds folders with `base.jsonl`, `ours.jsonl` and `theirs.jsonl` each. They become boards,
 * the merge driver merges them in both orders, and `tests/support/account-merge.ts` says of each field
 * whose value is in the result, by which rule, and where the other one is. Beside it stands how many
 * conflicts git's text merge of the same three leaves, of the issue files and of the boards. Prints a
 * table and ends with 1 if anything is not accounted for.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  boardOf,
  dataJson,
  type MergedFiles,
  mergeBeadsFiles,
} from "../tests/support/beads-merge.ts";

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
      const boards = [base, ours, theirs].map((text) => dataJson(boardOf(text)));
      return {
        ...rowOf(name, mergeBeadsFiles(folder, [base, ours, theirs])),
        "issue file as text": conflictsAsText(folder, [base, ours, theirs]),
        "data.json as text": conflictsAsText(folder, boards),
      };
    });
  console.table(rows);
  process.exitCode = rows.every((row) => row.unexplained === 0 && row["same in both orders"])
    ? 0
    : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** How many conflicts git's own text merge leaves. */
function conflictsAsText(folder: string, texts: readonly string[]): number {
  const [base, ours, theirs] = texts.map((text, index) => {
    const path = join(folder, `text-${index}`);
    writeFileSync(path, text);
    return path;
  }) as [string, string, string];
  const merge = Bun.spawnSync(["git", "merge-file", "-p", ours, base, theirs], {
    stdout: "ignore",
  });
  // More than 127 are 127; larger codes are errors.
  if (merge.exitCode > 127) throw new Error(merge.stderr.toString());
  return merge.exitCode;
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
