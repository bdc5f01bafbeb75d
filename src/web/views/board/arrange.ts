/** From the cards of a project to what the board shows: rows of groups, in each a cell a column. */
import type { Card, Column, UserView } from "../../../board/queries.ts";
import type { ItemStatus } from "../../../domain/entities.ts";
import type { Grouping } from "./filter.ts";

export interface Group {
  /** The id of the epic or person, `none` for what has none; `all` where nothing is grouped. */
  key: string;
  title: string;
  cells: { readonly [S in ItemStatus]?: readonly Card[] };
  count: number;
}

interface Parts {
  cards: ReadonlyMap<string, Card>;
  columns: readonly Column[];
  users: ReadonlyMap<string, UserView>;
  grouping: Grouping;
  matches: (card: Card) => boolean;
}

/** The groups in their order; without grouping there is one, also where no card is shown. */
export function arrange({ cards, columns, users, grouping, matches }: Parts): Group[] {
  const shown = [...cards.values()].filter(matches).sort(inBoardOrder);
  const byGroup = new Map<string, Card[]>();
  if (grouping === "none") byGroup.set("all", shown);
  else {
    for (const card of shown) {
      const key = groupOf(card, cards, grouping);
      // An epic is the head of its row, and no card in it.
      push(byGroup, key, ...(key === card.id ? [] : [card]));
    }
  }
  const groups = [...byGroup].map(([key, members]) => ({
    key,
    title: titleOf(key, cards, users, grouping),
    cells: cellsOf(members, columns),
    count: members.length,
  }));
  return grouping === "none" ? groups : groups.sort((a, b) => compareGroups(a, b, cards));
}

/** By position, then id: the order in which the board keeps its items. */
export function inBoardOrder(a: Card, b: Card): number {
  return a.position - b.position || (a.id < b.id ? -1 : 1);
}

/** Of which group a card is. An epic is its own. */
export function groupOf(card: Card, cards: ReadonlyMap<string, Card>, grouping: Grouping): string {
  if (grouping === "assignee") return card.assignee_id ?? "none";
  if (grouping === "none") return "all";
  const seen = new Set<string>();
  let at: Card | undefined = card;
  while (at !== undefined && at.item_type !== "epic" && !seen.has(at.id)) {
    seen.add(at.id);
    at = at.parent_id === null ? undefined : cards.get(at.parent_id);
  }
  return at?.item_type === "epic" ? at.id : "none";
}

function push(map: Map<string, Card[]>, key: string, ...cards: Card[]): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, cards);
  else list.push(...cards);
}

function cellsOf(cards: readonly Card[], columns: readonly Column[]): Group["cells"] {
  const cells: { [S in ItemStatus]?: Card[] } = {};
  for (const column of columns) cells[column.status_value] = [];
  for (const card of cards) cells[card.status]?.push(card);
  return cells;
}

function titleOf(
  key: string,
  cards: ReadonlyMap<string, Card>,
  users: ReadonlyMap<string, UserView>,
  grouping: Grouping,
): string {
  if (key === "none") return grouping === "epic" ? "No epic" : "Nobody";
  if (grouping === "epic") return cards.get(key)?.title ?? "Epic";
  return users.get(key)?.name ?? "Somebody";
}

/** Epics in the order of the board, people by name, and what has none at the end. */
function compareGroups(a: Group, b: Group, cards: ReadonlyMap<string, Card>): number {
  if (a.key === "none" || b.key === "none") return a.key === "none" ? 1 : -1;
  const [one, other] = [cards.get(a.key), cards.get(b.key)];
  if (one !== undefined && other !== undefined) return inBoardOrder(one, other);
  return a.title.localeCompare(b.title);
}
