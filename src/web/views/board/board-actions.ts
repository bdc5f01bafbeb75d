/** The keys of the board. */
import type { Action } from "../../keyboard/actions.svelte.ts";
import { itemActions } from "../../keyboard/item-actions.ts";
import { openItem, setSearch } from "../../router.svelte.ts";
import { board } from "../../store/board.svelte.ts";
import { type BoardState, isFolded, setFolded } from "./board-state.svelte.ts";
import { NO_FILTER } from "./filter.ts";
import type { Lift } from "./lift.svelte.ts";
import { type Direction, neighbour, neighbourPlace } from "./navigate.ts";

const MOVES: readonly [Direction, string, string][] = [
  ["up", "ArrowUp", "k"],
  ["down", "ArrowDown", "j"],
  ["left", "ArrowLeft", "h"],
  ["right", "ArrowRight", "l"],
];
const WAYS = { up: "Up", down: "Down", left: "To the left", right: "To the right" };

/** While the focus is in the panel of an item, arrows scroll that. */
const isFocusHere = (): boolean => document.activeElement?.closest("[role=dialog]") == null;

export function boardActions(
  state: BoardState,
  lift: Lift,
  field: () => HTMLInputElement | undefined,
): Action[] {
  const selected = (): string | null =>
    state.selected !== null && board.cards.has(state.selected) ? state.selected : null;
  const hasSelected = (): boolean => selected() !== null && isFocusHere();

  const about = MOVES.map(
    ([direction, arrow, letter]): Action => ({
      id: `go-${direction}`,
      title: WAYS[direction],
      group: "Board",
      keys: [arrow, letter],
      palette: false,
      when: isFocusHere,
      run() {
        if (lift.id !== null) return lift.carry(direction);
        const card = neighbour(state, direction);
        if (card !== null) state.focusCard(card);
      },
    }),
  );
  const moves = MOVES.map(
    ([direction, arrow]): Action => ({
      id: `move-${direction}`,
      title: `Move the card: ${WAYS[direction].toLowerCase()}`,
      group: "Item",
      keys: [`Shift+${arrow}`],
      palette: false,
      when: hasSelected,
      run() {
        const id = selected();
        const to = id === null ? null : neighbourPlace(state, id, direction);
        if (id === null || to === null) return;
        void state.move(id, to);
        state.focusCard(id);
      },
    }),
  );

  return [
    ...about,
    {
      id: "open",
      title: "Open the card",
      group: "Item",
      keys: ["Enter"],
      when: hasSelected,
      run: () => openItem(selected() ?? ""),
    },
    {
      id: "pick-up",
      title: "Pick the card up, put it down",
      group: "Item",
      keys: ["Space"],
      palette: false,
      when: hasSelected,
      run: () => (lift.id === null ? lift.pickUp(selected() ?? "") : lift.putDown()),
    },
    {
      id: "put-back",
      title: "Put the card back",
      group: "Item",
      keys: ["Escape"],
      palette: false,
      when: () => lift.id !== null,
      run: () => lift.putBack(),
    },
    ...moves,
    ...itemActions(selected, hasSelected),
    {
      id: "create",
      title: "Create a card in this column",
      group: "Board",
      keys: ["c"],
      words: "new add task story epic item",
      run() {
        const id = selected();
        const at = id === null ? null : state.placeOf(id);
        const status = at?.status ?? state.columns[0]?.status_value ?? "backlog";
        const group = at?.group.key ?? state.groups[0]?.key ?? "all";
        state.composing = { group, status };
      },
    },
    { id: "filter", title: "Filter", group: "Board", keys: ["f"], run: () => field()?.focus() },
    {
      id: "mine",
      title: state.filter.mine ? "Everybody's cards" : "Only my cards",
      group: "Board",
      keys: ["i"],
      words: "mine me assigned",
      run: () => setSearch({ mine: state.filter.mine ? null : "1" }),
    },
    {
      id: "clear-filter",
      title: "Clear the filter",
      group: "Board",
      run: () => setSearch(NO_FILTER),
    },
    ...(["none", "epic", "assignee"] as const).map(
      (grouping): Action => ({
        id: `group-${grouping}`,
        title: grouping === "none" ? "Group by nothing" : `Group by ${grouping}`,
        group: "Board",
        words: "swimlanes rows",
        when: () => state.grouping !== grouping,
        run: () => setSearch({ group: grouping === "none" ? null : grouping }),
      }),
    ),
    ...board.columns.map(({ id, name, status_value }): Action => {
      const project = board.project?.id ?? "";
      return {
        id: `unfold-${id}`,
        title: `Unfold ${name}`,
        group: "Column",
        words: "show expand column",
        when: () => isFolded(project, status_value),
        run: () => setFolded(project, status_value, false),
      };
    }),
  ];
}
