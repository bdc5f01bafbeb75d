import type { Database } from "bun:sqlite";
import type { WordSearch } from "../../../domain/search-text.ts";
import type { Reads, SearchRow } from "../../reads.ts";
import { select } from "../records.ts";
import { bringUpToDate, LABELS } from "./search-index.ts";
import { conditions, records, rows } from "./statement.ts";
import { ofDeletedProject } from "./visible.ts";

/** How much a word counts in a title, a description, a label; in a comment it counts as 1. */
const WEIGHTS = "10.0, 2.0, 5.0";

interface RawHit {
  item_id: string;
  comment_id: string | null;
}

export function searchReads(database: Database): Pick<Reads, "search"> {
  return {
    search: (wanted, project_id, { limit, offset }) => {
      if (!wanted.anywhere) bringUpToDate(database);
      const asked = conditions();
      const hits = [
        ...(wanted.idPrefix === null ? [] : [idHits(wanted.idPrefix, asked.bind)]),
        ...(wanted.anywhere ? textHits(wanted, asked.bind) : indexHits(wanted, asked.bind)),
      ];
      asked.and("item.deleted_at IS NULL");
      asked.and(`NOT ${ofDeletedProject("item.project_id")}`);
      if (project_id !== null) asked.and("item.project_id = ?", project_id);
      // With min(), the other columns are those of the best hit of each item.
      const found = rows<RawHit>(
        database,
        `WITH hits (item_id, comment_id, score) AS (${hits.join(" UNION ALL ")})
         SELECT item_id, comment_id, min(score) AS best
         FROM hits JOIN work_items item ON item.id = hits.item_id ${asked.where()}
         GROUP BY item_id ORDER BY best, item.updated_at DESC, item_id
         LIMIT ${asked.bind(limit)} OFFSET ${asked.bind(offset)}`,
        ...asked.values,
      );
      return withRecords(database, found);
    },
  };
}

type Bind = (value: string) => string;

/** The item that somebody names by its id comes before all others. */
function idHits(prefix: string, bind: Bind): string {
  return `SELECT id, NULL, -1e9 FROM work_items
          WHERE id >= ${bind(prefix)} AND id < ${bind(`${prefix}g`)}`;
}

function indexHits(wanted: WordSearch, bind: Bind): string[] {
  const expression = bind(matchExpression(wanted));
  return [
    `SELECT found.id, NULL, bm25(item_text, ${WEIGHTS})
     FROM item_text JOIN work_items found ON found.rowid = item_text.rowid
     WHERE item_text MATCH ${expression}`,
    `SELECT comment.work_item_id, comment.id, bm25(comment_text)
     FROM comment_text JOIN comments comment ON comment.rowid = comment_text.rowid
     WHERE comment_text MATCH ${expression} AND comment.deleted_at IS NULL`,
  ];
}

/** All of the words. In quotes nothing is an operator. */
function matchExpression({ words, openEnded }: WordSearch): string {
  const quoted = words.map((word) => `"${word.replaceAll('"', '""')}"`);
  return `${quoted.join(" ")}${openEnded ? "*" : ""}`;
}

/** Looks at every text: for what is not at the beginning of a word. */
function textHits(wanted: WordSearch, bind: Bind): string[] {
  const patterns = wanted.words.map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
  const list = bind(JSON.stringify(patterns));
  const hasAll = (text: string) => `NOT EXISTS (
    SELECT 1 FROM json_each(${list}) WHERE ${text} NOT LIKE value ESCAPE '\\')`;
  // A word holds no line break, so none is found across two texts.
  const texts = ["title", "coalesce(description, '')", `coalesce(${LABELS}, '')`];
  return [
    `SELECT found.id, NULL, iif(${hasAll("found.title")}, -2, -1)
     FROM work_items found WHERE ${hasAll(`(${texts.join(" || char(10) || ")})`)}`,
    `SELECT comment.work_item_id, comment.id, 0
     FROM comments comment WHERE comment.deleted_at IS NULL AND ${hasAll("comment.content")}`,
  ];
}

function withRecords(database: Database, found: readonly RawHit[]): SearchRow[] {
  const some = "WHERE id IN (SELECT value FROM json_each(?))";
  const item_ids = JSON.stringify(found.map((hit) => hit.item_id));
  const comment_ids = JSON.stringify(found.flatMap((hit) => hit.comment_id ?? []));
  const items = new Map(
    records(database, "work_item", `${select("work_item")} ${some}`, item_ids).map((item) => [
      item.id,
      item,
    ]),
  );
  const comments = new Map(
    records(database, "comment", `${select("comment")} ${some}`, comment_ids).map((comment) => [
      comment.id,
      comment,
    ]),
  );
  return found.flatMap((hit) => {
    const item = items.get(hit.item_id);
    return item === undefined
      ? []
      : [{ item, comment: comments.get(hit.comment_id ?? "") ?? null }];
  });
}
