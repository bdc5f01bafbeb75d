/**
 * The branch whose board git is bringing in, for the log of syncs. Git tells its hooks: `GIT_REFLOG_ACTION`
 * is `merge NAME` or `pull …`, and what a pull merges stands in `FETCH_HEAD` (githooks(5), git-pull(1)).
 * A merge that a person commits has its message in `MERGE_MSG` meanwhile.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GitWorkspace } from "./git.ts";

/** What a merge's name may take of a line in the history. */
const LONGEST = 200;

/**
 * The branch that comes in just now.
 *
 * @param action `GIT_REFLOG_ACTION`, if git has called this program.
 * @returns null where no merge is under way, or it has no name: of a commit, of an action of one's own.
 */
export function comingBranch(
  { gitDir }: Pick<GitWorkspace, "gitDir">,
  action: string | undefined,
): string | null {
  if (existsSync(join(gitDir, "MERGE_HEAD"))) return inMessage(firstLine(gitDir, "MERGE_MSG"));
  if (action === undefined) return null;
  const merge = /^merge (.+)$/.exec(action);
  if (merge !== null) return named(merge[1] as string);
  return /^pull\b/.test(action) ? fetched(read(gitDir, "FETCH_HEAD")) : null;
}

/** As git words it: `Merge branch 'x' of URL into y`, `Merge branches 'x' and 'y'`. */
function inMessage(line: string): string | null {
  if (!/^Merge (remote-tracking )?branch(es)? '/.test(line)) return null;
  return joined([...line.matchAll(/'([^']+)'/g)].map(([, name]) => name as string));
}

/** Each line is an id, `not-for-merge` or nothing, and what it is, between tabs. */
function fetched(text: string): string | null {
  return joined(
    [...text.matchAll(/^[0-9a-f]+\t\tbranch '([^']+)'/gm)].map(([, name]) => name as string),
  );
}

/** A merge can be of several; a commit's id names no branch. */
function named(names: string): string | null {
  return joined(names.split(" ").filter((name) => !/^-|^[0-9a-f]{40,64}$|^FETCH_HEAD$/.test(name)));
}

function joined(names: readonly string[]): string | null {
  return names.length === 0 ? null : names.join(", ").slice(0, LONGEST);
}

const firstLine = (gitDir: string, name: string): string =>
  read(gitDir, name).split("\n", 1)[0] as string;

function read(gitDir: string, name: string): string {
  try {
    return readFileSync(join(gitDir, name), "utf8");
  } catch {
    return "";
  }
}
