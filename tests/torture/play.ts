// Plays a plan from its first action to its last, or to the first finding.
import type { Plan } from "./actions.ts";
import type { Census } from "./census.ts";
import { Finding } from "./finding.ts";
import { perform } from "./perform.ts";
import { type Line, setStage } from "./stage.ts";

export interface Played {
  finding: Finding | null;
  /** The action that the finding came with: its place in the list. */
  at: number;
  lines: readonly Line[];
  writes: number;
  census: Census;
}

export async function play(plan: Plan, executable: string): Promise<Played> {
  const stage = await setStage(plan, executable);
  const { census, lines } = stage;
  let at = 0;
  try {
    for (const action of plan.actions) {
      await perform(stage, action);
      at += 1;
    }
    return { finding: null, at, lines, writes: stage.oracle.writes(), census };
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    return { finding: error, at, lines, writes: stage.oracle.writes(), census };
  } finally {
    await stage.remove();
  }
}
