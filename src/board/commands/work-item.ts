import type { WorkItem } from "../../domain/entities.ts";
import { checkParent } from "../../domain/hierarchy.ts";
import { type Instant, justAfter, later } from "../../domain/instant.ts";
import { GAP } from "../../domain/position.ts";
import { type Outcome, ok } from "../../domain/refusal.ts";
import type { CommandHandlers } from "../command-handlers.ts";
import { resolveProject, resolveRef } from "../resolve.ts";
import { findTarget } from "../target.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { checkValues } from "../validate.ts";
import { viewOf } from "../view.ts";
import { resolveLinks } from "./item-links.ts";
import { moveWorkItem } from "./work-item-move.ts";

export const workItemCommands: CommandHandlers<`work_item.${string}`> = {
  "work_item.create": (work, { project, parent, assignee, sprint, ...fields }) => {
    const projectId = projectOf(work, project, parent);
    if (!projectId.ok) return projectId;
    const id = work.newId("work_item");
    const values = checkValues("work_item", {
      ...fields,
      id,
      project_id: projectId.value,
      status: fields.status ?? "backlog",
      priority: fields.priority ?? "medium",
      position: (work.storage.reads.lastPosition(projectId.value) ?? 0) + GAP,
      labels: fields.labels ?? [],
    });
    if (!values.ok) return values;
    const child = values.value as unknown as WorkItem;
    const links = resolveLinks(work, child, { parent, assignee, sprint });
    if (!links.ok) return links;
    const item = work.insert("work_item", { ...values.value, ...links.value, id });
    return ok({ work_item: viewOf(item) });
  },

  "work_item.update": (work, { set, ...target }) => {
    const found = findTarget(work, "work_item", target);
    if (!found.ok) return found;
    const { parent, assignee, sprint, add_labels, remove_labels, ...fields } = set;
    const labels = newLabels(found.value.labels, set.labels, add_labels, remove_labels);
    const values = checkValues("work_item", { ...fields, labels });
    if (!values.ok) return values;
    const changed = { ...found.value, ...values.value } as WorkItem;
    const fits = checkKind(work, found.value, changed);
    if (!fits.ok) return fits;
    const links = resolveLinks(work, changed, { parent, assignee, sprint });
    if (!links.ok) return links;
    const item = work.edit("work_item", found.value, { ...values.value, ...links.value });
    return ok({ work_item: viewOf(item) });
  },

  "work_item.move": moveWorkItem,

  "work_item.delete": (work, target) => {
    const found = findTarget(work, "work_item", target);
    if (!found.ok) return found;
    const below = work.storage.reads.descendants(found.value.id);
    const at = deletionTime(work.now, below);
    const item = work.edit("work_item", found.value, { deleted_at: at });
    const live = below.filter((descendant) => descendant.deleted_at === null);
    for (const descendant of live) work.edit("work_item", descendant, { deleted_at: at });
    return ok({ work_item: viewOf(item), deleted_descendants: live.length });
  },

  "work_item.restore": (work, target) => {
    const found = findTarget(work, "work_item", target, "deleted");
    if (!found.ok) return found;
    const together = found.value.deleted_at;
    const item = work.edit("work_item", found.value, { deleted_at: null });
    const below = work.storage.reads.descendants(item.id);
    const deleted = below.filter((descendant) => descendant.deleted_at === together);
    for (const descendant of deleted) work.edit("work_item", descendant, { deleted_at: null });
    return ok({ work_item: viewOf(item), restored_descendants: deleted.length });
  },
};

/** Later than every deletion below: what is deleted together has one time that nothing else has. */
function deletionTime(now: Instant, below: readonly WorkItem[]): Instant {
  return below.reduce(
    (at, { deleted_at }) => (deleted_at === null ? at : later(at, justAfter(deleted_at))),
    now,
  );
}

/** The project that is named, or the parent's, or the only one. */
function projectOf(
  work: UnitOfWork,
  project: string | undefined,
  parent: string | null | undefined,
): Outcome<string> {
  if (project !== undefined || parent === undefined || parent === null) {
    return resolveProject(work.storage, project);
  }
  const id = resolveRef(work.storage, "work_item", parent, work.actor);
  return id.ok ? ok((work.storage.get("work_item", id.value) as WorkItem).project_id) : id;
}

/** A change of the item's type must still fit what is above it and below it. */
function checkKind(work: UnitOfWork, before: WorkItem, after: WorkItem): Outcome<null> {
  if (before.item_type === after.item_type) return ok(null);
  const parent = after.parent_id === null ? null : work.storage.get("work_item", after.parent_id);
  if (parent !== null) {
    const fits = checkParent(after, parent, new Set());
    if (!fits.ok) return fits;
  }
  const children = work.storage.reads
    .descendants(after.id)
    .filter((item) => item.parent_id === after.id && item.deleted_at === null);
  for (const child of children) {
    const fits = checkParent(child, after, new Set());
    if (!fits.ok) return fits;
  }
  return ok(null);
}

function newLabels(
  before: readonly string[],
  whole: readonly string[] | undefined,
  add: readonly string[] | undefined,
  remove: readonly string[] | undefined,
): string[] | undefined {
  if (whole === undefined && add === undefined && remove === undefined) return undefined;
  return [...(whole ?? before), ...(add ?? [])].filter((label) => !remove?.includes(label));
}
