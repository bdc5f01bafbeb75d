/**
 * From what people type to the record that they mean: an id or the beginning of one, the key of a
 * project; the name of a sprint, or `active`; the name or email of a person, or `me`.
 */

import type { Actor } from "../domain/actor.ts";
import { ENTITIES, type EntityName, type Project } from "../domain/entities.ts";
import { type Outcome, ok, type Refusal, refuse } from "../domain/refusal.ts";
import { idPrefix, MIN_PREFIX, shortIds } from "../domain/short-id.ts";
import type { Storage } from "../storage/port.ts";
import { labelOf, quoted } from "./label.ts";
import { NO_PROJECT_HINT, noProject } from "./no-project.ts";
import { WHOLE_LIST } from "./page.ts";

/** How many candidates a refusal lists. */
const SHOWN = 5;

/**
 * The id of the record that a reference means, whether it is deleted or not.
 *
 * @param actor who `me` is; without one, `me` is a name like any other.
 * @returns a refusal: `not_found`, `ambiguous` with its candidates, or `invalid` for what is too short
 *   to be a reference.
 */
export function resolveRef(
  storage: Storage,
  entity: EntityName,
  ref: string,
  actor?: Actor,
): Outcome<string> {
  const text = ref.trim();
  if (text === "") return refuse("invalid", `Which ${ENTITIES[entity].noun}? The id is empty.`);
  if (entity === "user" && actor !== undefined && text.toLowerCase() === "me") return ok(actor.id);

  const named = idsNamed(storage, entity, text);
  if (named.certain.length > 0) return oneOf(storage, entity, text, named.certain);
  const prefix = idPrefix(text);
  if (prefix !== null) {
    const ids = storage.idsByPrefix(entity, prefix, SHOWN + 1);
    if (ids.length > 0) return oneOf(storage, entity, text, ids);
  }
  const otherwise = entity === "sprint" ? sprintsNamed(storage, text) : named.otherwise;
  if (otherwise.length > 0) return oneOf(storage, entity, text, otherwise);
  return { ok: false, refusal: notFound(storage, entity, text) };
}

/**
 * The id of a project.
 *
 * @param ref may be left out where the board has one project; an archived one counts only if there is
 *   no other.
 */
export function resolveProject(storage: Storage, ref: string | undefined): Outcome<string> {
  if (ref !== undefined) return resolveRef(storage, "project", ref);
  const projects = storage.reads.liveProjects(SHOWN + 1);
  const [first, second] = projects;
  if (first === undefined) {
    return noProject(storage);
  }
  if (second === undefined || (first.status === "active" && second.status === "archived")) {
    return ok(first.id);
  }
  return refuse(
    "usage",
    "There are several projects on this board: say which one.",
    `They are ${projectList(projects)}.`,
  );
}

/** The records that have this text as a name; `otherwise`: unless it is the beginning of an id. */
function idsNamed(
  storage: Storage,
  entity: EntityName,
  text: string,
): { certain: string[]; otherwise: string[] } {
  if (entity === "user") {
    return { certain: storage.reads.usersNamed(text).map((user) => user.id), otherwise: [] };
  }
  if (entity !== "project") return { certain: [], otherwise: [] };
  const projects = storage.reads.projectsWithKey(text);
  const idsOf = (live: boolean) =>
    projects.filter((project) => (project.deleted_at === null) === live).map(({ id }) => id);
  return { certain: idsOf(true), otherwise: idsOf(false) };
}

/** The live sprints of this name; `active` is a name of each active one. */
function sprintsNamed(storage: Storage, text: string): string[] {
  const name = text.toLowerCase();
  return storage.reads
    .sprints({ deleted: false }, WHOLE_LIST)
    .filter((one) => one.name.toLowerCase() === name || (one.status === name && name === "active"))
    .map((one) => one.id);
}

function oneOf(
  storage: Storage,
  entity: EntityName,
  text: string,
  ids: readonly string[],
): Outcome<string> {
  const [id, second] = ids;
  if (id !== undefined && second === undefined) return ok(id);
  const shown = storage.getMany(entity, ids).slice(0, SHOWN);
  const short = shortIds(ids);
  const candidates = shown.map((record, index) => {
    const gone = "deleted_at" in record && record.deleted_at !== null ? " (deleted)" : "";
    return `${short[index]} ${labelOf(entity, record)}${gone}`;
  });
  const more = ids.length > SHOWN ? ", and more" : "";
  return refuse(
    "ambiguous",
    `${quoted(text)} fits several ${ENTITIES[entity].array.replace("_", " ")}: ` +
      `${candidates.join(", ")}${more}.`,
    "Type more characters of the id.",
  );
}

function notFound(storage: Storage, entity: EntityName, text: string): Refusal {
  const noun = ENTITIES[entity].noun;
  if (entity === "project") {
    const projects = storage.reads.liveProjects(SHOWN + 1);
    return {
      kind: "not_found",
      message: `There is no project ${quoted(text)} on this board.`,
      hint: projects.length === 0 ? NO_PROJECT_HINT : `There is ${projectList(projects)}.`,
    };
  }
  if (entity !== "user" && /^[0-9a-f]+$/i.test(text) && text.length < MIN_PREFIX) {
    const message = `${quoted(text)} is too short for a ${noun}: an id needs ${MIN_PREFIX} characters or more.`;
    return { kind: "invalid", message };
  }
  return {
    kind: "not_found",
    message: `There is no ${noun} ${quoted(text)} on this board.`,
    hint: hintFor(entity),
  };
}

function hintFor(entity: EntityName): string {
  if (entity === "user") return "A person is named by email, by the whole name, by id, or as `me`.";
  const byId = `its id, or by the first ${MIN_PREFIX} characters of it or more`;
  if (entity === "sprint") return `A sprint is named by its name, by ${byId}, or as \`active\`.`;
  return `A ${ENTITIES[entity].noun} is named by ${byId}.`;
}

function projectList(projects: readonly Project[]): string {
  const short = shortIds(projects.map((project) => project.id));
  const names = projects
    .slice(0, SHOWN)
    .map((project, index) => `${project.key ?? short[index]} ${labelOf("project", project)}`);
  return `${names.join(", ")}${projects.length > SHOWN ? ", and more" : ""}`;
}
