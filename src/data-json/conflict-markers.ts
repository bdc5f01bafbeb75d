const MARKER = /^(?:<{7}|\|{7}|={7}|>{7})(?: |\r?$)/;

/** The numbers of the lines, from 1, that are conflict markers of git. */
export function conflictMarkers(text: string): number[] {
  if (!/^<{7}/m.test(text)) return [];
  const found: number[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (MARKER.test(line)) found.push(index + 1);
  }
  return found;
}
