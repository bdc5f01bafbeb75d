/**
 * Which writes have come into what is checked out. An export is not yet shared: what was thrown away
 * with `git reset --hard` or left on another branch is in no commit that others have gone on from.
 */
import type { Instant } from "../domain/instant.ts";
import type { Workspace } from "../workspace/locate.ts";
import { BOARD_PATH, type GitWorkspace, git, gitWithin, isGitWorkspace } from "./git.ts";

/** A merge waits for the answer: on a board so large that git takes longer, there is none. */
const PATIENCE_MS = 3000;

/** By how much the clock of who commits may be behind that of who wrote. */
const SLACK_MS = 2 * 24 * 3_600_000;

/**
 * Looks for times of writes in what the commits up to `HEAD` have brought into `data.json`. A time is a
 * write's name: to the millisecond, there is hardly a second one.
 *
 * @returns those that were found; null where git cannot tell, or not without fetching.
 */
export function timesInHistory(
  workspace: Workspace,
  times: readonly Instant[],
): ReadonlySet<Instant> | null {
  const [first] = times.toSorted();
  if (first === undefined) return new Set();
  if (!isGitWorkspace(workspace) || isPartialClone(workspace)) return null;
  const since = new Date(Date.parse(first) - SLACK_MS).toISOString();
  const log = ["-c", "log.showRoot=true", "--literal-pathspecs", "log", "--format="];
  const patch = ["-p", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames"];
  const range = [`--since=${since}`, "HEAD", "--", BOARD_PATH];
  const { code, stdout } = gitWithin(PATIENCE_MS, workspace, ...log, ...patch, ...range);
  if (code !== 0) return null;
  const wanted = new Set<string>(times);
  const found = new Set<Instant>();
  for (const [, time = ""] of stdout.toString().matchAll(/^\+.*"([^"\n]*)",?$/gm)) {
    if (wanted.has(time)) found.add(time as Instant);
  }
  return found;
}

/** There the old versions would have to be fetched, and pm goes to no network by itself. */
function isPartialClone(workspace: GitWorkspace): boolean {
  const keys = "^(extensions\\.partialclone|remote\\..*\\.promisor)$";
  return git(workspace, "config", "--get-regexp", keys).code === 0;
}
