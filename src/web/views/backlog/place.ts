/** Places in the tree: where an item can go, and what going there means. */
import type { Commands } from "../../../board/commands.ts";
import type { Card } from "../../../board/queries.ts";
import { checkParent } from "../../../domain/hierarchy.ts";
import { GAP } from "../../../domain/position.ts";
import { type ItemRow, pathTo, ROOT, type Row, subtreeOf, type Tree } from "./tree.ts";

export interface Place {
  parent: string;
  /** The sibling that it goes right before, or right behind; neither: the parent's only child. */
  before?: string;
  after?: string;
  level: number;
  /** The row that it would stand behind; null: at the top. */
  behind: string | null;
}

/** Whether an item may hang below another. A reason in words where it may not. */
export function fits(tree: Tree, cards: ReadonlyMap<string, Card>, card: Card, parent: string) {
  if (parent === ROOT) return true;
  const above = cards.get(parent);
  return above !== undefined && checkParent(card, above, pathTo(tree, parent)).ok;
}

/** The item rows without an item and what is below it: among them it finds its new place. */
export function rowsWithout(tree: Tree, rows: readonly Row[], id: string): ItemRow[] {
  const own = subtreeOf(tree, id);
  return rows.filter((row): row is ItemRow => row.kind === "item" && !own.has(row.key));
}

/**
 * The places behind a row, the deepest first: as its child, as its sibling, as a sibling of what is
 * above it. Before the first row there is one.
 *
 * @param others the rows without the item's own (see {@link rowsWithout}).
 * @param index of the row; -1: before the first.
 */
export function placesBehind(
  tree: Tree,
  cards: ReadonlyMap<string, Card>,
  card: Card,
  others: readonly ItemRow[],
  index: number,
): Place[] {
  const row = others[index];
  const next = others[index + 1];
  if (row === undefined) {
    const where = next === undefined ? {} : { before: next.key };
    return [{ parent: ROOT, level: 0, behind: null, ...where }];
  }
  const lowest = next?.level ?? 0;
  const places: Place[] = [];
  if (fits(tree, cards, card, row.key)) {
    const last = (tree.children.get(row.key) ?? []).findLast(({ id }) => id !== card.id)?.id;
    const isOpen = next !== undefined && next.level > row.level;
    const end = last === undefined ? {} : { after: last };
    const where = isOpen ? { before: next.key } : end;
    places.push({ parent: row.key, level: row.level + 1, behind: row.key, ...where });
  }
  // Behind an open parent there is only the place of its first child.
  let at: ItemRow | undefined = lowest > row.level ? undefined : row;
  for (; at !== undefined && at.level >= lowest; at = above(others, at)) {
    if (!fits(tree, cards, card, at.parent)) continue;
    const isBefore = next !== undefined && next.level === at.level && next.parent === at.parent;
    const where = isBefore ? { before: next.key } : { after: at.key };
    places.push({ parent: at.parent, level: at.level, behind: row.key, ...where });
  }
  return places;
}

function above(rows: readonly ItemRow[], row: ItemRow): ItemRow | undefined {
  return row.parent === ROOT ? undefined : rows.find(({ key }) => key === row.parent);
}

export interface PlacedMove {
  params: Commands["work_item.move"]["params"];
  values: Partial<Card>;
}

/** @returns null where the item is there already. */
export function planPlace(
  tree: Tree,
  cards: ReadonlyMap<string, Card>,
  card: Card,
  place: Place,
): PlacedMove | null {
  const from = tree.parentOf.get(card.id) ?? ROOT;
  const siblings = tree.children.get(from) ?? [];
  const at = siblings.findIndex(({ id }) => id === card.id);
  const isSame = from === place.parent;
  const staysPut =
    isSame &&
    (place.before === undefined || siblings[at + 1]?.id === place.before) &&
    (place.after === undefined || siblings[at - 1]?.id === place.after);
  if (staysPut || place.before === card.id || place.after === card.id) return null;
  const neighbour =
    place.before !== undefined
      ? { before: place.before }
      : place.after !== undefined
        ? { after: place.after }
        : {};
  const parent = place.parent === ROOT ? null : place.parent;
  return {
    params: { ref: card.id, ...neighbour, ...(isSame ? {} : { parent }) },
    values: {
      position: positionAt(cards, card, place),
      ...(isSame ? {} : { parent_id: parent }),
    },
  };
}

/** A position that sorts where the item goes, until the server has said the real one. */
function positionAt(cards: ReadonlyMap<string, Card>, card: Card, place: Place): number {
  const neighbour = cards.get(place.before ?? place.after ?? "");
  if (neighbour === undefined) return card.position;
  const edge = neighbour.position;
  const sign = place.before === undefined ? 1 : -1;
  let nearest = Number.POSITIVE_INFINITY;
  for (const { id, position } of cards.values()) {
    const distance = (position - edge) * sign;
    if (id !== card.id && distance > 0 && distance < nearest) nearest = distance;
  }
  return edge + (sign * (nearest === Number.POSITIVE_INFINITY ? GAP : nearest)) / 2;
}

export type Step = "up" | "down" | "in" | "out";

/** One step of an item that is moved by keyboard: among its siblings, or below and out of another. */
export function stepPlace(
  tree: Tree,
  cards: ReadonlyMap<string, Card>,
  rows: readonly Row[],
  id: string,
  step: Step,
): Place | null {
  const items = rows.filter((row): row is ItemRow => row.kind === "item");
  const row = items.find(({ key }) => key === id);
  if (row === undefined) return null;
  const siblings = items.filter(({ parent }) => parent === row.parent);
  const previous = siblings[row.index - 1];
  const next = siblings[row.index + 1];
  const { level, parent } = row;
  const place = { parent, level, behind: null };
  if (step === "up") return previous ? { ...place, before: previous.key } : null;
  if (step === "down") return next ? { ...place, after: next.key } : null;
  if (step === "in") {
    if (previous === undefined || !fits(tree, cards, row.card, previous.key)) return null;
    const last = tree.children.get(previous.key)?.at(-1)?.id;
    const where = last === undefined ? {} : { after: last };
    return { parent: previous.key, level: level + 1, behind: null, ...where };
  }
  if (parent === ROOT) return null;
  return {
    parent: tree.parentOf.get(parent) ?? ROOT,
    level: level - 1,
    behind: null,
    after: parent,
  };
}
