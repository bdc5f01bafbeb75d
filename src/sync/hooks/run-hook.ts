/**
 * `pm sync hook NAME`: what git's hooks call. Whatever goes wrong with the board, git goes on: a hook
 * has one line to say about it and nothing else.
 */
import { type Outcome, ok } from "../../domain/refusal.ts";
import type { Workspace } from "../../workspace/locate.ts";
import type { SyncContext } from "../context.ts";
import { isGitWorkspace, operationUnderWay, rebaseHasMore, speaksOf } from "../git.ts";
import type { HookName } from "../hook-texts.ts";
import { preCommit } from "./pre-commit.ts";
import { takeIn } from "./take-in.ts";

/**
 * Carries out a hook.
 *
 * @param args what git gave the hook.
 * @param open opens the database; called only where it is needed.
 * @returns what to say, as one line; null, as nearly always, for nothing.
 */
export function runHook(
  name: HookName,
  args: readonly string[],
  workspace: Workspace,
  open: () => Outcome<SyncContext>,
): string | null {
  try {
    const outcome = dispatch(name, args, workspace, open);
    return outcome.ok ? outcome.value : asLine(outcome.refusal.message);
  } catch (error) {
    return asLine(error instanceof Error ? error.message : String(error));
  }
}

function dispatch(
  name: HookName,
  args: readonly string[],
  workspace: Workspace,
  open: () => Outcome<SyncContext>,
): Outcome<string | null> {
  // Git may be at work on another repository than the one that lies here (`git --git-dir=…`).
  if (!isGitWorkspace(workspace) || !speaksOf(workspace)) return ok(null);
  switch (name) {
    case "pre-commit":
      return preCommit(workspace, open);
    case "post-merge":
      return takeIn(workspace, open);
    case "post-checkout":
      // 1: a branch was checked out, 0: single files. A rebase checks out, too: what it has not yet
      // replayed comes with its post-rewrite; if there is nothing to replay, no other hook follows.
      return args[2] !== "1" || rebaseHasMore(workspace) ? ok(null) : takeIn(workspace, open);
    case "post-rewrite":
      // In the middle of a rebase a commit can be amended; the end of the rebase follows.
      return args[0] === "amend" && operationUnderWay(workspace) === "rebase"
        ? ok(null)
        : takeIn(workspace, open);
  }
}

function asLine(message: string): string {
  return message.replace(/\s*\n\s*/g, " ").trim();
}
