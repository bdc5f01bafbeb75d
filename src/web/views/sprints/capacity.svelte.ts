/**
 * How much a sprint can take. The board's format has no place for it, so it is what the team has
 * finished of late (docs/decisions/0012-capacity.md), or a number of this browser's own.
 */
import type { Queries } from "../../../board/queries.ts";
import { board } from "../../store/board.svelte.ts";
import { type LiveQuery, liveQuery, touches } from "../../store/live-query.svelte.ts";
import { preference } from "../../store/preferences.svelte.ts";
import { timeZone } from "./dates.ts";

/** How many of the last sprints are averaged. */
const LAST = 3;

type Velocity = Queries["velocity"]["result"];

const own = preference<Record<string, number>>("capacity", {});

export interface Capacity {
  readonly velocity: LiveQuery<Velocity>;
  /** The points that were finished in a sprint of late, on average; null before the first sprint. */
  readonly suggested: number | null;
  /** What a sprint can take; null where nothing says so. */
  of(sprint: string): number | null;
}

/** To be called while a component is set up. */
export function createCapacity(): Capacity {
  const velocity = liveQuery(
    "velocity",
    () => (board.project === null ? null : { project: board.project.id, time_zone: timeZone() }),
    touches("sprint"),
  );
  const suggested = $derived(average(velocity.value));
  return {
    velocity,
    get suggested() {
      return suggested;
    },
    of: (sprint) => own.value[sprint] ?? suggested,
  };
}

function average(velocity: Velocity | null): number | null {
  const last = (velocity?.sprints ?? []).slice(-LAST).map(({ completed }) => completed.points);
  const sum = last.reduce((all, points) => all + points, 0);
  return sum === 0 ? null : Math.round(sum / last.length);
}

export const ownCapacity = (sprint: string): number | null => own.value[sprint] ?? null;

export function setOwnCapacity(sprint: string, points: number | null): void {
  const { [sprint]: _, ...others } = own.value;
  own.value = points === null ? others : { ...others, [sprint]: points };
}
