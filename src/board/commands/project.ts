import { derivedKey } from "../../domain/merge/mend.ts";
import { keyFromTitle } from "../../domain/project-key.ts";
import { type Outcome, ok, refuse } from "../../domain/refusal.ts";
import type { CommandHandlers } from "../command-handlers.ts";
import { findTarget } from "../target.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { checkValues } from "../validate.ts";
import { viewOf } from "../view.ts";

export const projectCommands: CommandHandlers<`project.${string}`> = {
  "project.create": (work, { title, key, description }) => {
    const id = work.newId("project");
    const taken = liveKeys(work);
    const values = checkValues("project", {
      title,
      description: description ?? null,
      status: "active",
      key: key?.toUpperCase() ?? keyFromTitle(title, taken) ?? derivedKey(id, taken),
    });
    if (!values.ok) return values;
    const free = checkKeyIsFree(work, values.value.key as string, id);
    if (!free.ok) return free;
    return ok({ project: viewOf(work.insert("project", { ...values.value, id })) });
  },

  "project.update": (work, { set, ...target }) => {
    const project = findTarget(work, "project", target);
    if (!project.ok) return project;
    const values = checkValues("project", {
      ...set,
      ...(set.key === undefined ? {} : { key: set.key.toUpperCase() }),
    });
    if (!values.ok) return values;
    if (typeof values.value.key === "string") {
      const free = checkKeyIsFree(work, values.value.key, project.value.id);
      if (!free.ok) return free;
    }
    return ok({ project: viewOf(work.edit("project", project.value, values.value)) });
  },

  "project.delete": (work, target) => {
    const project = findTarget(work, "project", target);
    if (!project.ok) return project;
    const hidden = work.storage.reads.countItems({ project_id: project.value.id });
    const deleted = work.edit("project", project.value, { deleted_at: work.now });
    return ok({ project: viewOf(deleted), hidden_work_items: hidden });
  },

  "project.restore": (work, target) => {
    const project = findTarget(work, "project", target, "deleted");
    if (!project.ok) return project;
    const { id, key } = project.value;
    const taken = liveKeys(work);
    const values = key !== null && taken.has(key) ? { key: derivedKey(id, taken) } : {};
    const restored = work.edit("project", project.value, { deleted_at: null, ...values });
    return ok({ project: viewOf(restored) });
  },
};

function liveKeys(work: UnitOfWork): Set<string> {
  const projects = work.storage.reads.liveProjects(Number.MAX_SAFE_INTEGER);
  return new Set(projects.flatMap((project) => project.key ?? []));
}

function checkKeyIsFree(work: UnitOfWork, key: string, id: string): Outcome<null> {
  const others = work.storage.reads.projectsWithKey(key).filter((other) => other.id !== id);
  const [other] = others.filter((project) => project.deleted_at === null);
  return other === undefined
    ? ok(null)
    : refuse("refused", `The key ${key} belongs to the project “${other.title}”.`);
}
