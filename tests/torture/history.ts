// What people do with git. Where the hooks do not carry the board, they do it by hand; where git leaves
// a conflict in it, `pm sync resolve` ends it.

import type { Result } from "../journeys/support.ts";
import { Finding } from "./finding.ts";
import { type Clone, failure } from "./stage.ts";

const BOARD = ".pm/data.json";

/** How `pm` fares in a step: an environment in which it is killed or has no room, or nothing of the kind. */
export type Luck = { env: Record<string, string> } | null;

export function exportByHand(clone: Clone): void {
  const { person, at, ok } = clone;
  if (!person.hooks && person.database && at.has(".pm")) ok("pm sync export --quiet");
}

export function takeInByHand(clone: Clone): void {
  const { person, at, ok, look } = clone;
  if (!at.has(BOARD)) return;
  // A text merge can take a record from both sides: git sees no conflict, and `pm` says what to do.
  if (
    !(person.driver && isDriverNamed(clone)) &&
    look("pm sync import --dry-run --quiet").stderr.includes("pm sync resolve")
  ) {
    ok("pm sync resolve --quiet && git commit -qm resolved");
  }
  if (!person.hooks && person.database) ok("pm sync import --merge --quiet");
}

export function commit(
  clone: Clone,
  how: "file" | "board" | "all" | "amend",
  luck: Luck = null,
): void {
  const { person, ok, sh } = clone;
  const run = (command: string): void => {
    const done = sh(command, luck?.env);
    if (done.code !== 0 && luck === null) throw failure(person, command, done);
  };
  if (how === "board") {
    if (person.database) run("pm sync commit -m board --quiet");
    else if (isDirty(clone)) run("git commit -qam board");
    return;
  }
  if (luck === null) exportByHand(clone);
  if (how === "amend") {
    if (!person.hooks && clone.at.has(BOARD)) ok(`git add ${BOARD}`);
    run("git commit -q --amend --allow-empty -m amended");
    return;
  }
  clone.files += 1;
  const file = `${person.name}-${clone.files}`;
  // With one content, git would take one person's file for another's renamed.
  ok(`echo ${file} > ${file} && git add ${file}`);
  if (how === "all") {
    run(`git commit -qam '${file}'`);
    return;
  }
  if (!person.hooks && clone.at.has(BOARD)) ok(`git add ${BOARD}`);
  run(`git commit -qm '${file}'`);
}

export function isDirty({ look }: Clone): boolean {
  return look("git diff --quiet HEAD").code !== 0;
}

/** What a rebase, a switch or a merge wants: nothing uncommitted. */
export function tidy(clone: Clone): void {
  exportByHand(clone);
  if (isDirty(clone)) commit(clone, "all");
}

export function hasCommit({ look }: Clone, name: string): boolean {
  return look(`git rev-parse -q --verify ${name}^{commit}`).code === 0;
}

export function pull(clone: Clone, how: "merge" | "rebase", luck: Luck = null): void {
  const { ok, look } = clone;
  tidy(clone);
  const branch = look("git branch --show-current").stdout.trim();
  ok("git fetch -q");
  if (!hasCommit(clone, `origin/${branch}`)) return;
  const command =
    how === "rebase"
      ? `git pull -q --rebase origin ${branch}`
      : `git pull -q --no-rebase --no-edit origin ${branch}`;
  carry(clone, command, how === "rebase" ? REBASE : MERGE, luck);
  takeInByHand(clone);
}

export function push({ sh, person }: Clone): boolean {
  const done = sh("git push -q origin HEAD");
  if (done.code !== 0 && !done.stderr.includes("rejected")) throw failure(person, "git push", done);
  return done.code === 0;
}

export function switchTo(clone: Clone, branch: string, luck: Luck = null): void {
  const { person, sh } = clone;
  tidy(clone);
  const command = hasCommit(clone, branch)
    ? `git switch -q ${branch}`
    : hasCommit(clone, `origin/${branch}`)
      ? `git switch -q -c ${branch} --no-track origin/${branch}`
      : `git switch -q -c ${branch}`;
  const done = sh(command, luck?.env);
  if (done.code !== 0) throw failure(person, command, done);
  takeInByHand(clone);
}

/** Whether there is such a branch, here or as it is in the remote. */
function isToBeHad(clone: Clone, branch: string): boolean {
  if (branch.startsWith("origin/")) clone.ok("git fetch -q");
  return hasCommit(clone, branch);
}

export function merge(clone: Clone, branch: string, luck: Luck = null): void {
  if (!isToBeHad(clone, branch)) return;
  tidy(clone);
  carry(clone, `git merge -q --no-edit ${branch}`, MERGE, luck);
  takeInByHand(clone);
}

export function rebase(clone: Clone, branch: string, luck: Luck = null): void {
  if (!isToBeHad(clone, branch)) return;
  tidy(clone);
  carry(clone, `git rebase -q ${branch}`, REBASE, luck);
  takeInByHand(clone);
}

export function cherryPick(clone: Clone, branch: string, back: number, luck: Luck = null): void {
  if (!isToBeHad(clone, branch)) return;
  const found = clone.look(`git rev-list --no-merges -1 --skip=${back} ${branch}`).stdout.trim();
  if (found === "") return;
  tidy(clone);
  carry(clone, `git cherry-pick ${found}`, PICK, luck);
  takeInByHand(clone);
}

export function revert(clone: Clone, back: number): void {
  const { look } = clone;
  if (!hasCommit(clone, `HEAD~${back + 1}`)) return;
  tidy(clone);
  const isMerge = look(`git rev-parse -q --verify HEAD~${back}^2`).code === 0;
  const before = clone.file();
  carry(clone, `git revert --no-edit ${isMerge ? "-m 1 " : ""}HEAD~${back}`, REVERT);
  const after = clone.file();
  if (!clone.person.database && before !== null && after !== null) clone.wentBack(before, after);
  takeInByHand(clone);
}

