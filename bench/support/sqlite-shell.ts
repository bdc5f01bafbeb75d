// What the sqlite3 shell is told to do. Tables, columns and indexes are read from a database that `pm`
// has made, so that both sides always work on the same ones.
import { Database } from "bun:sqlite";
import { ENTITIES, ENTITY_NAMES } from "../../src/domain/entities.ts";

/** The columns that `data.json` has beside the fields, as JSON. */
const JSON_COLUMNS = ["labels", "field_updated_at"];

interface Table {
  name: string;
  sql: string;
  indexes: string[];
  columns: string[];
}

function readTables(databaseFile: string): Table[] {
  const database = new Database(databaseFile, { readonly: true });
  const list = (sql: string, name: string): string[] =>
    (database.query(sql).values(name) as [string][]).map(([value]) => value);
  const tables = ENTITY_NAMES.map((entity) => {
    const name = ENTITIES[entity].array;
    const made = (type: string): string[] =>
      list(
        `SELECT sql FROM sqlite_schema WHERE type = '${type}' AND tbl_name = ? AND sql NOT NULL`,
        name,
      );
    return {
      name,
      sql: made("table")[0] ?? "",
      indexes: made("index"),
      columns: list("SELECT name FROM pragma_table_info(?)", name),
    };
  });
  database.close();
  return tables;
}

/** Makes the tables of `pm` in a new database and fills them from a `data.json`. */
export function importScript(databaseFile: string, boardFile: string): string {
  const tables = readTables(databaseFile);
  const inserts = tables.map(({ name, columns }) => {
    const values = columns.map((column) => {
      if (column === "extra") return "NULL";
      return `value ${JSON_COLUMNS.includes(column) ? "->" : "->>"} '${column}'`;
    });
    return `INSERT INTO ${name} SELECT ${values.join(", ")}
      FROM json_each(readfile('${boardFile}'), '$.${name}')`;
  });
  return [
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "BEGIN",
    ...tables.map(({ sql }) => sql),
    ...inserts,
    // Made at the end, which is the faster way.
    ...tables.flatMap(({ indexes }) => indexes),
    "COMMIT",
  ]
    .map((statement) => `${statement};\n`)
    .join("");
}

/** Selects what `data.json` has of every record, in its order. */
export function exportScript(databaseFile: string): string {
  return readTables(databaseFile)
    .map(({ name, columns }) => {
      const written = columns.filter((column) => column !== "extra");
      return `SELECT ${written.join(", ")} FROM ${name} ORDER BY id;\n`;
    })
    .join("");
}
