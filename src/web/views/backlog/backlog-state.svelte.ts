/** What the backlog holds for all of its parts: the tree, the selection, and moving. */
import type { Command } from "../../../board/commands.ts";
import type { Card } from "../../../board/queries.ts";
import { count } from "../../components/words.ts";
import { route } from "../../router.svelte.ts";
import { announce } from "../../store/announce.svelte.ts";
import { board, type Pending } from "../../store/board.svelte.ts";
import { preference } from "../../store/preferences.svelte.ts";
import { run, runAll } from "../../store/run.ts";
import { toast } from "../../store/toasts.svelte.ts";
import { sprintOf } from "../sprints/sums.ts";
import { type Filter, matcher, readFilter } from "./filter.ts";
import { type Place, planPlace } from "./place.ts";
import { growTree, type ItemRow, ROOT, type Row, rowsOf, subtreeOf, type Tree } from "./tree.ts";

export interface BacklogState {
  readonly filter: Filter;
  readonly tree: Tree;
  readonly rows: readonly Row[];
  /** The item that the keys are about. */
  selected: string | null;
  /** An item that is to have the focus as soon as it is in the page. */
  readonly wanted: string | null;
  /** Below which parent an item is being typed; null: nowhere. */
  composing: string | null;
  row(id: string): ItemRow | null;
  focusRow(id: string): void;
  focused(id: string): void;
  setExpanded(id: string, expanded: boolean): void;
  setAllExpanded(expanded: boolean): void;
  move(id: string, place: Place): Promise<void>;
  /** Into a sprint, or out of all (null), together with what is open below it. */
  plan(id: string, sprint: string | null): Promise<void>;
}

/** The items whose children are folded away, by project. */
const collapsed = preference<Record<string, string[]>>("collapsed", {});

export function createBacklogState(): BacklogState {
  const filter = $derived(readFilter(route.search));
  const project = $derived(board.project?.id ?? "");
  const folded = $derived(new Set(collapsed.value[project] ?? []));
  const tree = $derived(growTree(board.cards));
  let selected = $state<string | null>(null);
  let wanted = $state<string | null>(null);
  let composing = $state<string | null>(null);

  const rows = $derived(
    rowsOf(tree, {
      matches: matcher(filter, (card) => sprintOf(card, board.sprints)),
      // Who searches wants to see what was found.
      isCollapsed: (id) => filter.text === "" && folded.has(id),
      composing,
    }),
  );
  const byId = $derived(new Map(rows.map((row, index) => [row.key, index])));

  const fold = (ids: Set<string>): void => {
    const live = [...ids].filter((id) => board.cards.has(id));
    collapsed.value = { ...collapsed.value, [project]: live };
  };

  const state: BacklogState = {
    get filter() {
      return filter;
    },
    get tree() {
      return tree;
    },
    get rows() {
      return rows;
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
    set composing(parent) {
      composing = parent;
      if (parent === null) return;
      wanted = null;
      state.setExpanded(parent, true);
    },
    row(id) {
      const row = rows[byId.get(id) ?? -1];
      return row?.kind === "item" ? row : null;
    },
    focusRow(id) {
      selected = id;
      wanted = id;
    },
    focused(id) {
      selected = id;
      if (wanted === id) wanted = null;
    },
    setExpanded(id, expanded) {
      if (id === ROOT || folded.has(id) === !expanded) return;
      const ids = new Set(folded);
      if (expanded) ids.delete(id);
      else ids.add(id);
      fold(ids);
    },
    setAllExpanded(expanded) {
      fold(expanded ? new Set() : new Set([...tree.children.keys()].filter((id) => id !== ROOT)));
    },
    async move(id, place) {
      const card = board.cards.get(id);
      const plan = card && planPlace(tree, board.cards, card, place);
      if (!card || !plan) return;
      state.setExpanded(place.parent, true);
      const moved = run("work_item.move", plan.params, { show: [{ id, values: plan.values }] });
      if ((await moved).ok) announce(`${card.title}: ${placeName(state, id)}.`);
    },
    async plan(id, sprint) {
      const card = board.cards.get(id);
      if (card === undefined) return;
      const moving = [...subtreeOf(tree, id)]
        .map((one) => board.cards.get(one))
        .filter((one) => one !== undefined)
        .filter((one) => one.id === id || one.status !== "done")
        .filter((one) => sprintOf(one, board.sprints) !== sprint);
      const name = sprint === null ? "no sprint" : (board.sprints.get(sprint)?.name ?? "a sprint");
      if (moving.length === 0) return announce(`${card.title} is in ${name} already.`);
      const others = moving.filter((one) => one.id !== id).length;
      const what = others === 0 ? "" : ` and ${count(others, "item")} below it`;
      const text = `“${card.title}”${what}: ${sprint === null ? "in no sprint" : `in ${name}`}.`;
      if (await send(moving, () => sprint)) {
        announce(text);
        const undo = () => void send(moving, (one) => one.sprint_id);
        toast({ kind: "done", text, action: { label: "Undo", run: undo } });
      }
    },
  };
  return state;
}

function send(cards: readonly Card[], sprint: (card: Card) => string | null): Promise<boolean> {
  const show: Pending[] = cards.map((card) => ({
    id: card.id,
    values: { sprint_id: sprint(card) },
  }));
  const commands = cards.map(
    (card): Command => ({
      command: "work_item.update",
      params: { ref: card.id, set: { sprint: sprint(card) } },
    }),
  );
  return runAll(commands, { show });
}

/** Where a row stands, in words. */
export function placeName(state: BacklogState, id: string): string {
  const row = state.row(id);
  if (row === null) return "hidden by the filter";
  const under = row.parent === ROOT ? "" : ` under ${board.cards.get(row.parent)?.title ?? ""}`;
  return `${row.index + 1} of ${row.siblings}${under}`;
}
