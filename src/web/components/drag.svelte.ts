/**
 * Dragging with a mouse, a pen or a finger. The keyboard has commands of its own, which the views
 * offer beside it.
 *
 * Built on pointer events: what browsers have for dragging themselves knows no touch in Chromium on
 * Linux, and libraries that do want every entry of a list in the page (docs/decisions/0014-web-board.md).
 */
import type { Attachment } from "svelte/attachments";
import { scrollNear } from "./auto-scroll.ts";

export interface Point {
  x: number;
  y: number;
}

export interface DragOptions<Target> {
  /** Where it would go if it were let go here; null: nowhere. Asked at most once a frame. */
  targetAt: (point: Point, id: string) => Target | null;
  drop: (id: string, target: Target) => void;
}

export interface Drag<Target> {
  /** What is being dragged. */
  readonly id: string | null;
  readonly target: Target | null;
  /** Makes an element something to drag. */
  source: (id: string) => Attachment<HTMLElement>;
}

/** How far a mouse moves before a press is a drag, in pixels. */
const THRESHOLD = 5;
/** How long a finger rests before it drags: a shorter one scrolls. */
const HOLD_MS = 250;
/** How far a resting finger may tremble. */
const TREMBLE = 8;

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
const pointOf = ({ clientX, clientY }: PointerEvent): Point => ({ x: clientX, y: clientY });

export function createDrag<Target>(options: DragOptions<Target>): Drag<Target> {
  let id = $state<string | null>(null);
  let target = $state.raw<Target | null>(null);

  function press(event: PointerEvent, element: HTMLElement, pressed: string): void {
    if (event.button !== 0 || !event.isPrimary || id !== null) return;
    const inner = event.target instanceof Element ? event.target.closest("button, input") : null;
    if (inner !== null && inner !== element && element.contains(inner)) return;
    const from = pointOf(event);
    const isTouch = event.pointerType === "touch";
    let at = from;
    let frame = 0;
    let ghost: HTMLElement | null = null;
    const ended = new AbortController();
    const { signal } = ended;
    const hold = isTouch ? setTimeout(begin, HOLD_MS) : undefined;

    function begin(): void {
      id = pressed;
      ghost = makeGhost(element);
      if (isTouch) navigator.vibrate?.(8);
      document.documentElement.classList.add("dragging");
      frame = requestAnimationFrame(follow);
    }

    function follow(): void {
      if (ghost === null) return;
      ghost.style.translate = `${at.x - from.x}px ${at.y - from.y}px`;
      scrollNear(at);
      target = options.targetAt(at, pressed);
      frame = requestAnimationFrame(follow);
    }

    function finish(drop: boolean): void {
      clearTimeout(hold);
      cancelAnimationFrame(frame);
      ended.abort();
      if (ghost === null) return;
      ghost.remove();
      document.documentElement.classList.remove("dragging");
      suppressClick();
      const found = drop ? options.targetAt(at, pressed) : null;
      id = null;
      target = null;
      if (found !== null) options.drop(pressed, found);
    }

    const on = <K extends keyof WindowEventMap>(
      type: K,
      listener: (event: WindowEventMap[K]) => void,
    ) => window.addEventListener(type, listener, { signal, passive: false, capture: true });
    on("pointermove", (moved) => {
      if (moved.pointerId !== event.pointerId) return;
      at = pointOf(moved);
      if (ghost !== null) return;
      if (isTouch && distance(at, from) > TREMBLE) finish(false);
      else if (!isTouch && distance(at, from) > THRESHOLD) begin();
    });
    on("pointerup", (up) => up.pointerId === event.pointerId && finish(true));
    on("pointercancel", (gone) => gone.pointerId === event.pointerId && finish(false));
    // The window's own: what had the focus before the press loses it too, and is heard here.
    on("blur", (blur) => blur.target === window && finish(false));
    on("keydown", (key) => {
      if (ghost === null || key.key !== "Escape") return;
      key.preventDefault();
      key.stopPropagation();
      finish(false);
    });
    // A finger that rests does not open the menu of a link.
    on("contextmenu", (menu) => isTouch && menu.preventDefault());
  }

  return {
    get id() {
      return id;
    },
    get target() {
      return target;
    },
    source: (pressed) => (element) => {
      const onPress = (event: PointerEvent) => press(event, element, pressed);
      const noNativeDrag = (event: Event) => event.preventDefault();
      // A finger that drags does not scroll. Browsers want to know before the finger comes down that
      // somebody may say so.
      const noScroll = (event: Event) => id !== null && event.cancelable && event.preventDefault();
      element.addEventListener("pointerdown", onPress);
      element.addEventListener("dragstart", noNativeDrag);
      element.addEventListener("touchmove", noScroll, { passive: false });
      return () => {
        element.removeEventListener("touchmove", noScroll);
        element.removeEventListener("pointerdown", onPress);
        element.removeEventListener("dragstart", noNativeDrag);
      };
    },
  };
}

/** A copy that follows the pointer; the original keeps its place. */
function makeGhost(element: HTMLElement): HTMLElement {
  const { left, top, width, height } = element.getBoundingClientRect();
  const ghost = element.cloneNode(true) as HTMLElement;
  ghost.classList.add("drag-ghost");
  ghost.setAttribute("aria-hidden", "true");
  ghost.inert = true;
  Object.assign(ghost.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`,
  });
  document.body.append(ghost);
  return ghost;
}

/** Letting go over a link is no click on it. */
function suppressClick(): void {
  const swallow = (event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 50);
}
