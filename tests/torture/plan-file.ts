// Reads a plan from a file that a finding has left: the plan itself, or the script with the plan at its head.
import type { Plan } from "./actions.ts";

/** What stands before the plan in the head of a script, on a line of its own. */
export const PLAN_LINE = "# The plan, for `npm run torture -- --plan FILE`: ";

/** @returns the plan, or what is wrong with the file. */
export function planIn(text: string): Plan | { wrong: string } {
  const line = text.split("\n").find((one) => one.startsWith(PLAN_LINE));
  let plan: unknown;
  try {
    plan = JSON.parse(line === undefined ? text : line.slice(PLAN_LINE.length));
  } catch (error) {
    const what = line === undefined ? "neither a plan nor a script with one" : "a broken plan";
    return { wrong: `it is ${what} (${(error as Error).message})` };
  }
  const { seed, clock, people, actions } = (plan ?? {}) as { [key in keyof Plan]?: unknown };
  if (typeof seed !== "number") return { wrong: "it has no `seed`, a number" };
  if (!["past", "future", "real"].includes(clock as string)) {
    return { wrong: "its `clock` is none of past, future and real" };
  }
  const isPerson = (one: unknown) => typeof (one as { name?: unknown } | null)?.name === "string";
  if (!Array.isArray(people) || people.length === 0 || !people.every(isPerson)) {
    return { wrong: "it has no `people`, a list of persons with a `name`" };
  }
  const isAction = (one: unknown) => {
    const { who, do: what } = (one ?? {}) as { who?: unknown; do?: unknown };
    return typeof who === "string" && typeof what === "string";
  };
  if (!Array.isArray(actions)) return { wrong: "it has no `actions`, a list" };
  const odd = actions.findIndex((one) => !isAction(one));
  if (odd !== -1) return { wrong: `action ${odd + 1} does not say \`who\` and what they \`do\`` };
  return plan as Plan;
}
