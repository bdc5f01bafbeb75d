// What of a plan has truly happened: a plan can ask for what there is nothing of.
import type { Action } from "./actions.ts";

/** For each kind of action how often it was played, and how often something came of it. */
export type Census = Map<string, { played: number; happened: number }>;

export function count(census: Census, action: Action, happened: boolean): void {
  for (const kind of kindsOf(action)) {
    const entry = census.get(kind) ?? { played: 0, happened: 0 };
    entry.played += 1;
    if (happened) entry.happened += 1;
    census.set(kind, entry);
  }
}

/** The kinds that an action counts for: a command also as a command. */
export function kindsOf(action: Action): string[] {
  switch (action.do) {
    case "pm":
      return ["pm", `pm ${action.words.slice(0, action.words[0] === "undo" ? 1 : 2).join(" ")}`];
    case "crash":
    case "cramped":
      return [action.do, `${action.do} ${action.during.do}`];
    case "replace":
      return [`replace ${action.undo}`];
    case "strike":
      return [`strike ${action.how}`];
    default:
      return [action.do];
  }
}

export function add(total: Census, more: Census): void {
  for (const [kind, { played, happened }] of more) {
    const entry = total.get(kind) ?? { played: 0, happened: 0 };
    total.set(kind, { played: entry.played + played, happened: entry.happened + happened });
  }
}

/** A table, the kinds in the order of the alphabet. */
export function tableOf(census: Census): string {
  const rows = [...census].sort(([a], [b]) => (a < b ? -1 : 1));
  const width = Math.max(...rows.map(([kind]) => kind.length));
  const line = (kind: string, played: unknown, happened: unknown): string =>
    `${kind.padEnd(width)}  ${String(played).padStart(6)}  ${String(happened).padStart(8)}`;
  const lines = rows.map(([kind, { played, happened }]) => line(kind, played, happened));
  return [line("", "played", "happened"), ...lines].join("\n");
}
