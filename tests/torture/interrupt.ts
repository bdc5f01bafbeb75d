// Something is done while `pm` is killed, or has little room. Afterwards the database is whole, the file is
// one that can be read, and what was acknowledged counts.
import type { Interrupted } from "./actions.ts";
import { areKnown, runPm } from "./commands.ts";
import { Finding } from "./finding.ts";
import * as git from "./history.ts";
import { type Clone, failure, type Stage } from "./stage.ts";

/** The line that runs `pm`, whose path it is given. */
type Wrapper = (pm: string) => string;

/** Kills `pm` at its nth call of a kind. */
export function killedAt(call: string, nth: number): Wrapper {
  const inject = `-e trace=${call} -e inject=${call}:signal=SIGKILL:when=${nth}`;
  return (pm) => seen(`strace -f -qq -o /dev/null ${inject} ${pm} "$@"`);
}

/** No file may become larger than `blocks` of 512 bytes. */
export function cramped(blocks: number): Wrapper {
  return (pm) => seen(`trap '' XFSZ; ulimit -f ${blocks}; ${pm} "$@"`);
}

/**
 * Git swallows how a hook or the merge driver ends, and a hook does not fail but says what is wrong: a file beside
 * the wrapper tells of it.
 */
const seen = (command: string): string =>
  `{ said=$(${command} 2>&1 >&3); code=$?; } 3>&1; [ -z "$said" ] || echo "$said" >&2
case "$code $said" in 0*"could not be "*|[1-9]*) (ulimit -f unlimited; echo $code >> "$0.seen");; esac; exit $code`;

export function interrupted(
  stage: Stage,
  clone: Clone,
  during: Interrupted,
  wrapper: Wrapper,
): boolean {
  if (!clone.person.database) return false;
  if (during.do === "pm" && !areKnown(stage, during.words)) return false;
  const luck = { env: stage.wrapped((pm) => [wrapper(pm)]) };
  const before = clone.database();
  run(stage, clone, during, luck);
  // Of a git that `pm` had started and that was killed with it. Git says so, and what to do.
  if (clone.look("test -e .git/index.lock").code === 0) clone.ok("rm .git/index.lock");
  stage.oracle.tookIn(clone.person.name, before, clone.database());
  if (clone.at.has(".pm/data.json") && git.conflicts(clone).length === 0 && clone.file() === null) {
    throw new Finding("data.json cannot be read any more", JSON.stringify(during));
  }
  const [folder] = luck.env.PATH?.split(":") ?? [];
  return clone.look(`test -e ${folder}/pm.seen`).code === 0;
}

function run(
  stage: Stage,
  clone: Clone,
  during: Interrupted,
  luck: { env: Record<string, string> },
) {
  switch (during.do) {
    case "pm":
      return runPm(stage, clone, during, luck);
    case "commit":
      return git.commit(clone, during.how, luck);
    case "pull":
      return git.pull(clone, during.how, luck);
    case "switch":
      return git.switchTo(clone, during.branch, luck);
    case "merge":
      return git.merge(clone, during.branch, luck);
    case "rebase":
      return git.rebase(clone, during.branch, luck);
    case "cherry-pick":
      return git.cherryPick(clone, during.branch, during.back, luck);
    case "export":
      return exportBoard(clone, luck);
    case "import":
      if (clone.at.has(".pm/data.json")) clone.sh("pm sync import --merge --quiet", luck.env);
      return;
  }
}

/** An export that says it is done has written what the database holds. */
export function exportBoard(clone: Clone, luck: git.Luck = null): void {
  if (!clone.person.database) return;
  const command = "pm sync export --quiet";
  const done = clone.sh(command, luck?.env);
  if (done.code !== 0) {
    if (luck === null) throw failure(clone.person, command, done);
    return;
  }
  const [file, database] = [clone.file(), clone.database()];
  if (file === null && database.size === 0) return;
  const missing = [...database].filter(([key, { value }]) => {
    const has = file?.get(key)?.value ?? null;
    return JSON.stringify(has) !== JSON.stringify(value) && !(has === null && value === false);
  });
  if (missing.length === 0) return;
  const lines = missing.map(([key, { value }]) => `${key}: ${JSON.stringify(value)}`);
  throw new Finding("an export that is done is not in the file", lines.join("\n"));
}
