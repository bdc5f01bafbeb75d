/** What the next sprint is likely to be called, and how long it takes. */
import type { SprintView } from "../../../board/commands.ts";
import { daysUntil } from "./dates.ts";

const TWO_WEEKS = 14;

type Named = Pick<SprintView, "name" | "created_at">;
type Dated = Pick<SprintView, "start_date" | "end_date" | "created_at">;

/** The name of the newest one with its number one higher: `Sprint 12` is followed by `Sprint 13`. */
export function nextName(sprints: Iterable<Named>): string {
  const all = [...sprints];
  const newest = all.sort((a, b) => (a.created_at < b.created_at ? -1 : 1)).at(-1)?.name;
  const match = newest === undefined ? null : /^(.*?)(\d+)(\D*)$/s.exec(newest);
  if (match === null) return `Sprint ${all.length + 1}`;
  const [, start = "", number = "0", end = ""] = match;
  const taken = new Set(all.map(({ name }) => name));
  let next = Number(number);
  do next += 1;
  while (taken.has(`${start}${next}${end}`));
  return `${start}${next}${end}`;
}

/** In days, both ends counted: as long as the newest one that has dates. */
export function usualLength(sprints: Iterable<Dated>): number {
  const newest = [...sprints]
    .sort((a, b) => (a.created_at < b.created_at ? -1 : 1))
    .findLast((one) => one.start_date !== null && one.end_date !== null);
  if (newest?.start_date == null || newest.end_date === null) return TWO_WEEKS;
  return Math.max(1, daysUntil(newest.start_date, newest.end_date) + 1);
}
