/**
 * The views and where their code is: the board's comes at once, that of the others when it is first needed,
 * or when nothing else is to be done.
 */
import type { Component } from "svelte";
import type { ViewName } from "../router.svelte.ts";
import BoardView from "../views/board/BoardView.svelte";

export type Load = () => Component | Promise<Component>;

const lazy = (load: () => Promise<{ default: Component }>): Load => {
  let loaded: Component | undefined;
  return () =>
    loaded ??
    load().then((module) => {
      loaded = module.default;
      return loaded;
    });
};

export const VIEWS: { readonly [V in ViewName | "item"]: Load } = {
  board: () => BoardView,
  backlog: lazy(() => import("../views/backlog/BacklogView.svelte")),
  sprints: lazy(() => import("../views/sprints/SprintsView.svelte")),
  activity: lazy(() => import("../views/activity/ActivityView.svelte")),
  sync: lazy(() => import("../views/sync/SyncView.svelte")),
  search: lazy(() => import("../views/search/SearchView.svelte")),
  projects: lazy(() => import("../views/projects/ProjectsView.svelte")),
  item: lazy(() => import("../views/item/ItemPanel.svelte")),
};

export const NAMES: { readonly [V in ViewName]: string } = {
  board: "Board",
  backlog: "Backlog",
  sprints: "Sprints",
  activity: "Activity",
  sync: "Sync",
  search: "Search",
  projects: "Projects",
};

/**
 * Loads what is not there yet, one after the other: who opens a view by key goes on typing at once, and a
 * view opens without a connection too.
 */
export async function loadAllViews(): Promise<void> {
  // These are opened by a key, and typed into.
  const { item, search, ...others } = VIEWS;
  for (const load of [item, search, ...Object.values(others)]) {
    try {
      await load();
    } catch {
      // It is tried again when it is opened, and said there.
    }
  }
}
