// Carries out one action.
import type { Action } from "./actions.ts";
import { count } from "./census.ts";
import { check, journalOf } from "./checks.ts";
import { runPm } from "./commands.ts";
import * as elsewhere from "./elsewhere.ts";
import * as git from "./history.ts";
import { cramped, exportBoard, interrupted, killedAt } from "./interrupt.ts";
import { editRaw } from "./raw-edit.ts";
import { bulk, serve, strike } from "./server.ts";
import { settle } from "./settle.ts";
import type { Clone, Stage } from "./stage.ts";

export async function perform(stage: Stage, action: Action): Promise<void> {
  const clone = stage.clones.get(action.who);
  if (clone === undefined) return;
  const { length } = stage.lines;
  clone.moved = false;
  const happened = await act(stage, clone, action);
  const isCarried = CARRIED.has(action.do);
  count(stage.census, action, happened ?? (isCarried ? clone.moved : stage.lines.length > length));
}

/** What ends with another commit checked out, if there was anything to do. */
const CARRIED: ReadonlySet<string> = new Set(["pull", "merge", "rebase", "cherry-pick", "revert"]);

/** @returns whether it has happened; nothing where it has if anything was run, or checked out. */
async function act(stage: Stage, clone: Clone, action: Action): Promise<boolean | undefined> {
  switch (action.do) {
    case "pm":
      return runPm(stage, clone, action);
    case "raw":
      editRaw(stage, clone, action);
      return;
    case "commit":
      git.commit(clone, action.how);
      return;
    case "pull":
      git.pull(clone, action.how);
      return;
    case "push":
      return git.push(clone);
    case "switch":
      git.switchTo(clone, action.branch);
      return;
    case "merge":
      git.merge(clone, action.branch);
      return;
    case "rebase":
      git.rebase(clone, action.branch);
      return;
    case "cherry-pick":
      git.cherryPick(clone, action.branch, action.back);
      return;
    case "revert":
      git.revert(clone, action.back);
      return;
    case "stash":
      git.stash(clone);
      return clone.stashed;
    case "unstash":
      git.unstash(clone);
      return;
    case "reset":
      return git.reset(clone, action.back);
    case "visit":
      elsewhere.visit(stage, clone, action.back, action.edit);
      return;
    case "worktree":
      elsewhere.inWorktree(stage, clone, action.edit);
      return;
    case "replace":
      return elsewhere.replace(stage, clone, action);
    case "bulk":
      return bulk(stage, clone, action.edits);
    case "wait":
      stage.pass(action.days * DAY);
      return true;
    case "export":
      exportBoard(clone);
      return;
    case "import":
      if (clone.person.database && clone.at.has(".pm/data.json"))
        clone.ok("pm sync import --merge --quiet");
      return;
    case "rebuild":
      rebuild(stage, clone);
      return;
    case "serve":
      return serve(clone, action.on);
    case "strike":
      return strike(stage, clone, action);
    case "crash":
      return interrupted(stage, clone, action.during, killedAt(action.call, action.nth));
    case "cramped":
      return interrupted(stage, clone, action.during, cramped(action.blocks));
    case "settle":
      settle(stage, action.away);
      check(stage, action.away);
      return true;
  }
}

const DAY = 86_400_000;

function rebuild(stage: Stage, clone: Clone): void {
  if (!clone.person.database || clone.stopServer !== null || !clone.at.has(".pm/data.json")) return;
  clone.ok("pm sync export --quiet");
  // Its journal was there to be read.
  stage.told.push(...journalOf(clone));
  clone.ok("rm .pm/data.db*");
  // The log of what was done is gone with it.
  clone.last = null;
  clone.ok("pm project list --quiet");
}
