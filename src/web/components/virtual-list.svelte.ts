/**
 * Of a long list only what is near the window is in the page. The entries that are there stand in the
 * flow, one below the other, so that they never overlap; heights are measured as they come, by
 * observers, so that nothing makes the browser lay out the page before it is due.
 */
import { untrack } from "svelte";
import type { Attachment } from "svelte/attachments";

export interface VirtualListOptions {
  /** What names the entries, in order. */
  keys: readonly string[];
  /** The height of an entry before any was measured, in pixels. */
  estimate: number;
  /** Between two entries, in pixels. */
  gap: number;
}

export interface VirtualList {
  /** The entries to render: from `first` up to, but not with, `end`. */
  readonly first: number;
  readonly end: number;
  /** The same, each with its key and where it begins: for entries that are placed absolutely. */
  readonly items: readonly { index: number; key: string; start: number }[];
  /** What takes the place of the entries before the first one, in pixels. */
  readonly above: number;
  /** The height of the whole list, in pixels. */
  readonly height: number;
  /** For the element that scrolls; the list stands at its top. */
  scroller: Attachment<HTMLElement>;
  /** For each rendered entry, by its key. */
  entry: (key: string) => Attachment<HTMLElement>;
  /** Scrolls as little as it takes to show an entry. */
  show(index: number): void;
  /** Where an entry begins, in pixels from the start of the list. */
  startOf(index: number): number;
}

/** How far beyond the window entries are rendered, in pixels: enough for a turn of the wheel. */
const BEYOND = 400;

/** To be called while a component is set up; the options are read reactively. */
export function createVirtualList(options: () => VirtualListOptions): VirtualList {
  const heights = new Map<string, number>();
  let measured = $state(0);
  let top = $state(0);
  let room = $state(window.innerHeight);
  let scroller: HTMLElement | null = null;

  /** Where each entry begins, and at the end the height of all of them. */
  const starts = $derived.by(() => {
    void measured;
    const { keys, gap, estimate } = options();
    const usual = averageOf(heights) ?? estimate;
    const all = new Float64Array(keys.length + 1);
    let at = 0;
    keys.forEach((key, index) => {
      all[index] = at;
      at += (heights.get(key) ?? usual) + gap;
    });
    all[keys.length] = Math.max(0, at - gap);
    return all;
  });
  const count = $derived(starts.length - 1);
  const startOf = (index: number): number => starts[Math.min(Math.max(index, 0), count)] ?? 0;
  const first = $derived(Math.max(0, lastBefore(starts, count, top - BEYOND)));
  const end = $derived(Math.min(count, lastBefore(starts, count, top + room + BEYOND) + 1));

  const sizes = new ResizeObserver((entries) => {
    let above = 0;
    for (const { target, borderBoxSize } of entries) {
      const key = keyOf.get(target);
      const height = borderBoxSize[0]?.blockSize ?? 0;
      if (key === undefined || height === 0 || heights.get(key) === height) continue;
      const index = untrack(() => options().keys.indexOf(key));
      const before = heights.get(key);
      // What is read stays where it is, although something above it is not as high as was thought.
      if (before !== undefined && startOf(index) < top) above += height - before;
      heights.set(key, height);
      measured += 1;
    }
    if (above !== 0) scroller?.scrollBy(0, above);
  });
  const keyOf = new WeakMap<Element, string>();

  return {
    get first() {
      return first;
    },
    get end() {
      return end;
    },
    get items() {
      const { keys } = options();
      return keys
        .slice(first, end)
        .map((key, at) => ({ index: first + at, key, start: startOf(first + at) }));
    },
    get above() {
      return startOf(first);
    },
    get height() {
      return startOf(count);
    },
    scroller(element) {
      scroller = element;
      const onScroll = (): void => {
        top = element.scrollTop;
      };
      const rooms = new ResizeObserver(([entry]) => {
        room = entry?.contentRect.height || room;
      });
      rooms.observe(element);
      element.addEventListener("scroll", onScroll, { passive: true });
      return () => {
        rooms.disconnect();
        sizes.disconnect();
        element.removeEventListener("scroll", onScroll);
      };
    },
    entry: (key) => (element) => {
      keyOf.set(element, key);
      sizes.observe(element);
      return () => sizes.unobserve(element);
    },
    show(index) {
      if (scroller === null) return;
      const [start, stop] = [startOf(index), startOf(index + 1)];
      if (start < scroller.scrollTop) scroller.scrollTop = start;
      else if (stop > scroller.scrollTop + scroller.clientHeight) {
        scroller.scrollTop = stop - scroller.clientHeight;
      }
      top = scroller.scrollTop;
    },
    startOf,
  };
}

/** The last of the first `count` places that is not after `at`. */
function lastBefore(places: Float64Array, count: number, at: number): number {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((places[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function averageOf(heights: ReadonlyMap<string, number>): number | null {
  if (heights.size === 0) return null;
  let sum = 0;
  for (const height of heights.values()) sum += height;
  return sum / heights.size;
}
