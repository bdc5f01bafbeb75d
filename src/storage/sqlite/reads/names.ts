import type { Database } from "bun:sqlite";
import type { Reads } from "../../reads.ts";
import { rows } from "./statement.ts";

const NAMES = `SELECT id, name FROM (
  SELECT value AS id, coalesce(
    (SELECT name FROM users WHERE id = value),
    (SELECT name FROM sprints WHERE id = value),
    (SELECT coalesce(key, title) FROM projects WHERE id = value),
    (SELECT title FROM work_items WHERE id = value)
  ) AS name FROM json_each(?)
) WHERE name IS NOT NULL`;

/** What to call records, whatever they are: an id belongs to one kind. */
export function nameReads(database: Database): Pick<Reads, "names"> {
  return { names: (ids) => rows(database, NAMES, JSON.stringify(ids)) };
}
