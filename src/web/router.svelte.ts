/**
 * Which view is open, as its URL says it:
 *
 * - `/app/KEY/board?…`, `/app/KEY/backlog`, `/app/KEY/sprints`: views of a project
 * - `/app/activity`, `/app/sync`, `/app/search?text=…`, `/app/projects`: views of the whole board
 * - `/app/item/ID`: an item, as a panel over the view that it was opened from
 */
import type { ProjectView } from "../board/commands.ts";

export const PROJECT_VIEWS = ["board", "backlog", "sprints"] as const;
export const WHOLE_VIEWS = ["activity", "sync", "search", "projects"] as const;
export type ProjectViewName = (typeof PROJECT_VIEWS)[number];
export type WholeViewName = (typeof WHOLE_VIEWS)[number];
export type ViewName = ProjectViewName | WholeViewName;

export interface Route {
  /** `home` is where nothing is named yet; `nowhere` is a URL that means nothing. */
  view: ViewName | "home" | "nowhere";
  /** The project that the URL names, by key or id; null for views of the whole board. */
  project: string | null;
  /** The item whose panel is open. */
  item: string | null;
  /** The item was opened to be edited: its title takes the focus. */
  edit: boolean;
  /** The parameters of the view: its filter. */
  search: URLSearchParams;
}

interface HistoryState {
  /** The URL of the view that lies under an open item. */
  under?: string;
  /** How many entries back in the history that view is; left out where it is in none of them. */
  depth?: number;
  /** The item was opened to be edited. */
  edit?: true;
}

let current = $state.raw<Route>(read());

export const route = {
  get view(): Route["view"] {
    return current.view;
  },
  get project(): string | null {
    return current.project;
  },
  get item(): string | null {
    return current.item;
  },
  get edit(): boolean {
    return current.edit;
  },
  get search(): URLSearchParams {
    return current.search;
  },
};

/** How a project is named in a URL. */
export function projectSegment(project: Pick<ProjectView, "key" | "id">): string {
  return project.key ?? project.id;
}

export function viewUrl(project: Pick<ProjectView, "key" | "id">, view: ProjectViewName): string {
  return `/app/${projectSegment(project)}/${view}`;
}

export function itemUrl(id: string): string {
  return `/app/item/${id}`;
}

/** Goes to a URL of the page. */
export function navigate(url: string, { replace = false, edit = false } = {}): void {
  if (returning !== null) {
    returning.waiting.push(() => navigate(url, { replace, edit }));
    return;
  }
  const isItem = url.startsWith("/app/item/");
  const state: HistoryState = isItem
    ? { under: underlying(), ...depthOfNext(replace), ...(edit && { edit }) }
    : {};
  if (replace) history.replaceState(state, "", url);
  else history.pushState(state, "", url);
  current = read();
}

/** Opens an item over the view that is open; `edit` puts the cursor into its title. */
export function openItem(id: string, options: { edit?: boolean } = {}): void {
  navigate(itemUrl(id), options);
}

/** The way back to the view under an item, which the browser takes in its own time; what is to follow waits. */
let returning: { to: string; waiting: (() => void)[] } | null = null;

/**
 * Closes the open item; the view under it stays as it is. The history is as if the item had never been
 * opened: Back does not open it again.
 */
export function closeItem(fallback: string): void {
  if (current.item === null) return;
  const { under = fallback, depth = history.length } = stateOf(history.state);
  if (depth >= history.length) {
    navigate(under, { replace: true });
    return;
  }
  returning = { to: under, waiting: [] };
  current = readView(under);
  history.go(-depth);
}

/** Says which view lies under an item whose URL was opened directly. */
export function setUnder(url: string): void {
  history.replaceState({ under: url } satisfies HistoryState, "");
  current = read();
}

/**
 * Sets parameters of the view's URL; null or nothing takes one away, several values stand after each
 * other. No new entry in the history.
 */
export function setSearch(values: Record<string, string | readonly string[] | null>): void {
  if (returning !== null) {
    returning.waiting.push(() => setSearch(values));
    return;
  }
  const search = new URLSearchParams(current.search);
  for (const [name, value] of Object.entries(values)) {
    search.delete(name);
    for (const one of [value ?? []].flat()) if (one !== "") search.append(name, one);
  }
  const query = search.size === 0 ? "" : `?${search}`;
  if (current.item === null) {
    navigate(`${location.pathname}${query}`, { replace: true });
  } else {
    const state = stateOf(history.state);
    const under = (state.under ?? "/app").replace(/\?.*$/, "");
    history.replaceState({ ...state, under: `${under}${query}` } satisfies HistoryState, "");
    current = read();
  }
}

/** Follows the browser's back button, and links of the page without loading it anew. */
export function startRouter(): void {
  window.addEventListener("popstate", () => {
    const waiting = returning?.waiting ?? [];
    // Its filter may have been changed beside the open item.
    if (returning !== null) history.replaceState(history.state, "", returning.to);
    returning = null;
    current = read();
    for (const act of waiting) act();
  });
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || link.target !== "" || link.download !== "") return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !/^\/app(\/|$)/.test(url.pathname)) return;
    event.preventDefault();
    navigate(url.pathname + url.search);
  });
}

/** The URL of the open view, the one under an open item. */
function underlying(): string {
  if (current.item === null) return location.pathname + location.search;
  return stateOf(history.state).under ?? "/app";
}

function depthOfNext(replace: boolean): Pick<HistoryState, "depth"> {
  const depth = current.item === null ? 0 : stateOf(history.state).depth;
  if (depth === undefined || (replace && depth === 0)) return {};
  return { depth: replace ? depth : depth + 1 };
}

function stateOf(state: unknown): HistoryState {
  return (state ?? {}) as HistoryState;
}

function read(): Route {
  const item = /^\/app\/item\/([^/]+)\/?$/.exec(location.pathname)?.[1];
  if (item === undefined) return readUrl(location.pathname, location.search);
  const { under = "/app", edit = false } = stateOf(history.state);
  return { ...readView(under), item: decode(item), edit };
}

function readView(url: string): Route {
  const [path = "/app", query = ""] = url.split("?");
  return readUrl(path, query);
}

/** A part of a path; as it stands where it is no proper one, which then names nothing that there is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What a URL without an item means. */
export function readUrl(path: string, query: string): Route {
  const search = new URLSearchParams(query);
  const parts = path.split("/").filter((part) => part !== "");
  const [first, second, third, ...rest] = parts.map(decode);
  const route = { project: null, item: null, edit: false, search };
  if (parts.length === 0 || (first === "app" && second === undefined)) {
    return { ...route, view: "home" };
  }
  if (first !== "app" || second === undefined || rest.length > 0) {
    return { ...route, view: "nowhere" };
  }
  if (third === undefined) {
    const whole = WHOLE_VIEWS.find((name) => name === second);
    return whole === undefined
      ? { ...route, view: "board", project: second }
      : { ...route, view: whole };
  }
  const view = PROJECT_VIEWS.find((name) => name === third);
  return view === undefined ? { ...route, view: "nowhere" } : { ...route, view, project: second };
}