export function stash(clone: Clone): void {
  const { ok, look, person } = clone;
  if (clone.stashed) return;
  if (person.database && clone.at.has(".pm")) ok("pm sync export --quiet");
  if (!isDirty(clone)) return;
  ok("git stash -q");
  clone.stashed = look("git stash list").stdout !== "";
}

export function unstash(clone: Clone): void {
  if (!clone.stashed) return;
  tidy(clone);
  const done = clone.sh("git stash pop -q");
  if (done.code !== 0) {
    checkConflict(clone, "git stash pop", done);
    clone.ok("pm sync resolve --quiet");
    clone.ok("git stash drop -q");
  }
  clone.stashed = false;
  commit(clone, "all");
}

/** @returns whether commits were thrown away. */
export function reset(clone: Clone, back: number): boolean {
  const { look, ok } = clone;
  // Without a database what is thrown away is gone, and was meant to be.
  if (!(clone.person.database && clone.at.has(BOARD))) return false;
  const branch = look("git branch --show-current").stdout.trim();
  let target = "HEAD";
  for (let count = 1; count <= back; count += 1) {
    const isPushed =
      look(`git merge-base --is-ancestor HEAD~${count - 1} origin/${branch}`).code === 0;
    const known = look("git branch -a --contains HEAD | wc -l").stdout.trim();
    if (isPushed || known !== "1" || !hasCommit(clone, `HEAD~${count}`)) break;
    target = `HEAD~${count}`;
  }
  ok(`git reset -q --hard ${target}`);
  return target !== "HEAD";
}

interface Way {
  proceed: string;
  abort: string;
}
const MERGE: Way = { proceed: "git commit -qm merged", abort: "git merge --abort" };
const REBASE: Way = {
  proceed: "git -c core.editor=true rebase --continue",
  abort: "git rebase --abort",
};
const PICK: Way = {
  proceed: "git -c core.editor=true cherry-pick --continue",
  abort: "git cherry-pick --abort",
};
const REVERT: Way = {
  proceed: "git -c core.editor=true revert --continue",
  abort: "git revert --abort",
};

/**
 * Runs git, and ends the conflicts that it leaves. A merge driver that was killed leaves one, too, and a
 * `pm` that had no luck may end the command with nothing to resolve: both are gone on from.
 */
function carry(clone: Clone, command: string, way: Way, luck: Luck = null): void {
  const head = (): string => clone.look("git rev-parse HEAD").stdout;
  const before = head();
  carryOn(clone, command, way, luck);
  clone.moved = head() !== before;
}

function carryOn(clone: Clone, command: string, way: Way, luck: Luck): void {
  const { sh, ok, look, person } = clone;
  let done = sh(command, luck?.env);
  for (let round = 0; done.code !== 0; round += 1) {
    if (isOfOthers(clone)) {
      // A file of the scenery, that a revert has taken away: no concern of the board's.
      ok(way.abort);
      return;
    }
    if (look("git status --porcelain --untracked-files=no").stdout.trim() === "") {
      if (way === PICK || way === REVERT) {
        skipEmpty(clone, way);
        return;
      }
      if (way === REBASE) {
        done = sh("git rebase --skip");
        continue;
      }
    }
    if (round === 40) throw failure(person, command, done);
    // Only the first step had no luck: what comes after it is held to the rules again.
    if (luck === null || round > 0) checkConflict(clone, command, done);
    if (!isUnderWay(clone)) return;
    if (conflicts(clone).length > 0) ok("pm sync resolve --quiet");
    done = sh(way.proceed);
  }
}

/** What was to be picked or reverted is there already: git asks what to do with it. */
function skipEmpty(clone: Clone, way: Way): void {
  // Nothing is under way any more where nothing of it was left from the start.
  const head = way === PICK ? "CHERRY_PICK_HEAD" : "REVERT_HEAD";
  if (hasCommit(clone, head)) clone.ok(way.proceed.replace("--continue", "--skip"));
}

/** A revert of the commit that began the board takes the rule that names the driver with it. */
function isDriverNamed({ look }: Clone): boolean {
  return look(`git check-attr merge ${BOARD}`).stdout.includes("pm-board");
}

function isUnderWay({ look }: Clone): boolean {
  const marks = "MERGE_HEAD CHERRY_PICK_HEAD REVERT_HEAD rebase-merge rebase-apply";
  const test = `cd "$(git rev-parse --git-dir)"; for mark in ${marks}; do [ -e $mark ] && exit 0; done; exit 1`;
  return look(test).code === 0;
}

export function conflicts({ look }: Clone): string[] {
  const { stdout } = look("git status --porcelain --untracked-files=no");
  return stdout.split("\n").filter((line) => /^(?:U.|.U|AA|DD) /.test(line));
}

function isOfOthers(clone: Clone): boolean {
  const found = conflicts(clone);
  return found.length > 0 && found.some((line) => !line.endsWith(BOARD));
}

/** A conflict in the board is git's right where it has no driver, or where one side has no file. */
function checkConflict(clone: Clone, command: string, done: Result): void {
  const found = conflicts(clone);
  if (!found.some((line) => line.endsWith(BOARD))) throw failure(clone.person, command, done);
  const isOfDeletion = found.some((line) => /^(?:DU|UD) /.test(line));
  if (clone.person.driver && isDriverNamed(clone) && !isOfDeletion) {
    throw new Finding(
      "a conflict with the driver in place",
      `${clone.person.name}: ${command}\n${done.stdout}${done.stderr}`,
    );
  }
}
