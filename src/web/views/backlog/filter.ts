/** What the backlog shows. It stands in the URL. */
import type { Card } from "../../../board/queries.ts";

export const SCOPES = ["open", "unplanned", "all"] as const;
export type Scope = (typeof SCOPES)[number];

export const SCOPE_NAMES: { readonly [S in Scope]: string } = {
  open: "Open items",
  unplanned: "Not in a sprint",
  all: "Done ones too",
};

export interface Filter {
  text: string;
  scope: Scope;
  /** Only the items of this sprint. */
  sprint: string | null;
}

export const NO_FILTER = { text: null, show: null, sprint: null };

export function readFilter(search: URLSearchParams): Filter {
  const show = search.get("show");
  return {
    text: search.get("text") ?? "",
    scope: SCOPES.find((scope) => scope === show) ?? "open",
    sprint: search.get("sprint"),
  };
}

export const isFiltering = ({ text, scope, sprint }: Filter): boolean =>
  text !== "" || scope === "unplanned" || sprint !== null;

/** @param sprintOf the sprint that an item is in, of those that are there. */
export function matcher(filter: Filter, sprintOf: (card: Card) => string | null) {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return (card: Card): boolean => {
    if (filter.sprint !== null && sprintOf(card) !== filter.sprint) return false;
    if (filter.scope !== "all" && filter.sprint === null && card.status === "done") return false;
    if (filter.scope === "unplanned" && sprintOf(card) !== null) return false;
    if (words.length === 0) return true;
    const text = `${card.title} ${card.labels.join(" ")}`.toLowerCase();
    return words.every((word) => text.includes(word) || card.id.startsWith(word));
  };
}
