import type { Sprint } from "../../domain/entities.ts";
import type { Json } from "../../domain/json.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import type { CommandHandlers } from "../command-handlers.ts";
import { resolveProject } from "../resolve.ts";
import { findTarget } from "../target.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { checkValues } from "../validate.ts";
import { viewOf } from "../view.ts";

export const sprintCommands: CommandHandlers<`sprint.${string}`> = {
  "sprint.create": (work, { project, ...fields }) => {
    const projectId = resolveProject(work.storage, project);
    if (!projectId.ok) return projectId;
    const values = checkSprint({ ...fields, project_id: projectId.value, status: "planned" }, null);
    if (!values.ok) return values;
    return ok({ sprint: viewOf(work.insert("sprint", values.value)) });
  },

  "sprint.update": (work, { set, ...target }) => {
    const sprint = findTarget(work, "sprint", target);
    if (!sprint.ok) return sprint;
    const values = checkSprint(set, sprint.value);
    if (!values.ok) return values;
    if (values.value.status === "active") {
      const free = checkNoneActive(work, sprint.value);
      if (!free.ok) return free;
    }
    return ok({ sprint: viewOf(work.edit("sprint", sprint.value, values.value)) });
  },

  "sprint.start": (work, target) => {
    const sprint = findTarget(work, "sprint", target);
    if (!sprint.ok) return sprint;
    const { status, name, start_date } = sprint.value;
    if (status === "active") return refuse("refused", `The sprint “${name}” is active already.`);
    const free = checkNoneActive(work, sprint.value);
    if (!free.ok) return free;
    const started = work.edit("sprint", sprint.value, {
      status: "active",
      start_date: start_date ?? work.now.slice(0, 10),
    });
    return ok({ sprint: viewOf(started) });
  },

  "sprint.complete": (work, { move_to, ...target }) => {
    const sprint = findTarget(work, "sprint", target);
    if (!sprint.ok) return sprint;
    const { id, status, name, end_date, project_id } = sprint.value;
    if (status !== "active") {
      return refuse(
        "refused",
        `The sprint “${name}” is ${status}, only an active one is completed.`,
      );
    }
    const next =
      move_to === undefined || move_to === null
        ? ok(null)
        : findTarget(work, "sprint", { ref: move_to });
    if (!next.ok) return next;
    if (next.value !== null && (next.value.id === id || next.value.project_id !== project_id)) {
      return refuse("refused", `“${next.value.name}” is not another sprint of the same project.`);
    }
    const open = work.storage.reads
      .itemsOfSprint(id)
      .filter((item) => item.status !== "done" && item.deleted_at === null);
    for (const item of open) {
      work.edit("work_item", item, { sprint_id: next.value?.id ?? null });
    }
    const completed = work.edit("sprint", sprint.value, {
      status: "completed",
      end_date: end_date ?? work.now.slice(0, 10),
    });
    return ok({ sprint: viewOf(completed), moved_work_items: open.length });
  },

  "sprint.delete": (work, target) => {
    const sprint = findTarget(work, "sprint", target);
    if (!sprint.ok) return sprint;
    const items = work.storage.reads.countItems({ sprint_id: sprint.value.id });
    const deleted = work.edit("sprint", sprint.value, { deleted_at: work.now });
    return ok({ sprint: viewOf(deleted), work_items: items });
  },

  "sprint.restore": (work, target) => {
    const sprint = findTarget(work, "sprint", target, "deleted");
    if (!sprint.ok) return sprint;
    return ok({ sprint: viewOf(work.edit("sprint", sprint.value, { deleted_at: null })) });
  },
};

function checkSprint(
  set: { [field: string]: Json | undefined },
  before: Sprint | null,
): ReturnType<typeof checkValues> {
  const values = checkValues("sprint", set);
  if (!values.ok) return values;
  const { start_date, end_date } = { ...before, ...values.value };
  if (typeof start_date === "string" && typeof end_date === "string" && end_date < start_date) {
    return refuse("invalid", `A sprint cannot end (${end_date}) before it starts (${start_date}).`);
  }
  return values;
}

function checkNoneActive(work: UnitOfWork, sprint: Sprint): Outcome<null> {
  const [active] = work.storage.reads
    .activeSprints(sprint.project_id)
    .filter((other) => other.id !== sprint.id);
  return active === undefined
    ? ok(null)
    : refuse(
        "refused",
        `The sprint “${active.name}” is active already.`,
        "A project has one active sprint: complete that one first.",
      );
}
