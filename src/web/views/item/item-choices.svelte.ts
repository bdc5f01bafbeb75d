/** Items to choose from: found as one types, and before that the ones that were changed last. */
import type { WorkItemView } from "../../../board/commands.ts";
import { ITEM_TYPES, type ItemType } from "../../../domain/entities.ts";
import { shortId } from "../../../domain/short-id.ts";
import { query } from "../../api/client.ts";
import type { Choice } from "../../components/choice.ts";
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
  let found = $state.raw<readonly WorkItemView[] | null>(null);
  let searching = $state(false);
  let wanted = "";
  const latest = $derived(
    [...board.cards.values()]
      .filter((card) => project === null || card.project_id === project)
      .filter((card) => card.status !== "done" && fits(card))
      .sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1))
      .slice(0, MOST),
  );

  async function look(text: string): Promise<void> {
    wanted = text.trim();
    if (wanted === "") {
      found = null;
      return;
    }
    searching = true;
    const asked = wanted;
    const within = project === null ? {} : { project };
    const outcome = await query("search", { text: asked, limit: 100, ...within });
    // What was typed meanwhile has its own answer.
    if (asked !== wanted) return;
    searching = false;
    found = outcome.ok ? outcome.value.hits.map((hit) => asOfNow(hit.work_item)) : [];
  }

  return {
    get choices() {
      return (found?.filter(fits).slice(0, MOST) ?? latest).map((item) => ({
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
