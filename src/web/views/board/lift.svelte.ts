/**
 * Moving a card by keyboard: Space picks it up, arrows carry it about, Space or Enter puts it down,
 * Escape puts it back. Nothing is sent before it is put down. Each step is said to screen readers.
 */
import { onLeave } from "../../components/on-leave.svelte.ts";
import { announce } from "../../store/announce.svelte.ts";
import { board, showPending } from "../../store/board.svelte.ts";
import type { BoardState } from "./board-state.svelte.ts";
import { type Place, planMove } from "./move.ts";
import { type Direction, neighbourPlace } from "./navigate.ts";

export interface Lift {
  /** The card that is picked up. */
  readonly id: string | null;
  pickUp(id: string): void;
  carry(direction: Direction): void;
  putDown(): void;
  putBack(): void;
  /** The keys of a card that has the focus. */
  onKey(event: KeyboardEvent, id: string): void;
}

/** To be called while the board is set up. Who turns to something else, or leaves the board, puts the card back. */
export function createLift(state: BoardState): Lift {
  let id = $state<string | null>(null);
  let place: Place | null = null;
  let hide: () => void = () => {};

  const nameOf = (card: string): string => board.cards.get(card)?.title ?? "The card";

  function end(): void {
    hide();
    hide = () => {};
    place = null;
    id = null;
  }

  $effect(() => end);
  onLeave(
    () => (id === null ? null : `[data-card="${id}"]`),
    () => {
      if (id !== null) announce(`${nameOf(id)} is back where it was.`);
      end();
    },
  );

  const lift: Lift = {
    get id() {
      return id;
    },
    pickUp(card) {
      id = card;
      announce(
        `${nameOf(card)} is picked up. Arrows carry it, Space puts it down, Escape puts it back.`,
      );
    },
    carry(direction) {
      if (id === null) return;
      const to = neighbourPlace(state, id, direction);
      if (to === null) return;
      // From where it really is to where it is carried: as if it were one step.
      hide();
      const card = board.cards.get(id);
      if (card === undefined) {
        announce("The card was deleted meanwhile.");
        return end();
      }
      const from = { group: state.placeOf(id)?.group.key ?? "" };
      const cards = state.cell(to.group, to.status);
      const plan = planMove(card, from, to, cards, board.cards.values(), state.grouping);
      hide = plan === null ? () => {} : showPending([{ id, values: plan.values }]);
      place = to;
      state.focusCard(id);
      const now = state.placeOf(id);
      const column = board.columns.find((one) => one.status_value === to.status)?.name;
      if (now !== null) announce(`${column}, ${now.index + 1} of ${now.cell.length}.`);
    },
    putDown() {
      if (id === null) return;
      const [card, to] = [id, place];
      end();
      if (to === null) announce(`${nameOf(card)} stays where it was.`);
      else void state.move(card, to);
      state.focusCard(card);
    },
    putBack() {
      if (id === null) return;
      const card = id;
      end();
      state.focusCard(card);
      announce(`${nameOf(card)} is back where it was.`);
    },
    onKey(event, card) {
      if (event.key === " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        if (id === card) lift.putDown();
        else lift.pickUp(card);
      } else if (event.key === "Enter" && id === card) {
        event.preventDefault();
        lift.putDown();
      }
    },
  };
  return lift;
}
