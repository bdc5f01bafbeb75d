/** What is in each sprint, added up. */
import type { SprintView } from "../../../board/commands.ts";
import type { Card } from "../../../board/queries.ts";

export interface Sum {
  points: number;
  items: number;
  donePoints: number;
  doneItems: number;
  /** Open items that nobody has estimated. */
  unestimated: number;
}

const NOTHING: Sum = { points: 0, items: 0, donePoints: 0, doneItems: 0, unestimated: 0 };

/** The sprint that an item is in; null also where that sprint is deleted or not there. */
export function sprintOf(card: Card, sprints: ReadonlyMap<string, SprintView>): string | null {
  return card.sprint_id !== null && sprints.has(card.sprint_id) ? card.sprint_id : null;
}

export function sumOf(cards: Iterable<Card>): Sum {
  const sum = { ...NOTHING };
  for (const { status, story_points } of cards) {
    const [points, isDone] = [story_points ?? 0, status === "done"];
    sum.points += points;
    sum.items += 1;
    if (isDone) sum.donePoints += points;
    if (isDone) sum.doneItems += 1;
    else if (story_points === null) sum.unestimated += 1;
  }
  return sum;
}

/** The items of each sprint, in their order; of none under `null`. */
export function cardsBySprint(
  cards: ReadonlyMap<string, Card>,
  sprints: ReadonlyMap<string, SprintView>,
): ReadonlyMap<string | null, Card[]> {
  const sorted = [...cards.values()].sort(
    (a, b) => a.position - b.position || (a.id < b.id ? -1 : 1),
  );
  return Map.groupBy(sorted, (card) => sprintOf(card, sprints));
}

/** Those that can still be planned for: the active one, then the planned ones by their dates. */
export function openSprints(sprints: ReadonlyMap<string, SprintView>): SprintView[] {
  return [...sprints.values()].filter(({ status }) => status === "active" || status === "planned");
}

/** `1`, `2.5`. */
export function number(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 1 });
}

export function points(value: number): string {
  return `${number(value)} ${value === 1 ? "point" : "points"}`;
}
