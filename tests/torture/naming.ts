// What things are called in a plan: few values, so that two people often write the same field, and sometimes
// the same value.
import type { Random } from "./random.ts";

const WORDS = ["red", "green", "blue", "Grün", "“quoted”"];
export const STATUSES = ["backlog", "todo", "in_progress", "review", "done", "blocked"];
export const PRIORITIES = ["low", "medium", "high", "critical"];
export const LABELS = ["ui", "api", "docs"];

/** The first letter of a record's name: item, comment, sprint, project, dependency, time entry, lane. */
export type Kind = "i" | "c" | "s" | "p" | "d" | "t" | "l";

export interface Naming {
  word(): string;
  /** The name of a new record. */
  make(kind: Kind): string;
  /** A record that there may be: mostly one of the newest. */
  some(kind: Kind): string;
}

export function naming(random: Random): Naming {
  const made = { i: 0, c: 0, s: 0, p: 1, d: 0, t: 0, l: 0 };
  let written = 0;
  return {
    word() {
      written += 1;
      return random.chance(0.3) ? random.pick(WORDS) : `${random.pick(WORDS)} ${written}`;
    },
    make(kind) {
      made[kind] += 1;
      return `${kind}${made[kind]}`;
    },
    some(kind) {
      const back = random.below(Math.min(made[kind], random.chance(0.7) ? 4 : 30));
      return `${kind}${Math.max(1, made[kind] - back)}`;
    },
  };
}
