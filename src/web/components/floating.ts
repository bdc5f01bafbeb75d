/** Puts a popover beside what opened it, inside the window: below, or above where there is more room. */
export function place(popover: HTMLElement, anchor: Element): void {
  const gap = 4;
  const edge = 8;
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = innerHeight - at.bottom - gap - edge;
  const top =
    height <= below || below >= at.top ? at.bottom + gap : Math.max(edge, at.top - gap - height);
  const left = Math.min(at.left, innerWidth - width - edge);
  popover.style.top = `${top}px`;
  popover.style.left = `${Math.max(edge, left)}px`;
}
