import { ENTITIES, ENTITY_NAMES, type EntityName } from "../domain/entities.ts";
import type { Json, JsonObject } from "../domain/json.ts";

/** A field that every record of the entity has, and no record of another one. */
const MARKS: { readonly [E in EntityName]: string } = {
  project: "key",
  work_item: "item_type",
  sprint: "goal",
  comment: "content",
  swim_lane: "status_value",
  dependency: "dependency_type",
  time_entry: "started_at",
  user: "email",
};

/**
 * Puts records back into the array that they belong to.
 *
 * Git's own merge, where there is no merge driver (on a forge), knows lines and not arrays: it can put a
 * record that both sides moved apart into the array next to its own, and report no conflict. Such a record
 * says by its fields what it is. A record that has its own array's mark, or not exactly one other,
 * stays where it is.
 *
 * @param file the parsed file; its arrays are changed in place.
 */
export function putBackMisfiled(file: JsonObject): void {
  for (const entity of ENTITY_NAMES) {
    const values = file[ENTITIES[entity].array];
    if (!Array.isArray(values)) continue;
    if (!values.some((value) => homeOf(value, entity) !== entity)) continue;
    file[ENTITIES[entity].array] = values.filter((value) => {
      const home = homeOf(value, entity);
      if (home === entity) return true;
      const { array } = ENTITIES[home];
      const there = Object.hasOwn(file, array) ? file[array] : [];
      if (!Array.isArray(there)) return true;
      file[array] = [...there, value];
      return false;
    });
  }
}

function homeOf(value: Json, entity: EntityName): EntityName {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return entity;
  if (Object.hasOwn(value, MARKS[entity])) return entity;
  const homes = ENTITY_NAMES.filter((other) => Object.hasOwn(value, MARKS[other]));
  return homes.length === 1 ? (homes[0] as EntityName) : entity;
}
