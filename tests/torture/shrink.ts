// Makes a plan that finds something as short as it can, and it still finds the same.
//
// Delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002):
// takes out ever smaller pieces of the list, and keeps each shorter list that still fails. Before that
// whole people go, which is the largest step; after it, what is left is made plainer.
import type { Action, Plan } from "./actions.ts";
import type { Played } from "./play.ts";

export interface Shrunk {
  plan: Plan;
  played: Played;
  /** How many plans were tried. */
  tried: number;
}

/**
 * @param played what playing `plan` found.
 * @param replay plays a plan.
 * @param isOver asked before each try; true ends the search with the best so far.
 */
export async function shrink(
  plan: Plan,
  played: Played,
  replay: (plan: Plan) => Promise<Played>,
  isOver: () => boolean = () => false,
): Promise<Shrunk> {
  const kind = played.finding?.kind;
  const best: Shrunk = { plan: upTo(plan, played), played, tried: 0 };
  const attempt = async (candidate: Plan): Promise<boolean> => {
    if (isOver()) return false;
    best.tried += 1;
    const result = await replay(candidate);
    if (result.finding?.kind !== kind) return false;
    best.plan = upTo(candidate, result);
    best.played = result;
    return true;
  };

  await dropPeople(best, attempt);
  await dropActions(best, attempt);
  await dropPeople(best, attempt);
  for (const { name } of best.plan.people) await attempt(withoutSkew(best.plan, name));
  await attempt({ ...best.plan, clock: "real" });
  return best;
}

/** What came after the action that failed had no part in it. */
function upTo(plan: Plan, { at }: Played): Plan {
  return { ...plan, actions: plan.actions.slice(0, at + 1) };
}

type Attempt = (candidate: Plan) => Promise<boolean>;

async function dropPeople(best: Shrunk, attempt: Attempt): Promise<void> {
  // The first one starts the board.
  for (const { name } of best.plan.people.slice(1)) {
    const { plan } = best;
    if (plan.people.length === 2) return;
    const people = plan.people.filter((person) => person.name !== name);
    const actions = plan.actions.filter((action) => action.who !== name);
    await attempt({ ...plan, people, actions });
  }
}

async function dropActions(best: Shrunk, attempt: Attempt): Promise<void> {
  let size = Math.ceil(best.plan.actions.length / 2);
  for (;;) {
    let shorter = false;
    for (let start = 0; start < best.plan.actions.length; ) {
      const actions: Action[] = best.plan.actions.toSpliced(start, size);
      if (await attempt({ ...best.plan, actions })) shorter = true;
      else start += size;
    }
    if (size === 1 && !shorter) return;
    size = Math.max(1, Math.floor(size / 2));
  }
}

function withoutSkew(plan: Plan, name: string): Plan {
  const people = plan.people.map((person) =>
    person.name === name ? { ...person, skew: 0 } : person,
  );
  return { ...plan, people };
}
