/**
 * Everything that can be done by key or palette: one table. The palette lists it, `?` explains it, and
 * the keys run it, so that none of the three says anything else than the others.
 */
import { untrack } from "svelte";

/** In the order in which the palette lists them. */
export const ACTION_GROUPS = ["Item", "Board", "Column", "Go to", "View", "Help"] as const;

export interface Action {
  /** Unique; by this an action is found again, as the one used last. */
  id: string;
  title: string;
  group: (typeof ACTION_GROUPS)[number];
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
  /** The item that it is about, where only one is meant: that of its panel. */
  about?: string;
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

/** How long somebody who chose an action of another view waits for its dialog without being surprised by it. */
const AWAITED_MS = 10_000;

interface Awaited {
  id: string;
  about: string | undefined;
  until: number;
}
let awaited = $state.raw<Awaited | null>(null);

/** Runs an action of a view or panel that is just being opened, as soon as that offers it. */
export function runWhenOffered(id: string, about?: string): void {
  awaited = { id, about, until: performance.now() + AWAITED_MS };
}

/** To be called once, while the page is set up. */
export function startAwaitedActions(): void {
  $effect(() => {
    if (awaited === null) return;
    const { id, about, until } = awaited;
    const offered = sets.flatMap((set) => set());
    const action = offered.find((one) => one.id === id && one.about === about);
    if (action === undefined || !(action.when?.() ?? true)) return;
    awaited = null;
    if (performance.now() < until) untrack(() => action.run());
  });
}
