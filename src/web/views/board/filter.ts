/** Which cards the board shows: read from its URL, so that a link shows what its sender saw. */
import type { Card } from "../../../board/queries.ts";
import { ITEM_TYPES, type ItemType, PRIORITIES, type Priority } from "../../../domain/entities.ts";

export interface Filter {
  text: string;
  types: readonly ItemType[];
  priorities: readonly Priority[];
  labels: readonly string[];
  /** Ids of people, and `none`. */
  assignees: readonly string[];
  /** Ids of sprints, `active`, and `none`. */
  sprints: readonly string[];
  /** Only what is assigned to me. */
  mine: boolean;
}

export const GROUPINGS = ["none", "epic", "assignee"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** The names of the parameters; what means nothing in the URL is passed over. */
export function readFilter(search: URLSearchParams): Filter {
  return {
    text: search.get("text") ?? "",
    types: known(ITEM_TYPES, search.getAll("type")),
    priorities: known(PRIORITIES, search.getAll("priority")),
    labels: search.getAll("label"),
    assignees: search.getAll("assignee"),
    sprints: search.getAll("sprint"),
    mine: search.get("mine") === "1",
  };
}

export function readGrouping(search: URLSearchParams): Grouping {
  return known(GROUPINGS, search.getAll("group"))[0] ?? "none";
}

/** The parameters without any filter: for `setSearch`. */
export const NO_FILTER = {
  text: null,
  type: null,
  priority: null,
  label: null,
  assignee: null,
  sprint: null,
  mine: null,
} as const;

export function isFiltering(filter: Filter): boolean {
  const { text, mine, ...lists } = filter;
  return text !== "" || mine || Object.values(lists).some((list) => list.length > 0);
}

function known<T extends string>(values: readonly T[], given: readonly string[]): T[] {
  return values.filter((value) => given.includes(value));
}

/** Whether a card is shown. A list of nothing asks for nothing; of several values one is enough. */
export function matcher(
  filter: Filter,
  { me, activeSprint }: { me: string | null; activeSprint: string | null },
): (card: Card) => boolean {
  const words = fold(filter.text).split(/\s+/).filter(Boolean);
  const sprints = filter.sprints.map((sprint) => (sprint === "active" ? activeSprint : sprint));
  const asks = (list: readonly unknown[], value: unknown): boolean =>
    list.length === 0 || list.includes(value);
  return (card) =>
    asks(filter.types, card.item_type) &&
    asks(filter.priorities, card.priority) &&
    (filter.labels.length === 0 || filter.labels.some((label) => card.labels.includes(label))) &&
    asks(filter.assignees, card.assignee_id ?? "none") &&
    (filter.sprints.length === 0 || sprints.includes(card.sprint_id ?? "none")) &&
    (!filter.mine || card.assignee_id === me) &&
    (words.length === 0 || hasWords(card, words));
}

function hasWords(card: Card, words: readonly string[]): boolean {
  const title = fold(card.title);
  return words.every(
    (word) =>
      title.includes(word) ||
      card.id.startsWith(word) ||
      card.labels.some((label) => fold(label).includes(word)),
  );
}

/** Without case and accents. */
function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mark}+/gu, "")
    .toLowerCase();
}
