/** The keys of the backlog. */
import type { Action } from "../../keyboard/actions.svelte.ts";
import { itemActions } from "../../keyboard/item-actions.ts";
import { openItem, setSearch } from "../../router.svelte.ts";
import { board } from "../../store/board.svelte.ts";
import type { BacklogState } from "./backlog-state.svelte.ts";
import { NO_FILTER } from "./filter.ts";
import type { Lift } from "./lift.svelte.ts";
import { type Step, stepPlace } from "./place.ts";
import { ROOT } from "./tree.ts";

export interface BacklogParts {
  state: BacklogState;
  lift: Lift;
  field: () => HTMLInputElement | undefined;
  /** Opens the choice of a sprint, or of a parent, for an item. */
  pick: (what: "sprint" | "parent", id: string) => void;
  /** Puts the cursor into the field for a new item at the top level. */
  compose: () => void;
}

const STEPS: readonly [Step, arrow: string, letter: string, words: string][] = [
  ["up", "ArrowUp", "k", "up"],
  ["down", "ArrowDown", "j", "down"],
  ["in", "ArrowRight", "l", "below the one before it"],
  ["out", "ArrowLeft", "h", "out of its parent"],
];
const ABOUT = {
  up: "Up",
  down: "Down",
  in: "Unfold, or to the first below it",
  out: "Fold, or to its parent",
};

/** While the focus is in the panel of an item, arrows scroll that. */
const isFocusHere = (): boolean => document.activeElement?.closest("[role=dialog]") == null;

export function backlogActions({ state, lift, field, pick, compose }: BacklogParts): Action[] {
  const selected = (): string | null =>
    state.selected !== null && state.row(state.selected) !== null ? state.selected : null;
  const hasSelected = (): boolean => selected() !== null && isFocusHere();
  const on = (act: (id: string) => void) => () => {
    const id = selected();
    if (id !== null) act(id);
  };

  return [
    ...STEPS.map(
      ([step, arrow, letter]): Action => ({
        id: `go-${step}`,
        title: ABOUT[step],
        group: "Board",
        keys: [arrow, letter],
        palette: false,
        when: isFocusHere,
        run: () => (lift.id === null ? go(state, selected(), step) : lift.carry(step)),
      }),
    ),
    {
      id: "open",
      title: "Open the item",
      group: "Item",
      keys: ["Enter"],
      when: hasSelected,
      run: on((id) => (lift.id === null ? openItem(id) : lift.putDown())),
    },
    {
      id: "pick-up",
      title: "Pick the item up, put it down",
      group: "Item",
      keys: ["Space"],
      palette: false,
      when: hasSelected,
      run: on((id) => (lift.id === null ? lift.pickUp(id) : lift.putDown())),
    },
    {
      id: "put-back",
      title: "Put the item back",
      group: "Item",
      keys: ["Escape"],
      palette: false,
      when: () => lift.id !== null,
      run: () => lift.putBack(),
    },
    ...STEPS.map(
      ([step, arrow, , words]): Action => ({
        id: `move-${step}`,
        title: `Move the item ${words}`,
        group: "Item",
        keys: [`Shift+${arrow}`],
        when: hasSelected,
        run: on((id) => {
          const place = stepPlace(state.tree, board.cards, state.rows, id, step);
          if (place === null) return;
          void state.move(id, place);
          state.focusRow(id);
        }),
      }),
    ),
    ...itemActions(selected, hasSelected),
    {
      id: "sprint",
      title: "Plan for a sprint…",
      group: "Item",
      keys: ["s"],
      words: "move to",
      when: hasSelected,
      run: on((id) => pick("sprint", id)),
    },
    {
      id: "parent",
      title: "Move below…",
      group: "Item",
      keys: ["u"],
      words: "parent under epic story",
      when: hasSelected,
      run: on((id) => pick("parent", id)),
    },
    {
      id: "create-sibling",
      title: "New item beside this one",
      group: "Item",
      keys: ["n"],
      words: "add create",
      when: hasSelected,
      run: on((id) => {
        const parent = state.row(id)?.parent ?? ROOT;
        if (parent === ROOT) compose();
        else state.composing = parent;
      }),
    },
    {
      id: "create-child",
      title: "New item below this one",
      group: "Item",
      keys: ["N"],
      words: "add create child",
      when: hasSelected,
      run: on((id) => {
        state.composing = id;
      }),
    },
    {
      id: "create",
      title: "New item at the top level",
      group: "Board",
      keys: ["c"],
      words: "add create task story epic",
      run: compose,
    },
    { id: "filter", title: "Filter", group: "Board", keys: ["f"], run: () => field()?.focus() },
    { id: "unfold", title: "Unfold all", group: "View", run: () => state.setAllExpanded(true) },
    { id: "fold", title: "Fold all", group: "View", run: () => state.setAllExpanded(false) },
    {
      id: "clear-filter",
      title: "Clear the filter",
      group: "Board",
      run: () => setSearch(NO_FILTER),
    },
  ];
}

function go(state: BacklogState, id: string | null, step: Step): void {
  const items = state.rows.filter((row) => row.kind === "item");
  const index = items.findIndex(({ key }) => key === id);
  const row = items[index];
  if (row === undefined) {
    if (items[0]) state.focusRow(items[0].key);
    return;
  }
  const to = {
    up: items[index - 1]?.key,
    down: items[index + 1]?.key,
    in: row.expanded ? items[index + 1]?.key : undefined,
    out: row.expanded || row.parent === ROOT ? undefined : row.parent,
  }[step];
  if (to !== undefined) state.focusRow(to);
  else if (step === "in" && row.expanded === false) state.setExpanded(row.key, true);
  else if (step === "out" && row.expanded) state.setExpanded(row.key, false);
}
