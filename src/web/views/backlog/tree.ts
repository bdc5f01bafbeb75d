/** The backlog as a tree: what hangs below what, in the order of the positions. */
import type { Card } from "../../../board/queries.ts";

/** The root of the tree, where a parent is asked for. */
export const ROOT = "";

export interface Tree {
  /** The items below one, in their order; below {@link ROOT} those without a parent. */
  children: ReadonlyMap<string, readonly Card[]>;
  /** The parent under which an item is shown. */
  parentOf: ReadonlyMap<string, string>;
}

export interface ItemRow {
  kind: "item";
  key: string;
  card: Card;
  /** 0 at the root. */
  level: number;
  parent: string;
  /** The place among the siblings that are shown, from 0, and how many they are. */
  index: number;
  siblings: number;
  /** Whether something is shown below it; null: there is nothing. */
  expanded: boolean | null;
  /** It is shown only for what is below it. */
  context: boolean;
  /** The items right below it, and how many of them are done. */
  below: { all: number; done: number };
}

/** The field in which a new item is typed. */
export interface ComposerRow {
  kind: "composer";
  key: string;
  level: number;
  parent: string;
}

export type Row = ItemRow | ComposerRow;

const inOrder = (a: Card, b: Card): number =>
  a.position - b.position || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * What a merge can bring is shown sensibly: an item whose parent is not there stands at the root, and
 * so does the first one of a circle.
 */
export function growTree(cards: ReadonlyMap<string, Card>): Tree {
  const sorted = [...cards.values()].sort(inOrder);
  const nominal = Map.groupBy(sorted, ({ parent_id }) =>
    parent_id !== null && cards.has(parent_id) ? parent_id : ROOT,
  );
  const children = new Map<string, Card[]>();
  const parentOf = new Map<string, string>();
  const put = (card: Card, parent: string): void => {
    const list = children.get(parent);
    if (list === undefined) children.set(parent, [card]);
    else list.push(card);
    parentOf.set(card.id, parent);
  };
  const hang = (top: Card): void => {
    put(top, ROOT);
    for (const stack = [top.id]; stack.length > 0; ) {
      const parent = stack.pop() as string;
      for (const child of nominal.get(parent) ?? []) {
        if (parentOf.has(child.id)) continue;
        put(child, parent);
        stack.push(child.id);
      }
    }
  };
  for (const card of nominal.get(ROOT) ?? []) hang(card);
  // What is left goes in circles.
  if (parentOf.size < cards.size) {
    for (const card of sorted) if (!parentOf.has(card.id)) hang(card);
    children.get(ROOT)?.sort(inOrder);
  }
  return { children, parentOf };
}

export interface Showing {
  matches: (card: Card) => boolean;
  isCollapsed: (id: string) => boolean;
  /** Below which parent an item is being typed; null: nowhere. */
  composing: string | null;
}

/** The rows of the tree, from top to bottom. */
export function rowsOf(tree: Tree, { matches, isCollapsed, composing }: Showing): Row[] {
  const shown = shownOf(tree, matches);
  const rows: Row[] = [];
  type Entry = Row | { close: string; level: number };
  const stack: Entry[] = [];
  const push = (parent: string, level: number): void => {
    if (composing === parent && parent !== ROOT) stack.push({ close: parent, level });
    const list = (tree.children.get(parent) ?? []).filter(({ id }) => shown.has(id));
    for (let index = list.length - 1; index >= 0; index -= 1) {
      const card = list[index] as Card;
      const all = tree.children.get(card.id) ?? [];
      const hasBelow = composing === card.id || all.some(({ id }) => shown.has(id));
      const expanded = hasBelow ? composing === card.id || !isCollapsed(card.id) : null;
      stack.push({
        kind: "item",
        key: card.id,
        card,
        level,
        parent,
        index,
        siblings: list.length,
        expanded,
        context: shown.get(card.id) === "context",
        below: { all: all.length, done: all.filter(({ status }) => status === "done").length },
      });
    }
  };
  push(ROOT, 0);
  while (stack.length > 0) {
    const entry = stack.pop() as Entry;
    if ("close" in entry) {
      const { close, level } = entry;
      rows.push({ kind: "composer", key: `new-${close}`, level, parent: close });
      continue;
    }
    rows.push(entry);
    if (entry.kind === "item" && entry.expanded) push(entry.card.id, entry.level + 1);
  }
  return rows;
}

/** What matches, and what is above it. */
function shownOf(tree: Tree, matches: Showing["matches"]): Map<string, "match" | "context"> {
  const shown = new Map<string, "match" | "context">();
  for (const list of tree.children.values()) {
    for (const card of list) {
      if (!matches(card)) continue;
      shown.set(card.id, "match");
      let above = tree.parentOf.get(card.id) ?? ROOT;
      while (above !== ROOT && !shown.has(above)) {
        shown.set(above, "context");
        above = tree.parentOf.get(above) ?? ROOT;
      }
    }
  }
  return shown;
}

/** An item and everything below it. */
export function subtreeOf(tree: Tree, id: string): Set<string> {
  const found = new Set([id]);
  for (const one of found) for (const child of tree.children.get(one) ?? []) found.add(child.id);
  return found;
}

/** The ids above an item, the item among them. */
export function pathTo(tree: Tree, id: string): Set<string> {
  const path = new Set<string>();
  for (let at = id; at !== ROOT; at = tree.parentOf.get(at) ?? ROOT) path.add(at);
  return path;
}
