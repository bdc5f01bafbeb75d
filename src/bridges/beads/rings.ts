/**
 * The rings in a graph: for each walk that comes back to where it has been, the ids on it. A ring of
 * one's own self counts too.
 *
 * @param next where the edges of a node lead.
 */
export function findRings(nodes: Iterable<string>, next: (id: string) => string[]): string[][] {
  const rings: string[][] = [];
  const done = new Set<string>();
  const onPath = new Map<string, number>();
  for (const start of nodes) {
    if (done.has(start)) continue;
    // A stack of its own: a chain of issues can be longer than the program's.
    const path: { id: string; ways: string[] }[] = [];
    const enter = (id: string): void => {
      onPath.set(id, path.length);
      path.push({ id, ways: [...next(id)] });
    };
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const way = top.ways.pop();
      if (way === undefined) {
        path.pop();
        onPath.delete(top.id);
        done.add(top.id);
        continue;
      }
      const seen = onPath.get(way);
      if (seen !== undefined) rings.push(path.slice(seen).map(({ id }) => id));
      else if (!done.has(way)) enter(way);
    }
  }
  return rings;
}
