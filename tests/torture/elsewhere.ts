// Work on another state of the board than that of one's own branch: an older one, a worktree, a board that
// has replaced the own.
import type { PmAction } from "./actions.ts";
import { runPm } from "./commands.ts";
import { Finding } from "./finding.ts";
import * as git from "./history.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Clone, Stage } from "./stage.ts";

const FILE = ".pm/data.json";

/** Looks at an older state, changes something there, and comes back. */
export function visit(stage: Stage, clone: Clone, back: number, edit: PmAction): void {
  const { ok, look, person } = clone;
  if (!git.hasCommit(clone, `HEAD~${back}`)) return;
  git.tidy(clone);
  const branch = look("git branch --show-current").stdout.trim();
  if (branch === "") return;
  ok(`git checkout -q HEAD~${back}`);
  git.takeInByHand(clone);
  if (person.database) {
    clone.sh("pm work-item list");
    runPm(stage, clone, edit);
    // What was exported there has to be put away: git refuses to go back over it.
    if (clone.at.has(FILE)) ok("pm sync export --quiet");
    if (git.isDirty(clone)) ok("git stash -q && git stash drop -q");
  }
  ok(`git checkout -q ${branch}`);
  git.takeInByHand(clone);
}

/** A branch in a linked worktree, whose board is its own: built from its file, and gone with it. */
export function inWorktree(stage: Stage, clone: Clone, edit: PmAction): void {
  const { ok, person, look } = clone;
  if (!person.database || !clone.at.has(FILE)) return;
  git.tidy(clone);
  if (look(`git ls-files ${FILE}`).stdout === "") return;
  clone.worktrees += 1;
  const name = `${person.name}-side-${clone.worktrees}`;
  ok(`git worktree add -q -b ${name} ../${name}`);
  const side = clone.beside(name);
  side.ok("pm project list --quiet");
  runPm(stage, side, edit);
  side.ok("pm sync export --quiet && git add .pm");
  if (git.isDirty(side)) git.commit(side, "board");
  if (git.isDirty(side)) throw new Finding("a worktree is dirty after its commit", name);
  ok(`git worktree remove --force ../${name}`);
  git.merge(clone, name);
  ok(`git branch -q -D ${name}`);
}

/**
 * Replaces the board by the file of an older commit, changes something, and takes the replacement back:
 * what the board held before is there again, unless the change was of just that.
 */
export function replace(
  stage: Stage,
  clone: Clone,
  { back, edit, undo }: { back: number; edit: PmAction; undo: "undo" | "restore" },
): boolean {
  const { ok, look, person } = clone;
  if (!person.database || clone.stopServer !== null || !clone.at.has(FILE)) return false;
  if (look(`git cat-file -e HEAD~${back}:${FILE}`).code !== 0) return false;
  git.tidy(clone);
  const before = clone.database();
  ok(`git show HEAD~${back}:${FILE} > ../old.json`);
  if (look("pm sync import ../old.json --dry-run --quiet").code !== 0) return false;
  ok("pm sync import ../old.json --quiet");
  const replaced = clone.database();
  clone.last = null;
  if (undo === "undo") {
    // What has changed nothing is nothing to take back: an undo would go for the change before it.
    if (!drops(before, replaced) && !drops(replaced, before)) return false;
    ok("pm undo --quiet");
    const after = clone.database();
    stage.oracle.wrote(person.name, orAsBefore(replaced, before, after), after);
    checkBack(before, after);
  } else {
    runPm(stage, clone, edit);
    const edited = clone.database();
    const backups = JSON.parse(look("pm sync backups --json").stdout).backups as unknown[];
    // What would drop nothing is not saved.
    if (backups.length > 0 && drops(before, replaced)) ok("pm sync restore latest --quiet");
    const after = clone.database();
    stage.oracle.wrote(person.name, orAsBefore(edited, before, after), after);
    if (drops(before, replaced)) checkBack(changedIn(replaced, edited, before), after);
  }
  clone.last = null;
  return drops(before, replaced);
}

/** What came back with its old time was not written. */
function orAsBefore(board: Snapshot, before: Snapshot, after: Snapshot): Snapshot {
  const same = ([key, was]: [string, unknown]): boolean =>
    JSON.stringify(after.get(key)) === JSON.stringify(was);
  return new Map([...board, ...[...before].filter(same)]);
}

/** Whether a replacement has dropped a record or a value. */
function drops(before: Snapshot, replaced: Snapshot): boolean {
  return [...before].some(
    ([key, { value }]) => JSON.stringify(replaced.get(key)?.value) !== JSON.stringify(value),
  );
}

/** The keys of `board` that an edit has not touched. */
function changedIn(replaced: Snapshot, edited: Snapshot, board: Snapshot): Snapshot {
  const same = (key: string): boolean =>
    JSON.stringify(replaced.get(key)) === JSON.stringify(edited.get(key));
  return new Map([...board].filter(([key]) => same(key)));
}

function checkBack(expected: Snapshot, after: Snapshot): void {
  const wrong = [...expected].filter(
    ([key, { value }]) => JSON.stringify(after.get(key)?.value) !== JSON.stringify(value),
  );
  if (wrong.length === 0) return;
  const lines = wrong.map(
    ([key, { value }]) =>
      `${key} was ${JSON.stringify(value)}, is ${JSON.stringify(after.get(key)?.value ?? null)}`,
  );
  throw new Finding("a replacement was not taken back", lines.join("\n"));
}
