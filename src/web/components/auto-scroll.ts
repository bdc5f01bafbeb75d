/** How near to an edge, in pixels, something scrolls while one drags. */
const EDGE = 56;
/** Pixels a frame, at the very edge. */
const FASTEST = 18;

/** Scrolls what lies under the point if the point is near its edge: to be called once a frame. */
export function scrollNear({ x, y }: { x: number; y: number }): void {
  let element = document.elementFromPoint(x, y);
  let [isDownDone, isAcrossDone] = [false, false];
  while (element !== null && !(isDownDone && isAcrossDone)) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (!isDownDone && isScroller(overflowY) && element.scrollHeight > element.clientHeight) {
      element.scrollTop += speed(y, box.top, box.bottom);
      isDownDone = true;
    }
    if (!isAcrossDone && isScroller(overflowX) && element.scrollWidth > element.clientWidth) {
      element.scrollLeft += speed(x, box.left, box.right);
      isAcrossDone = true;
    }
    element = element.parentElement;
  }
}

const isScroller = (overflow: string): boolean => overflow === "auto" || overflow === "scroll";

function speed(at: number, start: number, end: number): number {
  const edge = Math.min(EDGE, (end - start) / 4);
  if (at < start + edge) return -FASTEST * Math.min(1, (start + edge - at) / edge);
  if (at > end - edge) return FASTEST * Math.min(1, (at - end + edge) / edge);
  return 0;
}
