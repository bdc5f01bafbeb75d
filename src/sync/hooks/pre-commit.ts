/**
 * Before a commit: the board goes to `.pm/data.json`, and that file into the commit.
 *
 * | it is left alone | because |
 * | --- | --- |
 * | in a commit of named paths | git commits these from an index of its own and throws that away |
 * | in the middle of a rebase | each commit has the board of its time, with what was typed to resolve it; at the end it is taken in |
 * | in the middle of a merge, cherry-pick or revert with conflicts | what is committed is what was merged, with what was typed; it is taken in |
 * | where it is staged for deletion, or deleted in the work tree | somebody wants it away |
 * | where the check-out is sparse without it, or it is in conflict | git does not have it here |
 * | on a branch that has no board, if this database has seen one | the board belongs to other branches |
 * | where its deletion was committed and the file kept | somebody has taken it out of git |
 * | where there is no record at all and no file | there is no board yet |
 */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { ENTITY_NAMES } from "../../domain/entities.ts";
import { EPOCH, fromMilliseconds } from "../../domain/instant.ts";
import { type Outcome, ok } from "../../domain/refusal.ts";
import type { Storage } from "../../storage/port.ts";
import { layout } from "../../workspace/layout.ts";
import {
  BOARD_PATH,
  type GitWorkspace,
  git,
  indexEntries,
  isInHead,
  operationUnderWay,
  stage,
} from "../git.ts";
import { buildFromTrackedFile } from "../import.ts";
import { leftOut } from "../left-out.ts";
import { publish } from "../publish.ts";
import { stampResolvedByHand } from "../resolve.ts";
import { everSynced } from "../tracked-file.ts";
import type { OpenSync } from "./run-hook.ts";
import { takeIn } from "./take-in.ts";

/**
 * Brings the board into the commit that is being made.
 *
 * @returns what to say, as one line; null for nothing.
 */
export async function preCommit(
  workspace: GitWorkspace,
  open: OpenSync,
): Promise<Outcome<string | null>> {
  const hasFile = existsSync(layout(workspace.pmDir).dataJson);
  if (isCommitOfNamedPaths()) return ok(null);
  const operation = operationUnderWay(workspace);
  if (operation !== null) return inTheMiddle(workspace, operation, open);

  const entries = indexEntries(workspace, BOARD_PATH);
  if (entries.some(({ stage }) => stage > 0)) return ok(null);
  if (entries.some(({ skipped }) => skipped)) return leftOut(workspace) ?? ok(null);
  const before = entries[0]?.blob ?? null;
  const isDeleted = before === null ? isInHead(workspace, BOARD_PATH) : !hasFile;
  if (isDeleted && !hasFile) return ok(null);

  const database = await open();
  if (!database.ok) return database;
  const context = database.value;
  const { storage } = context;
  if (isDeleted) storage.setNote(TAKEN_OUT, "1");
  if (before === null && storage.note(TAKEN_OUT) !== null) return ok(isDeleted ? null : STAYS_OUT);
  if (storage.note(TAKEN_OUT) !== null) storage.setNote(TAKEN_OUT, null);
  if (!hasFile && (everSynced(storage) || isEmpty(storage))) return ok(null);
  const built = buildFromTrackedFile(context);
  if (!built.ok) return built;
  const published = publish(context);
  if (!published.ok) return published;
  const staged = stage(workspace, BOARD_PATH);
  if (!staged.ok) return staged;
  return ok(isTooLate(workspace, before) ? tooLate(before !== null) : null);
}

/** In the middle of what git has stopped for a conflict. */
async function inTheMiddle(
  workspace: GitWorkspace,
  operation: string,
  open: OpenSync,
): Promise<Outcome<string | null>> {
  const stamped = stampResolvedByHand(workspace, fromMilliseconds(Date.now()) ?? EPOCH);
  const taken = operation === "rebase" ? ok(null) : await takeIn(workspace, open);
  return taken.ok && !stamped.ok ? stamped : taken;
}

/** Set while git does not track the file, because somebody has staged its deletion and kept it here. */
const TAKEN_OUT = "taken_out";
const STAYS_OUT =
  "git does not track .pm/data.json any more: the board stays here. git add .pm/data.json brings it back into git";

/** Git's name for the index of a commit of named paths, which it makes beside the real one. */
function isCommitOfNamedPaths(): boolean {
  return /^next-index-\d+\.lock$/.test(indexName());
}

/** Git's name for the index of `git commit -a`: if nothing comes of the commit, it is thrown away. */
function isCommitOfEverything(): boolean {
  return indexName() === "index.lock";
}

function indexName(): string {
  return basename(process.env.GIT_INDEX_FILE ?? "");
}

/**
 * Whether nothing but the board is new in the index, and only since now: git looked for something to
 * commit before it ran the hook.
 *
 * @param before the blob that the index had; null for none.
 */
function isTooLate(workspace: GitWorkspace, before: string | null): boolean {
  const options = ["--raw", "--no-abbrev", "-z", "--no-renames", "--no-ext-diff"];
  const { code, stdout } = git(workspace, "diff", "--cached", ...options);
  if (code !== 0) return false;
  // Each change is `:mode mode old new status`, a NUL, the path, a NUL.
  const [change, path, ...more] = stdout.toString().split("\0");
  if (change === undefined || path !== BOARD_PATH || more.join("") !== "") return false;
  const old = change.split(" ")[2] ?? "";
  return before === null ? /^0+$/.test(old) : old === before;
}

function tooLate(isTracked: boolean): string {
  if (!isTracked && isCommitOfEverything()) {
    return "only the board is new: if git finds nothing to commit now, pm sync commit commits it";
  }
  return "only the board has changed, and it is staged now: if git finds nothing to commit, the same command will commit it";
}

function isEmpty(storage: Storage): boolean {
  return ENTITY_NAMES.every((entity) => entity === "user" || storage.count(entity) === 0);
}
