import { shortId } from "../../domain/short-id.ts";
import type { Screen } from "../output/screen.ts";
import { cut, printable } from "../output/text.ts";
import type { Report } from "../report.ts";

/** What was done to which record. */
export interface Change {
  /** `Created`, `Updated`, … */
  done: string;
  noun: string;
  id: string;
  title: string;
}

/**
 * The report of a write: one sentence for a person; for a program the record as a line of its list,
 * which begins with the id.
 */
export function changeReport(
  json: unknown,
  change: Change,
  line: (screen: Screen) => string | Promise<string>,
  notes: readonly string[] = [],
): Report {
  return {
    json,
    text: (screen) => (screen.terminal ? sentence(change, screen) : line(screen)),
    notes,
  };
}

function sentence({ done, noun, id, title }: Change, screen: Screen): string {
  return `${cut(`${done} ${noun} ${shortId(id)}  ${printable(title)}`.trimEnd(), screen.width)}\n`;
}

/** The sentence that tells how a deletion is taken back. */
export function restoreHint(noun: string, id: string): string {
  return `To bring it back: pm ${noun} restore ${shortId(id)}`;
}
