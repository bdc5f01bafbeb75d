import type { ItemStatus } from "../../../domain/entities.ts";
import type { Point } from "../../components/drag.svelte.ts";
import type { Place } from "./move.ts";

/** The place on the board that lies under a point: in its column, before the card whose middle is lower. */
export function placeAt({ x, y }: Point, id: string): Place | null {
  const under = document.elementFromPoint(x, y);
  const cell =
    under?.closest<HTMLElement>("[data-cell]") ??
    // Over the head of a column, or below its list: still that column.
    under?.closest(".column")?.querySelector<HTMLElement>("[data-cell]");
  if (!cell) return null;
  const { group = "", status = "" } = cell.dataset;
  const cards = [...cell.querySelectorAll<HTMLElement>("[data-card]")]
    .filter((card) => card.dataset.card !== id)
    .map((card) => ({ id: card.dataset.card ?? null, box: card.getBoundingClientRect() }))
    .sort((a, b) => a.box.top - b.box.top);
  const next = cards.find(({ box }) => y < box.top + box.height / 2);
  return { group, status: status as ItemStatus, before: next?.id ?? null };
}
