import type { Point } from "../../components/drag.svelte.ts";
import { board } from "../../store/board.svelte.ts";
import type { BacklogState } from "./backlog-state.svelte.ts";
import { type Place, placesBehind, rowsWithout } from "./place.ts";

export type Target = { sprint: string | null } | { place: Place };

/** The part of a row, above and below, that means the gap and not the row. */
const EDGE = 0.28;

/**
 * What lies under a point: a sprint, a row to hang below, or a gap between rows.
 *
 * @param startX where the row was taken.
 */
export function targetAt(
  state: BacklogState,
  { x, y }: Point,
  id: string,
  startX: number,
): Target | null {
  const under = document.elementFromPoint(x, y);
  const sprint = under?.closest<HTMLElement>("[data-sprint]")?.dataset.sprint;
  if (sprint !== undefined) return { sprint: sprint === "" ? null : sprint };
  const card = board.cards.get(id);
  if (card === undefined || !under?.closest("[data-tree]")) return null;
  const element = under.closest<HTMLElement>("[data-row]");
  const others = rowsWithout(state.tree, state.rows, id);
  const behind = (index: number) => placesBehind(state.tree, board.cards, card, others, index);
  // Below the last row.
  if (element === null) return placed(behind(others.length - 1).at(-1));
  const index = others.findIndex(({ key }) => key === element.dataset.row);
  if (index < 0) return null;
  const box = element.getBoundingClientRect();
  const part = (y - box.top) / box.height;
  const [inside] = behind(index);
  const isInside = inside?.parent === element.dataset.row;
  if (part > EDGE && part < 1 - EDGE && isInside) return placed(inside);
  // In a gap, how far to the side it was pulled says how deep; a row's middle is what hangs it below.
  const step = Number.parseFloat(getComputedStyle(element).getPropertyValue("--step")) || 20;
  const level = (state.row(id)?.level ?? 0) + Math.round((x - startX) / step);
  const above = others[part < 0.5 ? index - 1 : index];
  const isOpen = (others[index + (part < 0.5 ? 0 : 1)]?.level ?? 0) > (above?.level ?? 0);
  const gap = behind(part < 0.5 ? index - 1 : index)
    .filter((one) => isOpen || one.parent !== above?.key)
    .sort((a, b) => Math.abs(a.level - level) - Math.abs(b.level - level));
  return placed(gap[0]);
}

const placed = (place: Place | undefined): Target | null => (place ? { place } : null);
