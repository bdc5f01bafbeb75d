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
  const others = work.storage.reads
    .positions(item.project_id)
    .filter((other) => other.id !== item.id);
  const index = placeOf(work, item, others, { before, after, to });
  if (!index.ok) return index;
  if (index.value !== null) {
    const place = placeAt(
      others.map((other) => other.position),
      index.value,
    );
    values.position = place.position;
    const moved = new Map(
      place.moved.map(({ index, position }) => [others[index]?.id ?? "", position]),
    );
    for (const neighbour of work.storage.getMany("work_item", [...moved.keys()])) {
      work.edit("work_item", neighbour, { position: moved.get(neighbour.id) ?? 0 });
    }
  }
  return ok({ work_item: viewOf(work.edit("work_item", found.value, values)) });
}

type Place = ReturnType<UnitOfWork["storage"]["reads"]["positions"]>[number];

/** Before which of the others the item goes; null where it stays at its place. */
function placeOf(
  work: UnitOfWork,
  item: WorkItem,
  others: readonly Place[],
  { before, after, to }: Pick<Params, "before" | "after" | "to">,
): Outcome<number | null> {
  const ref = before ?? after;
  if (ref !== undefined) {
    const neighbour = findTarget(work, "work_item", { ref });
    if (!neighbour.ok) return neighbour;
    const { id, title, project_id } = neighbour.value;
    if (id === item.id) return refuse("refused", "A card cannot go next to itself.");
    if (project_id !== item.project_id) {
      return refuse("refused", `“${title}” belongs to another project.`);
    }
    const index = others.findIndex((other) => other.id === id);
    return ok(before === undefined ? index + 1 : index);
  }
  const column = others.flatMap((other, index) => (other.status === item.status ? [index] : []));
  if (to === "top") return ok(column[0] ?? null);
  if (to === "bottom") return ok(column.length === 0 ? null : (column.at(-1) ?? 0) + 1);
  return ok(null);
}
