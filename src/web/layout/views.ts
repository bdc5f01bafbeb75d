/** The views and where their code is: each is loaded when it is first opened, the board at once. */
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
