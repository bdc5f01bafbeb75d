import type { Database } from "bun:sqlite";
import { ENTITIES, ENTITY_NAMES } from "../../../domain/entities.ts";
import { ENDLESS } from "../../../domain/merge/endless.ts";
import type { Reads, RecordId } from "../../reads.ts";
import { rows } from "./statement.ts";

const YEAR = ENDLESS.slice(0, 4);
const ALL = ENTITY_NAMES.map((entity) => {
  const { array, fields } = ENTITIES[entity];
  const times = ["updated_at", "created_at"].filter((field) => field in fields);
  const late = times.map((field) => `${field} >= '${ENDLESS}'`).join(" OR ");
  // A quote in the name of a field is escaped there: this can only be the beginning of a time.
  return `SELECT '${entity}' AS entity, id FROM ${array}
    WHERE ${late} OR field_updated_at LIKE '%:"${YEAR}-%'`;
}).join(" UNION ALL ");

export function endlessReads(database: Database): Pick<Reads, "endless"> {
  return { endless: (limit) => rows<RecordId>(database, `${ALL} LIMIT ?`, limit) };
}
