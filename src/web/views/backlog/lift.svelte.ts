/**
 * Moving an item by keyboard: Space picks it up, up and down carry it along the rows, left and right
 * choose how deep, Space or Enter puts it down, Escape puts it back. Each step is said to screen
 * readers; nothing is sent before it is put down.
 */
import { onLeave } from "../../components/on-leave.svelte.ts";
import { announce } from "../../store/announce.svelte.ts";
import { board } from "../../store/board.svelte.ts";
import type { BacklogState } from "./backlog-state.svelte.ts";
import { type Place, placesBehind, rowsWithout, type Step } from "./place.ts";
import { ROOT } from "./tree.ts";

export interface Lift {
  /** The item that is picked up. */
  readonly id: string | null;
  /** Where it would go. */
  readonly place: Place | null;
  pickUp(id: string): void;
  carry(step: Step): void;
  putDown(): void;
  putBack(): void;
}

/** To be called while the backlog is set up. Who turns to something else puts the item back. */
export function createLift(state: BacklogState): Lift {
  let id = $state<string | null>(null);
  let place = $state.raw<Place | null>(null);

  const titleOf = (one: string): string => board.cards.get(one)?.title ?? "the item";
  const end = (): void => {
    id = null;
    place = null;
  };

  onLeave(
    () => (id === null ? null : `[data-row="${id}"]`),
    () => {
      if (id !== null) announce(`${titleOf(id)} is back where it was.`);
      end();
    },
  );

  return {
    get id() {
      return id;
    },
    get place() {
      return place;
    },
    pickUp(item) {
      id = item;
      place = null;
      announce(
        `${titleOf(item)} is picked up. Arrows carry it, Space puts it down, Escape puts it back.`,
      );
    },
    carry(step) {
      const card = id === null ? undefined : board.cards.get(id);
      const row = id === null ? null : state.row(id);
      if (card === undefined || row === null) return;
      const others = rowsWithout(state.tree, state.rows, card.id);
      const options = (index: number) => placesBehind(state.tree, board.cards, card, others, index);
      const index =
        place === null
          ? state.rows.indexOf(row) - 1
          : others.findIndex(({ key }) => key === place?.behind);
      const level = place?.level ?? row.level;
      let found: Place | undefined;
      if (step === "in" || step === "out") {
        const here = options(index);
        found =
          step === "in"
            ? here.findLast((one) => one.level > level)
            : here.find((one) => one.level < level);
      } else {
        const by = step === "up" ? -1 : 1;
        for (let at = index + by; at >= -1 && at < others.length && !found; at += by) {
          // The one that is as deep as now, or as near to that as can be.
          found = options(at).sort(
            (a, b) => Math.abs(a.level - level) - Math.abs(b.level - level),
          )[0];
        }
      }
      if (found === undefined) return;
      place = found;
      announce(describe(found));
    },
    putDown() {
      if (id === null) return;
      const [item, to] = [id, place];
      end();
      state.focusRow(item);
      if (to === null) announce(`${titleOf(item)} stays where it was.`);
      else void state.move(item, to);
    },
    putBack() {
      if (id === null) return;
      const item = id;
      end();
      state.focusRow(item);
      announce(`${titleOf(item)} is back where it was.`);
    },
  };

  function describe({ parent, before, after }: Place): string {
    const under = parent === ROOT ? "At the top level" : `Under ${titleOf(parent)}`;
    if (before !== undefined) return `${under}, before ${titleOf(before)}.`;
    return after === undefined ? `${under}.` : `${under}, behind ${titleOf(after)}.`;
  }
}
