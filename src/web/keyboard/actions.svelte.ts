/**
 * Everything that can be done by key or palette: one table. The palette lists it, `?` explains it, and
 * the keys run it, so that none of the three says anything else than the others.
 */
import { untrack } from "svelte";

export interface Action {
  /** Unique; by this an action is found again, as the one used last. */
  id: string;
  title: string;
  group: "Board" | "Item" | "Go to" | "View" | "Help";
  /**
   * The keys, as people read them: `c`, `?`, `ArrowDown`, `Mod+K` (Ctrl, or Cmd on a Mac), or two after
   * each other, `g b`. Single keys work only where nobody types.
   */
  keys?: readonly string[];
  /** Other words by which the palette finds it. */
  words?: string;
  /** Its keys work while somebody types, and in a dialog, too. */
  whileTyping?: true;
  /** Keys that only move about are in the help, but not in the palette. */
  palette?: false;
  /** Whether it can be done now; it can, if left out. */
  when?: () => boolean;
  run: () => void;
}

let everywhere: () => readonly Action[] = () => [];
let sets = $state.raw<readonly (() => readonly Action[])[]>([]);

/** The actions that every view has; those of a view stand over them. To be called once. */
export function setGlobalActions(actions: () => readonly Action[]): void {
  everywhere = actions;
}

/** Offers actions as long as the component that calls this is there. To be called while it is set up. */
export function useActions(actions: () => readonly Action[]): void {
  $effect(() => {
    sets = [...untrack(() => sets), actions];
    return () => {
      sets = sets.filter((set) => set !== actions);
    };
  });
}

/** Every action that the open view has, also those that cannot be done just now. */
export function allActions(): Action[] {
  const all = [everywhere, ...sets].flatMap((set) => set());
  // Of two actions with one id the one that came later counts.
  return [...new Map(all.map((action) => [action.id, action])).values()];
}

/** What can be done now. */
export function availableActions(): Action[] {
  return allActions().filter((action) => action.when?.() ?? true);
}
