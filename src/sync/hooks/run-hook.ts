/**
 * `pm sync hook NAME`: what git's hooks call. Whatever goes wrong with the board, git goes on: a hook
 * has one line to say about it and nothing else.
 */
import { existsSync } from "node:fs";
import { type Outcome, ok } from "../../domain/refusal.ts";
import { checkedOut } from "../../workspace/branch.ts";
import { layout } from "../../workspace/layout.ts";
import type { Workspace } from "../../workspace/locate.ts";
import type { SyncContext } from "../context.ts";
import {
  type GitWorkspace,
  isGitWorkspace,
  operationUnderWay,
  rebaseHasMore,
  speaksOf,
} from "../git.ts";
import type { HookName } from "../hook-texts.ts";

/** Opens the database; called only where it is needed. */
export type OpenSync = () => Promise<Outcome<SyncContext>>;

/**
 * Carries out a hook.
 *
 * @param args what git gave the hook.
 * @returns what to say, as one line; null, as nearly always, for nothing.
 */
export async function runHook(
  name: HookName,
  args: readonly string[],
  workspace: Workspace,
  open: OpenSync,
): Promise<string | null> {
  try {
    const outcome = await dispatch(name, args, workspace, async () => {
      const database = await open();
      if (!database.ok) return database;
      const { branch } = database.value;
      const came = name === "post-checkout" ? () => switchedTo(workspace) : branch;
      return ok({ ...database.value, via: name, branch: came });
    });
    if (outcome.ok) return outcome.value;
    const { message, hint } = outcome.refusal;
    return asLine(hint === undefined ? message : `${message.replace(/\.$/, "")}. ${hint}`);
  } catch (error) {
    return asLine(describe(error, name));
  }
}

async function dispatch(
  name: HookName,
  args: readonly string[],
  workspace: Workspace,
  open: OpenSync,
): Promise<Outcome<string | null>> {
  if (!isThereABoard(workspace)) return ok(null);
  // Git may be at work on another repository than the one that lies here (`git --git-dir=…`).
  if (!isGitWorkspace(workspace) || !speaksOf(workspace)) return ok(null);
  if (name === "pre-commit") {
    const { preCommit } = await import("./pre-commit.ts");
    return preCommit(workspace, open);
  }
  if (isAnotherToFollow(name, args, workspace)) return ok(null);
  const { takeIn } = await import("./take-in.ts");
  return takeIn(workspace, open);
}

/** Of a checkout, what is checked out now; null for a commit without a branch. */
const switchedTo = (workspace: Workspace): string | null =>
  /^ref: refs\/heads\/(.+)$/.exec(checkedOut(workspace))?.[1] ?? null;

function isThereABoard({ pmDir }: Workspace): boolean {
  const { dataJson, dataDb } = layout(pmDir);
  return existsSync(dataJson) || existsSync(dataDb);
}

/** Whether this is not the moment to take the board in: another hook will say when it is. */
function isAnotherToFollow(
  name: HookName,
  args: readonly string[],
  workspace: GitWorkspace,
): boolean {
  switch (name) {
    case "post-checkout":
      // 1: a branch was checked out, 0: single files. A rebase checks out, too: what it has not yet
      // replayed comes with its post-rewrite; if there is nothing to replay, no other hook follows.
      return args[2] !== "1" || rebaseHasMore(workspace);
    case "post-rewrite":
      // In the middle of a rebase a commit can be amended; the end of the rebase follows.
      return args[0] === "amend" && operationUnderWay(workspace) === "rebase";
    default:
      return false;
  }
}

/** What somebody does by hand, later, in place of a hook that had to give up. */
const NOT_DONE: { readonly [N in HookName]: string } = {
  "pre-commit": "what is new on the board is not in this commit. pm sync commit commits it",
  "post-merge": "what was merged is not on the board yet. pm sync import --merge brings it",
  "post-checkout": "what this branch has is not on the board yet. pm sync import --merge brings it",
  "post-rewrite": "what came is not on the board yet. pm sync import --merge brings it",
};

function describe(error: unknown, name: HookName): string {
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && code.startsWith("SQLITE_BUSY")) {
    return `another process is writing to the board, and git was not kept waiting for it: ${NOT_DONE[name]}`;
  }
  return error instanceof Error ? error.message : String(error);
}

function asLine(message: string): string {
  return message.replace(/\s*\n\s*/g, " ").trim();
}
