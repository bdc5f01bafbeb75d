/** What a sprint set out with, what was done in it day by day, and what came in and went out. */
import type { SprintStatus } from "./entities.ts";
import {
  type Dated,
  type ItemStep,
  knownTime,
  type LoggedChange,
  type SprintItem,
  stepsOf,
} from "./field-history.ts";
import type { Instant } from "./instant.ts";

/** An amount of work. Items without an estimate count as 0 points. */
export interface Amount {
  points: number;
  items: number;
}

/** How a sprint stood at the end of a day. */
export interface SprintDay {
  /** `YYYY-MM-DD`. */
  date: string;
  /** What was in the sprint and not done. */
  remaining: Amount;
  /** What was in the sprint and done. */
  completed: Amount;
  /** What came into the sprint on this day, larger estimates among it. */
  added: Amount;
  /** What left the sprint on this day, smaller estimates among it. */
  removed: Amount;
}

export interface SprintFigures {
  /** When it was started and ended; null where that did not happen, or nothing tells when. */
  started_at: Instant | null;
  ended_at: Instant | null;
  /** What was in the sprint and not done when it started. */
  committed: Amount;
  /** What was in it and done when it ended; by now, if it has not ended. */
  completed: Amount;
  /** From the first day to the last, without gaps; empty for a sprint that was not started. */
  days: SprintDay[];
}

/** A sprint, as far as its figures hang on it. */
export interface FiguredSprint extends Dated {
  status: SprintStatus;
  start_date: string | null;
  end_date: string | null;
}

/** The last days of a sprint that goes on for longer are told. */
export const MOST_DAYS = 400;

interface Change {
  at: Instant;
  before: ItemStep | null;
  after: ItemStep;
}

/**
 * @param items every item that is or was in the sprint.
 * @param changes of the sprint and of the items, the oldest first.
 * @param dayOf the day on which an instant falls, `YYYY-MM-DD`.
 * @param until the last day to tell of a sprint that has not ended; its last day, if left out.
 */
export function figuresOf(
  sprint: FiguredSprint,
  items: readonly SprintItem[],
  changes: readonly LoggedChange[],
  dayOf: (at: Instant) => string,
  until?: string,
): SprintFigures {
  const byRecord = Map.groupBy(changes, (change) => change.record_id);
  const span = spanOf(sprint, byRecord.get(sprint.id) ?? [], dayOf);
  const all = items
    .flatMap((item) => changesOf(stepsOf(item, byRecord.get(item.id) ?? [])))
    .filter(({ at }) => !span.isAfter(at))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const during = all.filter(({ at }) => !span.isBefore(at));

  const tally = newTally(sprint.id);
  for (const change of all) if (span.isBefore(change.at)) tally.take(change);
  const committed = tally.remaining();
  const { started_at, ended_at, firstDay } = span;
  if (firstDay === null) {
    for (const change of during) tally.take(change);
    return {
      started_at,
      ended_at,
      committed: tally.remaining(),
      completed: tally.done(),
      days: [],
    };
  }
  const newest = during.at(-1);
  const untilNow = until ?? sprint.end_date ?? (newest === undefined ? null : dayOf(newest.at));
  const days: SprintDay[] = [];
  let next = 0;
  for (const date of daysBetween(firstDay, (span.isOver ? span.lastDay : untilNow) ?? firstDay)) {
    tally.newDay();
    for (; next < during.length; next += 1) {
      const change = during[next] as Change;
      if (dayOf(change.at) > date) break;
      tally.take(change);
    }
    days.push({ date, remaining: tally.remaining(), completed: tally.done(), ...tally.moved() });
  }
  for (const change of during.slice(next)) tally.take(change);
  return { started_at, ended_at, committed, completed: tally.done(), days };
}

