/**
 * Items to choose from: those of the open board at once as one types, and behind them what a search finds;
 * before anything is typed, the ones that were changed last.
 */
import type { WorkItemView } from "../../../board/commands.ts";
import { ITEM_TYPES, type ItemType } from "../../../domain/entities.ts";
import { shortId } from "../../../domain/short-id.ts";
import { query } from "../../api/client.ts";
import type { Choice } from "../../components/choice.ts";
import { matchChoices } from "../../components/match.ts";
import { asOfNow, board } from "../../store/board.svelte.ts";

const MOST = 30;

export interface ItemChoice extends Choice {
  item: WorkItemView;
}

export interface ItemSearch {
  readonly choices: readonly ItemChoice[];
  readonly searching: boolean;
  look(text: string): void;
}

/**
 * @param project only items of this project; of all, if null.
 * @param fits which items can be chosen.
 */
export function searchItems(
  project: string | null,
  fits: (item: WorkItemView) => boolean,
): ItemSearch {
  let found = $state.raw<readonly WorkItemView[]>([]);
  let searching = $state(false);
  let typed = $state("");
  const isWithin = (item: WorkItemView): boolean =>
    (project === null || item.project_id === project) && fits(item);
  /** What the page itself knows: there in the moment in which it is typed. */
  const here = $derived.by(() => {
    const newest = [...board.cards.values()]
      .filter(isWithin)
      .sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
    if (typed === "") return newest.filter(({ status }) => status !== "done").slice(0, MOST);
    const named = newest.filter(({ id }) => id.startsWith(typed.toLowerCase()));
    const byTitle = matchChoices(
      newest.map((item) => ({ label: item.title, item })),
      typed,
    ).map(({ item }) => item);
    return [...new Set([...(typed.length < 4 ? [] : named), ...byTitle])];
  });
  /** The search behind them: it looks into texts too, and into other projects. */
  const all = $derived.by(() => {
    const known = new Set(here.map(({ id }) => id));
    return [...here, ...found.filter((item) => !known.has(item.id) && fits(item))].slice(0, MOST);
  });

  async function look(text: string): Promise<void> {
    typed = text.trim();
    found = [];
    searching = typed !== "";
    if (!searching) return;
    const asked = typed;
    const within = project === null ? {} : { project };
    const outcome = await query("search", { text: asked, limit: 100, ...within });
    // What was typed meanwhile has its own answer.
    if (asked !== typed) return;
    searching = false;
    found = outcome.ok ? outcome.value.hits.map((hit) => asOfNow(hit.work_item)) : [];
  }

  return {
    get choices() {
      return all.map((item) => ({
        id: item.id,
        label: item.title,
        note: shortId(item.id),
        item,
      }));
    },
    get searching() {
      return searching;
    },
    look: (text) => void look(text),
  };
}

/** Whether an item of one type may hang below one of the other. */
export function canBeParent(parent: ItemType, child: ItemType): boolean {
  return ITEM_TYPES.indexOf(parent) <= ITEM_TYPES.indexOf(child);
}
