/** What moving a card on the board means as commands, and what it looks like until they are answered. */
import type { Command } from "../../../board/commands.ts";
import type { Card } from "../../../board/queries.ts";
import type { ItemStatus } from "../../../domain/entities.ts";
import { GAP } from "../../../domain/position.ts";
import type { Grouping } from "./filter.ts";

/** A place on the board. */
export interface Place {
  group: string;
  status: ItemStatus;
  /** The card of this cell that it goes before; null: behind the last one. */
  before: string | null;
}

export interface Move {
  commands: Command[];
  values: Partial<Card>;
}

/**
 * @param cell the cards that the place's cell shows, in order; the moved one may be among them.
 * @param all every card of the project: what a filter hides keeps its place too.
 * @returns null where nothing would change.
 */
export function planMove(
  card: Card,
  from: { group: string },
  to: Place,
  cell: readonly Card[],
  all: Iterable<Card>,
  grouping: Grouping,
): Move | null {
  const others = cell.filter(({ id }) => id !== card.id);
  const index = to.before === null ? -1 : others.findIndex(({ id }) => id === to.before);
  const next = others[index];
  const previous = next === undefined ? others.at(-1) : others[index - 1];
  const isSameCell = card.status === to.status && from.group === to.group;
  const at = cell.findIndex(({ id }) => id === card.id);
  const stays = isSameCell && cell[at + 1]?.id === next?.id;
  if (stays) return null;

  const neighbour =
    next !== undefined
      ? { before: next.id }
      : previous !== undefined
        ? { after: previous.id }
        : { to: "bottom" as const };
  const status = card.status === to.status ? {} : { status: to.status };
  const commands: Command[] = [
    { command: "work_item.move", params: { ref: card.id, ...status, ...neighbour } },
  ];
  const values: Partial<Card> = {
    ...status,
    position: positionBetween(card, next, previous, all),
  };
  if (from.group !== to.group) {
    const value = to.group === "none" ? null : to.group;
    const set = grouping === "epic" ? { parent: value } : { assignee: value };
    commands.push({ command: "work_item.update", params: { ref: card.id, set } });
    Object.assign(values, grouping === "epic" ? { parent_id: value } : { assignee_id: value });
  }
  return { commands, values };
}

/** A card that a move cuts off from its parent, though the groups show only its epic: worth a word. */
export function parentThatItLeaves(
  card: Card,
  from: { group: string },
  to: { group: string },
  all: ReadonlyMap<string, Card>,
  grouping: Grouping,
): Card | null {
  if (grouping !== "epic" || from.group === to.group) return null;
  if (card.parent_id === null || card.parent_id === from.group) return null;
  return all.get(card.parent_id) ?? null;
}

/** What puts a card back below its parent and to its place. @param cell where it was, in order. */
export function wayBack(card: Card, cell: readonly Card[]): Command[] {
  const next = cell[cell.findIndex(({ id }) => id === card.id) + 1];
  const neighbour = next === undefined ? { to: "bottom" as const } : { before: next.id };
  const { id: ref, status, parent_id: parent } = card;
  return [
    { command: "work_item.update", params: { ref, set: { parent } } },
    { command: "work_item.move", params: { ref, status, ...neighbour } },
  ];
}

/** A position that sorts where the card goes. The server gives the real one. */
function positionBetween(
  card: Card,
  next: Card | undefined,
  previous: Card | undefined,
  all: Iterable<Card>,
): number {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const edge = next?.position ?? previous?.position;
  if (edge === undefined) return card.position;
  for (const { id, position } of all) {
    if (id === card.id) continue;
    if (position < edge) low = Math.max(low, position);
    if (position > edge) high = Math.min(high, position);
  }
  if (next !== undefined) return low === Number.NEGATIVE_INFINITY ? edge - GAP : (low + edge) / 2;
  return high === Number.POSITIVE_INFINITY ? edge + GAP : (high + edge) / 2;
}
