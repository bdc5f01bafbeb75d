/**
 * The full-text indexes, brought up to date when somebody searches and not with each write: a write
 * and an import stay fast, and who never searches never pays.
 *
 * The note `search_seq` holds the number of the newest write that is in them. Rows are those of the
 * tables by rowid; they may outlive their record, so every search joins them to it.
 */
import type { Database } from "bun:sqlite";
import { rows } from "./statement.ts";

const NOTE = "search_seq";

/** The labels of an item as text, without what JSON puts around them. Null where there are none. */
export const LABELS = "(SELECT group_concat(value, char(10)) FROM json_each(labels))";

const ITEMS = `INTO item_text (rowid, title, description, labels)
  SELECT rowid, title, description, ${LABELS} FROM work_items`;
const COMMENTS = `INTO comment_text (rowid, content)
  SELECT rowid, content FROM comments`;

/** Indexes what was written since the last search. */
export function bringUpToDate(database: Database): void {
  if (pending(database) === null) return;
  const update = database.transaction(() => {
    // Another process may have done it while this one waited for the lock.
    const writes = pending(database);
    if (writes === null) return;
    const named = writes.known ? namedRecords(database, writes.indexed) : null;
    if (named === null) indexAll(database);
    else indexSome(database, named);
    database
      .query("INSERT INTO notes VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")
      .run(NOTE, String(writes.last));
  });
  if (database.inTransaction) update();
  else update.immediate();
}

/** Which writes are not in the indexes; null if they all are. */
function pending(database: Database): { indexed: number; last: number; known: boolean } | null {
  const [row] = rows<{ indexed: string | null; last: number }>(
    database,
    `SELECT (SELECT value FROM notes WHERE key = ?) AS indexed,
            (SELECT coalesce(max(seq), 0) FROM writes) AS last`,
    NOTE,
  );
  const indexed = Number(row?.indexed ?? Number.NaN);
  const last = row?.last ?? 0;
  if (indexed === last) return null;
  return { indexed, last, known: indexed < last };
}

type Named = { work_item: string[]; comment: string[] };

/** The records of the writes since `indexed`; null if one of the writes does not name its own. */
function namedRecords(database: Database, indexed: number): Named | null {
  const named: Named = { work_item: [], comment: [] };
  const writes = rows<{ records: string | null }>(
    database,
    "SELECT records FROM writes WHERE seq > ?",
    indexed,
  );
  for (const write of writes) {
    if (write.records === null) return null;
    for (const [entity, id] of JSON.parse(write.records) as [string, string][]) {
      if (entity === "work_item" || entity === "comment") named[entity].push(id);
    }
  }
  return named;
}

function indexAll(database: Database): void {
  database.query("INSERT INTO item_text (item_text) VALUES ('delete-all')").run();
  database.query("INSERT INTO comment_text (comment_text) VALUES ('delete-all')").run();
  database.query(`INSERT ${ITEMS}`).run();
  database.query(`INSERT ${COMMENTS}`).run();
}

function indexSome(database: Database, named: Named): void {
  const some = "WHERE id IN (SELECT value FROM json_each(?))";
  if (named.work_item.length > 0) {
    database.query(`INSERT OR REPLACE ${ITEMS} ${some}`).run(JSON.stringify(named.work_item));
  }
  if (named.comment.length > 0) {
    database.query(`INSERT OR REPLACE ${COMMENTS} ${some}`).run(JSON.stringify(named.comment));
  }
}
