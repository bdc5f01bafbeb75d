// One developer of the simulation: a clone, a board on its database in this process, and what people
// do with git. Some let the hooks carry the board, one does everything by hand.
import { openLocalBoard } from "../../../src/access/local.ts";
import type { Board } from "../../../src/board/board.ts";
import { EPOCH, fromMilliseconds } from "../../../src/domain/instant.ts";
import type { Outcome } from "../../../src/domain/refusal.ts";
import { resolveBoard } from "../../../src/sync/resolve.ts";
import { locate, type Workspace } from "../../../src/workspace/locate.ts";
import type { Place, Result } from "../../journeys/support.ts";

export interface Developer {
  name: string;
  at: Place;
  board: Board;
  commit(): Promise<void>;
  amend(): Promise<void>;
  /** Fetches and brings in what the remote's branch of this name has. */
  pull(how: "merge" | "rebase"): Promise<void>;
  /** May be rejected, as in life. */
  push(): void;
  /** Checks a branch out; makes it from here where there is none. */
  switchTo(branch: string): Promise<void>;
  merge(branch: string): Promise<void>;
  rebaseOnto(branch: string): Promise<void>;
  cherryPick(branch: string): Promise<void>;
  stashAround(work: () => Promise<void>): Promise<void>;
}

export interface Habits {
  /** `pm sync init` was run; without it, pm is called by hand around git. */
  hooks: boolean;
  /** The time as this developer's clock has it. */
  now: () => number;
  /** Ids that come again with the same seed: where lines stand in the file depends on them. */
  newId: () => string;
}

export function startDeveloper(name: string, at: Place, { hooks, now, newId }: Habits): Developer {
  const workspace = locate(at.folder);
  const board = openLocalBoard(workspace, { now, newId });
  let commits = 0;

  const publish = async (): Promise<void> => {
    if (!hooks) must(await board.sync.publish());
  };
  const takeIn = async (): Promise<void> => {
    if (!hooks && at.has(".pm/data.json")) {
      must(await board.sync.import({ tracked: true }, { mode: "merge" }));
    }
  };
  const commit = async (): Promise<void> => {
    commits += 1;
    await publish();
    const add = hooks ? "" : "&& git add .pm/data.json";
    at.ok(`echo ${commits} > ${name}-${commits} && git add ${name}-${commits} ${add}`);
    at.ok(`git commit -qm '${name} ${commits}'`);
  };
  /** What a rebase, a switch or a merge wants: nothing uncommitted. */
  const tidy = async (): Promise<void> => {
    if (at.run("git diff --quiet HEAD").code !== 0) await commit();
  };
  /** Runs git, and resolves what it leaves in conflict. */
  const carry = (script: string, proceed: string): void => {
    let done = at.run(script);
    for (let round = 0; done.code !== 0; round += 1) {
      if (hooks || round === 20 || !at.status().some(isConflict)) throw failure(script, done);
      resolveHere(workspace, now);
      done = at.run(proceed);
    }
  };
  const rebase = "git -c core.editor=true rebase --continue";

  return {
    name,
    at,
    board,
    commit,
    async amend() {
      await publish();
      if (!hooks) at.ok("git add .pm/data.json");
      at.ok("git commit -q --amend --allow-empty -m amended");
    },
    async pull(how) {
      await tidy();
      const branch = at.ok("git branch --show-current");
      at.ok("git fetch -q");
      if (at.run(`git rev-parse -q --verify origin/${branch}`).code !== 0) return;
      if (how === "rebase") carry(`git pull -q --rebase origin ${branch}`, rebase);
      else carry(`git pull -q --no-rebase --no-edit origin ${branch}`, "git commit -qm merged");
      await takeIn();
    },
    push() {
      const done = at.run("git push -q origin HEAD");
      if (done.code !== 0 && !done.stderr.includes("rejected")) throw failure("git push", done);
    },
    async switchTo(branch) {
      await tidy();
      const there = at.run(`git switch -q ${branch}`).code === 0;
      if (!there) at.ok(`git switch -q -c ${branch}`);
      await takeIn();
    },
    async merge(branch) {
      await tidy();
      if (at.run(`git rev-parse -q --verify ${branch}`).code !== 0) return;
      carry(`git merge -q --no-edit ${branch}`, "git commit -qm merged");
      await takeIn();
    },
    async rebaseOnto(branch) {
      await tidy();
      if (at.run(`git rev-parse -q --verify ${branch}`).code !== 0) return;
      carry(`git rebase -q ${branch}`, rebase);
      await takeIn();
    },
    async cherryPick(branch) {
      await tidy();
      const commit = at.run(`git rev-list --no-merges -1 ${branch}`).stdout.trim();
      if (commit === "") return;
      // A commit whose work is here already: git asks what to do with it.
      const ifEmpty = "git diff --quiet HEAD && git cherry-pick --skip";
      const proceed = `git -c core.editor=true cherry-pick --continue || { ${ifEmpty}; }`;
      carry(`git cherry-pick ${commit} || { ${ifEmpty}; }`, proceed);
      await takeIn();
    },
    async stashAround(work) {
      must(await board.sync.publish());
      const stashed = at.ok("git stash -q && git stash list") !== "";
      await work();
      await commit();
      if (stashed) {
        const popped = at.run("git stash pop -q");
        if (popped.code !== 0) {
          if (hooks || !at.status().some(isConflict)) throw failure("git stash pop", popped);
          resolveHere(workspace, now);
          at.ok("git stash drop -q");
        }
      }
      await commit();
    },
  };
}

const isConflict = (line: string): boolean => /^(?:UU|AA|DU|UD) /.test(line);

function resolveHere(workspace: Workspace, now: () => number): void {
  must(resolveBoard(workspace, fromMilliseconds(now()) ?? EPOCH));
}

function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
}

function failure(script: string, { code, stdout, stderr }: Result): Error {
  return new Error(`${script}\nended with ${code}\n${stdout}${stderr}`);
}
