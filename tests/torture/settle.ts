// Everybody brings in what everybody has, until there is nothing more to bring.
import { commit, isDirty, merge, pull, push, switchTo, unstash } from "./history.ts";
import type { Clone, Stage } from "./stage.ts";

export const BRANCHES = ["main", "topic"];

export function settle(stage: Stage, away: readonly string[]): void {
  const present = presentClones(stage, away);
  for (const clone of present) {
    unstash(clone);
    if (isDirty(clone)) commit(clone, "all");
    switchTo(clone, "main");
    for (const branch of BRANCHES) if (branch !== "main") merge(clone, branch);
  }
  for (let round = 0; round < 6 && !isSettled(present); round += 1) {
    for (const clone of present) {
      commit(clone, "board");
      pull(clone, "merge");
      if (isDirty(clone)) commit(clone, "all");
      push(clone);
    }
  }
}

/** Whether all have one commit, which has all that their databases have. */
function isSettled(present: readonly Clone[]): boolean {
  const heads = new Set(present.map(({ look }) => look("git rev-parse HEAD").stdout));
  return heads.size === 1 && present.every((clone) => !hasNews(clone));
}

function hasNews({ person, look }: Clone): boolean {
  if (!person.database) return false;
  const { to_export, to_import } = JSON.parse(look("pm sync status --json").stdout);
  return [to_export, to_import].some(({ created, updated }) => created + updated > 0);
}

export function presentClones(stage: Stage, away: readonly string[]): Clone[] {
  return [...stage.clones.values()].filter(({ person }) => !away.includes(person.name));
}
