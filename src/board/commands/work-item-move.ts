import type { WorkItem } from "../../domain/entities.ts";
import { placeAt } from "../../domain/position.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import type { Commands } from "../commands.ts";
import { findTarget } from "../target.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { checkValues } from "../validate.ts";
import { viewOf } from "../view.ts";
import { resolveLinks } from "./item-links.ts";

type Params = Commands["work_item.move"]["params"];

/** Moves a card. One record is written, and its neighbours only where the gap has ended. */
export function moveWorkItem(
  work: UnitOfWork,
  { status, before, after, to, sprint, parent, ...target }: Params,
): Outcome<Commands["work_item.move"]["result"]> {
  const found = findTarget(work, "work_item", target);
  if (!found.ok) return found;
  if ([before, after, to].filter((place) => place !== undefined).length > 1) {
    return refuse(
      "usage",
      "A card goes to one place: before an item, after one, to the top or the bottom.",
    );
  }
  const checked = checkValues("work_item", { status });
  if (!checked.ok) return checked;
  const item = { ...found.value, ...checked.value } as WorkItem;
  const links = resolveLinks(work, item, { sprint, parent });
  if (!links.ok) return links;
  const values = { ...checked.value, ...links.value };
  const anchor = anchorOf(work, item, { before, after, to });
  if (!anchor.ok) return anchor;
  if (anchor.value !== null) {
    const { position, moved } = placeNextTo(work, item, anchor.value);
    values.position = position;
    for (const neighbour of work.storage.getMany("work_item", [...moved.keys()])) {
      work.edit("work_item", neighbour, { position: moved.get(neighbour.id) ?? 0 });
    }
  }
  return ok({ work_item: viewOf(work.edit("work_item", found.value, values)) });
}

/** Where a card goes: to this side of another one. */
interface Anchor {
  id: string;
  position: number;
  side: "before" | "after";
}

/** Next to which other card the item goes; null where it stays at its place. */
function anchorOf(
  work: UnitOfWork,
  item: WorkItem,
  { before, after, to }: Pick<Params, "before" | "after" | "to">,
): Outcome<Anchor | null> {
  const ref = before ?? after;
  if (ref !== undefined) {
    const neighbour = findTarget(work, "work_item", { ref });
    if (!neighbour.ok) return neighbour;
    const { id, title, project_id, position } = neighbour.value;
    if (id === item.id) return refuse("refused", "A card cannot go next to itself.");
    if (project_id !== item.project_id) {
      return refuse("refused", `“${title}” belongs to another project.`);
    }
    return ok({ id, position, side: before === undefined ? "after" : "before" });
  }
  if (to === undefined) return ok(null);
  const end = work.storage.reads.endOfColumn(item.project_id, item.status, to, 2);
  const other = end.find(({ id }) => id !== item.id);
  return ok(other === undefined ? null : { ...other, side: to === "top" ? "before" : "after" });
}

/**
 * The new place of the item, and of those that have to move. Only where the gap has ended the whole list
 * is looked at: else the two neighbours say it all.
 */
function placeNextTo(work: UnitOfWork, item: WorkItem, anchor: Anchor) {
  const { nextTo, positions } = work.storage.reads;
  const between = (others: readonly Pick<Anchor, "id" | "position">[]) => {
    const index = others.findIndex(({ id }) => id === anchor.id);
    const place = placeAt(
      others.map(({ position }) => position),
      anchor.side === "before" ? index : index + 1,
    );
    const moved = place.moved.map(({ index, position }) => [others[index]?.id ?? "", position]);
    return { position: place.position, moved: new Map(moved as [string, number][]) };
  };
  const beside = nextTo(item.project_id, anchor, anchor.side, 2).find(({ id }) => id !== item.id);
  const pair = beside === undefined ? [anchor] : [anchor, beside];
  const near = between(anchor.side === "before" ? pair.reverse() : pair);
  if (near.moved.size === 0) return near;
  return between(positions(item.project_id).filter(({ id }) => id !== item.id));
}
