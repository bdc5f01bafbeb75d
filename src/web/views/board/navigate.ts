/** Where the arrows lead on the board. */
import type { ItemStatus } from "../../../domain/entities.ts";
import type { BoardState } from "./board-state.svelte.ts";
import type { Place } from "./move.ts";

export type Direction = "up" | "down" | "left" | "right";

/** The card that is next in a direction; null at the edge, and the first one where none is selected. */
export function neighbour(state: BoardState, direction: Direction): string | null {
  const at = state.selected === null ? null : state.placeOf(state.selected);
  if (at === null) return firstCard(state);
  if (direction === "up" || direction === "down") {
    const next = at.cell[at.index + (direction === "down" ? 1 : -1)];
    return next?.id ?? cardInNextGroup(state, at.group.key, at.status, direction);
  }
  for (const status of statusesTo(state, at.status, direction)) {
    const cards = at.group.cells[status] ?? [];
    const card = cards[Math.min(at.index, cards.length - 1)];
    if (card !== undefined) return card.id;
  }
  return null;
}

/** The first card of the board, in reading order. */
export function firstCard(state: BoardState): string | null {
  for (const group of state.groups) {
    for (const { status_value } of state.columns) {
      const card = group.cells[status_value]?.[0];
      if (card !== undefined) return card.id;
    }
  }
  return null;
}

function cardInNextGroup(
  state: BoardState,
  key: string,
  status: ItemStatus,
  direction: "up" | "down",
): string | null {
  const index = state.groups.findIndex((group) => group.key === key);
  const rest =
    direction === "down" ? state.groups.slice(index + 1) : state.groups.slice(0, index).reverse();
  for (const group of rest) {
    const card = group.cells[status]?.at(direction === "down" ? 0 : -1);
    if (card !== undefined) return card.id;
  }
  return null;
}

function statusesTo(
  state: BoardState,
  status: ItemStatus,
  direction: "left" | "right",
): ItemStatus[] {
  const statuses = state.columns.map((column) => column.status_value);
  const index = statuses.indexOf(status);
  return direction === "right" ? statuses.slice(index + 1) : statuses.slice(0, index).reverse();
}

/** The place one step away, for a card that is carried: over the edge of a group, into the next; else null. */
export function neighbourPlace(state: BoardState, id: string, direction: Direction): Place | null {
  const at = state.placeOf(id);
  if (at === null) return null;
  const { group, status, cell, index } = at;
  if (direction === "up") {
    const before = cell[index - 1];
    if (before !== undefined) return { group: group.key, status, before: before.id };
    const above = state.groups[state.groups.indexOf(group) - 1];
    return above === undefined ? null : { group: above.key, status, before: null };
  }
  if (direction === "down") {
    if (index + 1 < cell.length) {
      return { group: group.key, status, before: cell[index + 2]?.id ?? null };
    }
    const below = state.groups[state.groups.indexOf(group) + 1];
    if (below === undefined) return null;
    return { group: below.key, status, before: below.cells[status]?.[0]?.id ?? null };
  }
  const [to] = statusesTo(state, status, direction);
  if (to === undefined) return null;
  const before = group.cells[to]?.[index];
  return { group: group.key, status: to, before: before?.id ?? null };
}
