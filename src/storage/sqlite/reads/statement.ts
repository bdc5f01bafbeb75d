import type { Database } from "bun:sqlite";
import type { EntityName, EntityTypes, RecordView, WorkItem } from "../../../domain/entities.ts";
import type { Cell } from "../../port.ts";
import { fromRaw, type RawRecord } from "../records.ts";
import { COLUMNS } from "../schema.ts";

/** The rows of a statement as they are. The statement is prepared once and kept. */
export function rows<T>(database: Database, sql: string, ...values: Cell[]): T[] {
  return database.query<T, Cell[]>(sql).all(...values);
}

/** The records of a statement that selects all columns of an entity, and perhaps further ones. */
export function records<E extends EntityName, More = unknown>(
  database: Database,
  entity: E,
  sql: string,
  ...values: Cell[]
): (EntityTypes[E] & More)[] {
  return rows<RawRecord>(database, sql, ...values).map(
    (raw) => fromRaw(entity, raw) as EntityTypes[E] & More,
  );
}

/**
 * The items of a statement that selects their {@link viewColumnsOf}, and perhaps further columns: lists
 * are long, and what only the merge needs is not read for them.
 */
export function itemViews<More = unknown>(
  database: Database,
  sql: string,
  ...values: Cell[]
): (RecordView<WorkItem> & More)[] {
  const items = rows<{ labels: string | string[] | null }>(database, sql, ...values);
  for (const item of items) {
    item.labels = item.labels === null ? [] : (JSON.parse(item.labels as string) as string[]);
  }
  return items as unknown as (RecordView<WorkItem> & More)[];
}

/** The columns of an entity that callers see, with the name of the table before each. */
export function viewColumnsOf(entity: EntityName, table: string): string {
  return COLUMNS[entity]
    .slice(0, -2)
    .map((name) => `${table}.${name}`)
    .join(", ");
}

/** All columns of an entity, with the name of the table in the statement before each. */
export function columnsOf(entity: EntityName, table: string): string {
  return COLUMNS[entity].map((name) => `${table}.${name}`).join(", ");
}

/** What a statement asks for, put together piece by piece. */
export interface Conditions {
  /** Adds a condition; each `?` in it takes one of the values, in order. */
  and(sql: string, ...values: Cell[]): void;
  /** A value in another place of the statement. @returns its mark, `?1`. */
  bind(value: Cell): string;
  /** `WHERE …`, or nothing where nothing was asked for. */
  where(): string;
  /** All values, in the order of their numbers. */
  readonly values: readonly Cell[];
}

export function conditions(): Conditions {
  const parts: string[] = [];
  const values: Cell[] = [];
  const bind = (value: Cell): string => `?${values.push(value)}`;
  return {
    and: (sql, ...more) => {
      const given = more.values();
      parts.push(sql.replaceAll("?", () => bind(given.next().value ?? null)));
    },
    bind,
    where: () => (parts.length === 0 ? "" : `WHERE ${parts.join(" AND ")}`),
    values,
  };
}

/** A value for each `?` of a row of keys: `(?, ?, ?)`. */
export function marks(key: readonly unknown[]): string {
  return `(${key.map(() => "?").join(", ")})`;
}

/**
 * One page of a list, as the end of a statement.
 *
 * @param sortKey the expressions that the list is sorted by; together they are unique.
 * @param direction of all of them alike, so that a row value can say where the page starts.
 */
export function pageOf(
  asked: Conditions,
  sortKey: readonly string[],
  direction: "ASC" | "DESC",
  page: { limit: number; after: (string | number)[] | null },
): string {
  if (page.after !== null) {
    const sign = direction === "ASC" ? ">" : "<";
    asked.and(`(${sortKey.join(", ")}) ${sign} ${marks(page.after)}`, ...page.after);
  }
  const order = sortKey.map((key) => `${key} ${direction}`).join(", ");
  return `${asked.where()} ORDER BY ${order} LIMIT ${asked.bind(page.limit)}`;
}
