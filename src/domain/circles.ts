/**
 * The circles of a directed graph: every set of nodes, each of which leads to each other, and every
 * node that leads to itself (Tarjan's strongly connected components, without recursion, since a board
 * can hold a chain of any length).
 *
 * @param edges from, to.
 * @returns each circle sorted, the circles sorted by their first node.
 */
export function circlesOf(edges: Iterable<readonly [from: string, to: string]>): string[][] {
  const next = new Map<string, string[]>();
  for (const [from, to] of edges) {
    const known = next.get(from);
    if (known === undefined) next.set(from, [to]);
    else known.push(to);
  }
  const search: Search = { next, order: new Map(), low: new Map(), open: [], isOpen: new Set() };
  const circles: string[][] = [];
  for (const start of next.keys()) {
    if (!search.order.has(start)) searchFrom(start, search, circles);
  }
  return circles.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
}

interface Search {
  next: ReadonlyMap<string, readonly string[]>;
  /** When a node was found first. */
  order: Map<string, number>;
  /** The earliest open node that is reached from a node. */
  low: Map<string, number>;
  /** Found, and not yet in a component. */
  open: string[];
  isOpen: Set<string>;
}

function searchFrom(start: string, search: Search, circles: string[][]): void {
  const path = [enter(start, search)];
  for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
    const node = at.targets[at.done];
    if (node === undefined) {
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) lower(parent.id, search.low.get(at.id), search);
      leave(at.id, search, circles);
      continue;
    }
    at.done += 1;
    if (!search.order.has(node)) path.push(enter(node, search));
    else if (search.isOpen.has(node)) lower(at.id, search.order.get(node), search);
  }
}

interface Step {
  id: string;
  targets: readonly string[];
  /** How many of the targets have been followed. */
  done: number;
}

function enter(id: string, search: Search): Step {
  const found = search.order.size;
  search.order.set(id, found);
  search.low.set(id, found);
  search.open.push(id);
  search.isOpen.add(id);
  return { id, targets: search.next.get(id) ?? [], done: 0 };
}

function lower(id: string, to: number | undefined, search: Search): void {
  const low = search.low.get(id);
  if (to !== undefined && low !== undefined && to < low) search.low.set(id, to);
}

/** Closes the component of a node that reaches nothing found before it. */
function leave(id: string, search: Search, circles: string[][]): void {
  if (search.low.get(id) !== search.order.get(id)) return;
  const component = search.open.splice(search.open.lastIndexOf(id));
  for (const node of component) search.isOpen.delete(node);
  if (component.length > 1 || search.next.get(id)?.includes(id)) circles.push(component.sort());
}
