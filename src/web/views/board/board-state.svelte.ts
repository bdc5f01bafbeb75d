/** What the board view holds for all of its parts: the arrangement, the selection, and moving. */
import type { Card, Column } from "../../../board/queries.ts";
import type { ItemStatus } from "../../../domain/entities.ts";
import { route } from "../../router.svelte.ts";
import { announce } from "../../store/announce.svelte.ts";
import { board } from "../../store/board.svelte.ts";
import { preference } from "../../store/preferences.svelte.ts";
import { runAll, toastDone } from "../../store/run.ts";
import { toast } from "../../store/toasts.svelte.ts";
import { workspace } from "../../store/workspace.svelte.ts";
import { arrange, type Group, groupOf } from "./arrange.ts";
import { type Filter, type Grouping, matcher, readFilter, readGrouping } from "./filter.ts";
import { type Place, parentThatItLeaves, planMove, wayBack } from "./move.ts";

export interface BoardState {
  readonly filter: Filter;
  readonly grouping: Grouping;
  readonly groups: readonly Group[];
  /** The columns that are not folded away. */
  readonly columns: readonly Column[];
  /** The card that the keys are about. */
  selected: string | null;
  /** A card that is to have the focus as soon as it is in the page. */
  readonly wanted: string | null;
  focusCard(id: string): void;
  focused(id: string): void;
  /** The cell in which a card is shown; null where it is not. */
  placeOf(
    id: string,
  ): { group: Group; status: ItemStatus; cell: readonly Card[]; index: number } | null;
  cell(group: string, status: ItemStatus): readonly Card[];
  move(id: string, to: Place): Promise<void>;
  /** The cell in which one is being made. */
  composing: { group: string; status: ItemStatus } | null;
}

/** The statuses of the columns that are folded, by project. */
export const folded = preference<Record<string, ItemStatus[]>>("folded-columns", {});

export function createBoardState(): BoardState {
  const filter = $derived(readFilter(route.search));
  const grouping = $derived(readGrouping(route.search));
  const groups = $derived(
    arrange({
      cards: board.cards,
      columns: board.columns,
      users: board.users,
      grouping,
      matches: matcher(filter, {
        me: workspace.me?.id ?? null,
        activeSprint: board.activeSprint?.id ?? null,
      }),
    }),
  );
  const columns = $derived(
    board.columns.filter(({ status_value }) => !isFolded(board.project?.id ?? "", status_value)),
  );
  let selected = $state<string | null>(null);
  let wanted = $state<string | null>(null);
  let composing = $state.raw<BoardState["composing"]>(null);

  const cell: BoardState["cell"] = (group, status) =>
    groups.find((one) => one.key === group)?.cells[status] ?? [];

  return {
    get filter() {
      return filter;
    },
    get grouping() {
      return grouping;
    },
    get groups() {
      return groups;
    },
    get columns() {
      return columns;
    },
    get selected() {
      return selected;
    },
    set selected(id) {
      selected = id;
    },
    get wanted() {
      return wanted;
    },
    get composing() {
      return composing;
    },
    set composing(place) {
      composing = place;
    },
    focusCard(id) {
      selected = id;
      wanted = id;
    },
    focused(id) {
      selected = id;
      if (wanted === id) wanted = null;
    },
    placeOf(id) {
      const card = board.cards.get(id);
      if (card === undefined) return null;
      const key = groupOf(card, board.cards, grouping);
      const group = groups.find((one) => one.key === key);
      const cards = group?.cells[card.status] ?? [];
      const index = cards.findIndex((one) => one.id === id);
      return group === undefined || index < 0
        ? null
        : { group, status: card.status, cell: cards, index };
    },
    cell,
    async move(id, to) {
      const card = board.cards.get(id);
      if (card === undefined) {
        return toast({ kind: "refused", text: "Not moved: the card was deleted meanwhile." });
      }
      const from = { group: groupOf(card, board.cards, grouping) };
      const cards = cell(to.group, to.status);
      const plan = planMove(card, from, to, cards, board.cards.values(), grouping);
      if (plan === null) return;
      const left = parentThatItLeaves(card, from, to, board.cards, grouping);
      const back = wayBack(card, cell(from.group, card.status));
      const show = [{ id, values: plan.values }];
      const moved = runAll(plan.commands, { show });
      const others = cards.filter((one) => one.id !== id);
      const index = to.before === null ? -1 : others.findIndex((one) => one.id === to.before);
      const place = (index < 0 ? others.length : index) + 1;
      const column = board.columns.find((one) => one.status_value === to.status);
      if (await moved) {
        announce(`${card.title}: ${column?.name}, ${place} of ${others.length + 1}.`);
        if (left !== null) {
          toastDone({ text: `“${card.title}” is no longer below “${left.title}”.`, back });
        }
      }
    },
  };
}

export function isFolded(project: string, status: ItemStatus): boolean {
  return folded.value[project]?.includes(status) ?? false;
}

export function setFolded(project: string, status: ItemStatus, fold: boolean): void {
  const others = (folded.value[project] ?? []).filter((one) => one !== status);
  folded.value = { ...folded.value, [project]: fold ? [...others, status] : others };
}

/**
 * How many cards a column should have at most, by project and status. The board's format has no place
 * for it, so it is this browser's: it colours a number, and never keeps anybody from moving a card.
 */
const limits = preference<Record<string, { [S in ItemStatus]?: number }>>("limits", {});

export function limitOf(project: string, status: ItemStatus): number | null {
  return limits.value[project]?.[status] ?? null;
}

export function setLimit(project: string, status: ItemStatus, limit: number | null): void {
  const { [status]: _, ...others } = limits.value[project] ?? {};
  const all = limit === null ? others : { ...others, [status]: limit };
  limits.value = { ...limits.value, [project]: all };
}
