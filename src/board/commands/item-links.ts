import type { WorkItem } from "../../domain/entities.ts";
import { checkParent } from "../../domain/hierarchy.ts";
import type { Json } from "../../domain/json.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import { resolveRef } from "../resolve.ts";
import { findTarget } from "../target.ts";
import type { UnitOfWork } from "../unit-of-work.ts";

/** What an item can be linked to, by reference; null takes the link away. */
type Links = {
  parent?: string | null | undefined;
  assignee?: string | null | undefined;
  sprint?: string | null | undefined;
};

/** The ids of what an item is linked to; what is not mentioned is left out. */
export function resolveLinks(
  work: UnitOfWork,
  item: WorkItem,
  links: Links,
): Outcome<{ [field: string]: Json }> {
  const ids: { [field: string]: Json } = {};
  if (links.parent !== undefined) {
    const parent = links.parent === null ? ok(null) : resolveParent(work, item, links.parent);
    if (!parent.ok) return parent;
    ids.parent_id = parent.value;
  }
  if (links.assignee !== undefined) {
    const user =
      links.assignee === null
        ? ok(null)
        : resolveRef(work.storage, "user", links.assignee, work.actor);
    if (!user.ok) return user;
    ids.assignee_id = user.value;
  }
  if (links.sprint !== undefined) {
    const sprint = resolveSprint(work, item, links.sprint);
    if (!sprint.ok) return sprint;
    ids.sprint_id = sprint.value;
  }
  return ok(ids);
}

function resolveParent(work: UnitOfWork, item: WorkItem, ref: string): Outcome<string> {
  const parent = findTarget(work, "work_item", { ref });
  if (!parent.ok) return parent;
  const above = new Set([parent.value.id, ...work.storage.reads.ancestorIds(parent.value.id)]);
  const fits = checkParent(item, parent.value, above);
  return fits.ok ? ok(parent.value.id) : fits;
}

/** The id of a sprint of the item's project; null for none. */
function resolveSprint(
  work: UnitOfWork,
  item: WorkItem,
  ref: string | null,
): Outcome<string | null> {
  if (ref === null) return ok(null);
  const active = ref === "active" ? work.storage.reads.activeSprints(item.project_id) : null;
  if (active !== null && active[0] === undefined) {
    return refuse("refused", "No sprint is active.", "`pm sprint start` starts one.");
  }
  const sprint = active?.[0] ? ok(active[0]) : findTarget(work, "sprint", { ref });
  if (!sprint.ok) return sprint;
  if (sprint.value.project_id !== item.project_id) {
    return refuse("refused", `The sprint “${sprint.value.name}” belongs to another project.`);
  }
  return ok(sprint.value.id);
}
