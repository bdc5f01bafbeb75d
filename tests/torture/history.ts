// What people do with git. Where the hooks do not carry the board, they do it by hand; where git leaves
// a conflict in it, `pm sync resolve` ends it.

import type { Result } from "../journeys/support.ts";
import { Finding } from "./finding.ts";
import { type Clone, failure } from "./stage.ts";

const BOARD = ".pm/data.json";

/** What went wrong outside of us is allowed: a full disk, a `pm` that was killed. */
export type Strictness = "strict" | "anything may fail";

export function exportByHand(clone: Clone): void {
  const { person, at, ok } = clone;
  if (!person.hooks && person.database && at.has(".pm")) ok("pm sync export --quiet");
}

export function takeInByHand(clone: Clone): void {
  const { person, at, ok, look } = clone;
  if (!at.has(BOARD)) return;
  // A text merge can take a record from both sides: git sees no conflict, and `pm` says what to do.
  if (
    !person.driver &&
    look("pm sync import --dry-run --quiet").stderr.includes("pm sync resolve")
  ) {
    ok("pm sync resolve --quiet && git commit -qm resolved");
  }
  if (!person.hooks && person.database) ok("pm sync import --merge --quiet");
}

export function commit(
  clone: Clone,
  how: "file" | "board" | "all" | "amend",
  strictness: Strictness = "strict",
  env?: Record<string, string>,
): void {
  const { person, ok, sh } = clone;
  const run = (command: string): void => {
    const done = sh(command, env);
    if (done.code !== 0 && strictness === "strict") throw failure(person, command, done);
  };
  if (how === "board") {
    if (person.database) run("pm sync commit -m board --quiet");
    else if (isDirty(clone)) run("git commit -qam board");
    return;
  }
  if (strictness === "strict") exportByHand(clone);
  if (how === "amend") {
    if (!person.hooks && clone.at.has(BOARD)) ok(`git add ${BOARD}`);
    run("git commit -q --amend --allow-empty -m amended");
    return;
  }
  clone.files += 1;
  const file = `${person.name}-${clone.files}`;
  ok(`echo ${clone.files} > ${file} && git add ${file}`);
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

export function pull(clone: Clone, how: "merge" | "rebase"): void {
  const { ok, look } = clone;
  tidy(clone);
  const branch = look("git branch --show-current").stdout.trim();
  ok("git fetch -q");
  if (!hasCommit(clone, `origin/${branch}`)) return;
  const command =
    how === "rebase"
      ? `git pull -q --rebase origin ${branch}`
      : `git pull -q --no-rebase --no-edit origin ${branch}`;
  carry(clone, command, how === "rebase" ? REBASE : MERGE);
  takeInByHand(clone);
}

export function push({ sh, person }: Clone): void {
  const done = sh("git push -q origin HEAD");
  if (done.code !== 0 && !done.stderr.includes("rejected")) throw failure(person, "git push", done);
}

export function switchTo(clone: Clone, branch: string): void {
  const { ok } = clone;
  tidy(clone);
  if (hasCommit(clone, branch)) ok(`git switch -q ${branch}`);
  else if (hasCommit(clone, `origin/${branch}`))
    ok(`git switch -q -c ${branch} --no-track origin/${branch}`);
  else ok(`git switch -q -c ${branch}`);
  takeInByHand(clone);
}

export function merge(clone: Clone, branch: string): void {
  if (!hasCommit(clone, branch)) return;
  tidy(clone);
  carry(clone, `git merge -q --no-edit ${branch}`, MERGE);
  takeInByHand(clone);
}

export function rebase(clone: Clone, branch: string): void {
  if (!hasCommit(clone, branch)) return;
  tidy(clone);
  carry(clone, `git rebase -q ${branch}`, REBASE);
  takeInByHand(clone);
}

export function cherryPick(clone: Clone, branch: string, back: number): void {
  if (!hasCommit(clone, branch)) return;
  const found = clone.look(`git rev-list --no-merges -1 --skip=${back} ${branch}`).stdout.trim();
  if (found === "") return;
  tidy(clone);
  carry(clone, `git cherry-pick ${found}`, PICK);
  takeInByHand(clone);
}

export function revert(clone: Clone, back: number): void {
  const { look } = clone;
  if (!hasCommit(clone, `HEAD~${back + 1}`)) return;
  tidy(clone);
  const isMerge = look(`git rev-parse -q --verify HEAD~${back}^2`).code === 0;
  carry(clone, `git revert --no-edit ${isMerge ? "-m 1 " : ""}HEAD~${back}`, REVERT);
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

export function reset(clone: Clone, back: number): void {
  const { look, ok } = clone;
  // Without a database what is thrown away is gone, and was meant to be.
  if (!(clone.person.database && clone.at.has(BOARD))) return;
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

/** Runs git, and ends the conflicts that it leaves. */
function carry(clone: Clone, command: string, way: Way): void {
  const { sh, ok, look, person } = clone;
  let done = sh(command);
  for (let round = 0; done.code !== 0; round += 1) {
    if (isOfOthers(clone)) {
      // A file of the scenery, that a revert has taken away: no concern of the board's.
      ok(way.abort);
      return;
    }
    if (look("git status --porcelain --untracked-files=no").stdout.trim() === "") {
      // What was to be picked or reverted is there already: git asks what to do with it.
      if (way === PICK || way === REVERT) {
        // Nothing is under way any more where nothing of it was left from the start.
        const head = way === PICK ? "CHERRY_PICK_HEAD" : "REVERT_HEAD";
        if (hasCommit(clone, head)) ok(way.proceed.replace("--continue", "--skip"));
        return;
      }
      if (way === REBASE) {
        done = sh("git rebase --skip");
        continue;
      }
    }
    if (round === 40) throw failure(person, command, done);
    checkConflict(clone, command, done);
    ok("pm sync resolve --quiet");
    done = sh(way.proceed);
  }
}

function conflicts({ look }: Clone): string[] {
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
  // A revert of the commit that began the board takes the rule that names the driver with it.
  const isNamed = clone.look(`git check-attr merge ${BOARD}`).stdout.includes("pm-board");
  if (clone.person.driver && isNamed && !isOfDeletion) {
    throw new Finding(
      "a conflict with the driver in place",
      `${clone.person.name}: ${command}\n${done.stdout}${done.stderr}`,
    );
  }
}
