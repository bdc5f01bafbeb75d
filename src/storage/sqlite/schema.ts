/**
 * The tables of `.pm/data.db`, schema version 1 (`PRAGMA user_version`).
 *
 * One table an entity, named as its array in `data.json`: its fields as columns in the order of
 * `domain/entities.ts`, then `labels`, `extra` and `field_updated_at` as JSON text, null where there
 * are none. Times are RFC 3339 text of 24 characters, so that they sort as they are.
 *
 *     unknown    what this version does not know of data.json, by key
 *     notes      the program's notes to itself: last synced file, search state
 *     writes     every committed write, numbered: feed, undo, "written here since the last sync"
 *     changes    the fields that a write changed: the activity log
 *     journal    what lost a contest in a merge
 *     syncs      every sync that changed something; made when there is first something to keep in it,
 *                so that a database from before it, and a version from before it, get on with each other
 *     item_text, comment_text   full-text indexes, brought up to date when somebody searches
 */
import { ENTITIES, ENTITY_NAMES, type EntityName, type FieldSpec } from "../../domain/entities.ts";

export const DATABASE_VERSION = 1;

/** The columns of an entity, in order. */
export const COLUMNS = Object.fromEntries(
  ENTITY_NAMES.map((entity) => [
    entity,
    [
      ...Object.keys(ENTITIES[entity].fields),
      ...(ENTITIES[entity].labelled ? ["labels"] : []),
      "extra",
      "field_updated_at",
    ],
  ]),
) as unknown as { readonly [E in EntityName]: readonly string[] };

function columnType(spec: FieldSpec): string {
  if (spec.type === "integer") return "INTEGER";
  return spec.type === "number" ? "NUMERIC" : "TEXT";
}

function tableOf(entity: EntityName): string {
  const fields = Object.entries(ENTITIES[entity].fields) as [string, FieldSpec][];
  const columns = fields.map(([name, spec]) => {
    if (name === "id") return "id TEXT PRIMARY KEY NOT NULL";
    return `${name} ${columnType(spec)}${spec.nullable ? "" : " NOT NULL"}`;
  });
  const rest = COLUMNS[entity].slice(fields.length).map((name) => `${name} TEXT`);
  return `CREATE TABLE ${ENTITIES[entity].array} (${[...columns, ...rest].join(", ")}) STRICT;`;
}

/** See the head of this file: the one table that need not be there. */
export const SYNCS = `
CREATE TABLE IF NOT EXISTS syncs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  via TEXT NOT NULL,
  file TEXT NOT NULL,
  after_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  conflicts INTEGER NOT NULL,
  changes TEXT,
  backup TEXT,
  undone INTEGER NOT NULL DEFAULT 0,
  branch TEXT
) STRICT;
`;

/**
 * What finds records by more than their id. The first two have the items of a status in their order, of
 * one project and of all: a list reads them as they come and sorts nothing.
 */
export const INDEXES = `
CREATE INDEX work_items_board ON work_items (project_id, status, position, id);
CREATE INDEX work_items_order ON work_items (status, position, id);
CREATE INDEX work_items_parent ON work_items (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX work_items_sprint ON work_items (sprint_id) WHERE sprint_id IS NOT NULL;
CREATE INDEX comments_item ON comments (work_item_id);
CREATE INDEX dependencies_blocking ON dependencies (blocking_item_id);
CREATE INDEX dependencies_blocked ON dependencies (blocked_item_id);
CREATE INDEX time_entries_item ON time_entries (work_item_id);
`;

export const TABLES = `
${ENTITY_NAMES.map(tableOf).join("\n").replaceAll("NUMERIC", "ANY")}
CREATE TABLE unknown (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;
CREATE TABLE notes (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;
CREATE TABLE writes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  by TEXT,
  action TEXT NOT NULL,
  records TEXT,
  undone_by INTEGER
) STRICT;
CREATE TABLE changes (
  row INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES writes (seq),
  entity TEXT NOT NULL,
  record_id TEXT NOT NULL,
  work_item_id TEXT,
  project_id TEXT,
  field TEXT,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  at TEXT,
  by TEXT
) STRICT;
CREATE INDEX changes_seq ON changes (seq);
CREATE INDEX changes_record ON changes (record_id);
CREATE INDEX changes_item ON changes (work_item_id) WHERE work_item_id IS NOT NULL;
CREATE TABLE journal (
  id TEXT PRIMARY KEY NOT NULL,
  found_at TEXT NOT NULL,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  entity TEXT NOT NULL,
  record_id TEXT NOT NULL,
  field TEXT NOT NULL,
  kept TEXT NOT NULL,
  kept_at TEXT,
  kept_by TEXT,
  lost TEXT NOT NULL,
  lost_at TEXT,
  lost_by TEXT,
  seen INTEGER NOT NULL DEFAULT 0,
  taken_back INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE VIRTUAL TABLE item_text USING fts5 (
  title, description, labels, content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE comment_text USING fts5 (
  content, content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2'
);
`;