/** From when to when a sprint went: to the millisecond where its log says so, else by its dates. */
function spanOf(
  sprint: FiguredSprint,
  changes: readonly LoggedChange[],
  dayOf: (at: Instant) => string,
) {
  const own = changes.filter((change) => change.field === "status");
  const [started_at, ended_at] = [startOf(sprint, own), endOf(sprint, own)];
  const isOver = sprint.status === "completed" || sprint.status === "cancelled";
  const isStarted = sprint.status !== "planned" || started_at !== null;
  const first = started_at === null ? sprint.start_date : dayOf(started_at);
  const lastDay = ended_at === null ? sprint.end_date : dayOf(ended_at);
  return {
    started_at,
    ended_at,
    isOver,
    /** Null: it was not started. */
    firstDay: isStarted ? (first ?? dayOf(sprint.created_at)) : null,
    lastDay,
    isBefore: (at: Instant): boolean =>
      started_at === null ? first === null || dayOf(at) < first : at <= started_at,
    /** What is unfinished leaves a sprint in the moment in which it is completed. */
    isAfter: (at: Instant): boolean => {
      if (!isOver) return false;
      if (ended_at !== null) return at >= ended_at;
      return lastDay !== null && dayOf(at) > lastDay;
    },
  };
}

function startOf(sprint: FiguredSprint, changes: readonly LoggedChange[]): Instant | null {
  // One that was put back and started again counts from its last start.
  const again = changes.findLastIndex(({ after }) => after === "planned");
  const logged = changes.slice(again + 1).find(({ after }) => after === "active");
  if (logged !== undefined) return logged.at;
  return sprint.status === "active" && sprint.field_updated_at !== null
    ? knownTime(sprint, "status")
    : null;
}

function endOf(sprint: FiguredSprint, changes: readonly LoggedChange[]): Instant | null {
  if (sprint.status !== "completed" && sprint.status !== "cancelled") return null;
  const logged = changes.findLast(({ after }) => after === sprint.status);
  if (logged !== undefined) return logged.at;
  return sprint.field_updated_at === null ? null : knownTime(sprint, "status");
}

function changesOf(steps: readonly ItemStep[]): Change[] {
  return steps.map((after, index) => ({ at: after.at, before: steps[index - 1] ?? null, after }));
}

/** Counts what is in a sprint while changes pass by in their order. */
function newTally(sprint_id: string) {
  let open = none();
  let done = none();
  let added = none();
  let removed = none();
  const inSprint = (step: ItemStep | null): ItemStep | null =>
    step !== null && step.sprint_id === sprint_id && !step.deleted ? step : null;
  const amount = (step: ItemStep | null): Amount =>
    step === null ? none() : { points: step.story_points ?? 0, items: 1 };
  return {
    take({ before, after }: Change): void {
      const [was, is] = [inSprint(before), inSprint(after)];
      if (was !== null) {
        if (was.status === "done") done = plus(done, amount(was), -1);
        else open = plus(open, amount(was), -1);
      }
      if (is !== null) {
        if (is.status === "done") done = plus(done, amount(is));
        else open = plus(open, amount(is));
      }
      const difference = plus(amount(is), amount(was), -1);
      added = plus(added, bounded(difference, 1));
      removed = plus(removed, bounded(difference, -1));
    },
    newDay(): void {
      added = none();
      removed = none();
    },
    remaining: () => open,
    done: () => done,
    moved: () => ({ added, removed }),
  };
}

const none = (): Amount => ({ points: 0, items: 0 });

function plus(a: Amount, b: Amount, sign: 1 | -1 = 1): Amount {
  return { points: tidy(a.points + sign * b.points), items: a.items + sign * b.items };
}

/** The growth (1) or the loss (-1) in a difference, as amounts of 0 or more. */
function bounded({ points, items }: Amount, sign: 1 | -1): Amount {
  return { points: Math.max(0, sign * points), items: Math.max(0, sign * items) };
}

/** Estimates can be fractions; their sums are not to end in 0.30000000000000004. */
function tidy(points: number): number {
  return Math.round(points * 1e6) / 1e6;
}

const DAY_MS = 86_400_000;

/** The days from one to the other, both among them; the last {@link MOST_DAYS} of them. */
export function daysBetween(first: string, last: string): string[] {
  const end = Math.max(Date.parse(first), Date.parse(last));
  const start = Math.max(Date.parse(first), end - (MOST_DAYS - 1) * DAY_MS);
  const days: string[] = [];
  for (let day = start; day <= end; day += DAY_MS) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
}
