import type { Database } from "bun:sqlite";
import { ENTITIES, ENTITY_NAMES } from "../../../domain/entities.ts";
import type { NewestRow, Reads } from "../../reads.ts";
import { rows } from "./statement.ts";

const ALL = ENTITY_NAMES.map(
  (entity) => `SELECT '${entity}' AS entity, id, updated_at FROM ${ENTITIES[entity].array}`,
).join(" UNION ALL ");

export function newestReads(database: Database): Pick<Reads, "newest"> {
  return {
    newest: (limit) => rows<NewestRow>(database, `${ALL} ORDER BY updated_at DESC LIMIT ?`, limit),
  };
}
