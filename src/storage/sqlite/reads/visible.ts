/** What is out of sight: deleted itself, or with what it belongs to. */

/** A record of a deleted project. `column` holds the id of the project. */
export function ofDeletedProject(column: string): string {
  return `${column} IN (SELECT id FROM projects WHERE deleted_at IS NOT NULL)`;
}

/** A record of a deleted item, or of an item of a deleted project. `column` holds the id of the item. */
export function ofHiddenItem(column: string): string {
  return `EXISTS (
    SELECT 1 FROM work_items hidden WHERE hidden.id = ${column}
    AND (hidden.deleted_at IS NOT NULL OR ${ofDeletedProject("hidden.project_id")}))`;
}

/** An item that is not done and that an open item blocks. `column` holds the id of the item. */
export function isBlocked(column: string): string {
  return `EXISTS (
    SELECT 1 FROM dependencies link JOIN work_items blocking ON blocking.id = link.blocking_item_id
    WHERE link.blocked_item_id = ${column} AND link.dependency_type = 'blocks'
      AND link.deleted_at IS NULL AND blocking.status <> 'done' AND blocking.deleted_at IS NULL
      AND NOT ${ofDeletedProject("blocking.project_id")})`;
}
