// Accounts for every value of an issue file of Beads: where on the board it is. Reads the board
// back the other way round, with nothing of the converter.
import type { BoardData } from "../../src/domain/board-data.ts";
import type { Comment, Dependency, WorkItem } from "../../src/domain/entities.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Line = { [field: string]: Json };

const STATUS: { [status: string]: string } = {
  todo: "open",
  in_progress: "in_progress",
  blocked: "blocked",
  done: "closed",
  review: "review",
};
const TYPE: { [type: string]: string } = { epic: "epic", story: "feature", task: "task" };
const PRIORITIES = ["critical", "high", "medium", "low"];

/**
 * Every value of a file that is not on the board, in words. Of lines with one id the newest counts;
 * where several are the newest, each of their values, or another one's of that field.
 */
export function lostOfLines(text: string, board: BoardData): string[] {
  const lines = text
    .split("\n")
    .filter((row) => row.trim() !== "")
    .map((row) => JSON.parse(row) as Line);
  const items = new Map(board.records.work_item.map((item) => [item.extra?.beads_id, item]));
  const names = new Map<string | null, string>(
    board.records.user.map((user) => [user.id, user.name]),
  );
  const comments = Map.groupBy(board.records.comment, (comment) => comment.work_item_id);
  const links = Map.groupBy(
    board.records.dependency.flatMap((link) => [
      { item: link.blocked_item_id, link },
      { item: link.blocking_item_id, link },
    ]),
    ({ item }) => item,
  );
  return [...Map.groupBy(lines, (line) => line.id)].flatMap(([id, versions]) => {
    const item = items.get(id);
    if (item === undefined) return [`${id}: the whole issue`];
    const known = {
      item,
      items,
      names,
      comments: comments.get(item.id) ?? [],
      links: (links.get(item.id) ?? []).map(({ link }) => link),
    };
    const timeOf = (line: Line): string => instant(line.updated_at ?? "");
    const newest = versions.map(timeOf).sort().at(-1);
    return lostOfVersions(
      versions.filter((line) => timeOf(line) === newest),
      known,
    );
  });
}

function lostOfVersions(versions: readonly Line[], known: Known): string[] {
  return versions.flatMap((line) =>
    Object.entries(line).flatMap(([field, value]) =>
      valuesIn(value)
        .filter((one) => !isThere(field, one, line, known))
        .filter(
          (one) =>
            !versions.some((other) =>
              valuesIn(other[field] ?? (field === "priority" ? 0 : null)).some(
                (theirs) => !Bun.deepEquals(theirs, one) && isThere(field, theirs, other, known),
              ),
            ),
        )
        .map((one) => `${line.id}: ${field} ${JSON.stringify(one)}`),
    ),
  );
}

function valuesIn(value: Json): Json[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => !isNothing(one));
}

interface Known {
  item: WorkItem;
  items: ReadonlyMap<unknown, WorkItem>;
  names: ReadonlyMap<string | null, string>;
  comments: readonly Comment[];
  links: readonly Dependency[];
}

function isNothing(value: Json): boolean {
  return value === null || value === "" || String(value).startsWith("0001-01-01T");
}

function isThere(field: string, value: Json, line: Line, known: Known): boolean {
  const { item, names } = known;
  const extra = item.extra ?? {};
  const deleted = item.deleted_at !== null;
  switch (field) {
    case "id":
      return extra.beads_id === value;
    case "title":
      return [extra.beads_title, item.title].includes(value);
    case "description":
      return extra.beads_description === value || isDescribed(item, value);
    case "status":
      return [extra.beads_status, deleted ? "tombstone" : STATUS[item.status]].includes(value);
    case "priority":
      return [extra.beads_priority, PRIORITIES.indexOf(item.priority)].includes(value);
    case "issue_type":
      return [extra.beads_issue_type, TYPE[item.item_type]].includes(value);
    case "created_at":
      // Of lines with one id the first counts.
      return item.created_at <= instant(value);
    case "updated_at":
      return item.updated_at >= instant(value);
    case "assignee":
      return names.get(item.assignee_id) === value;
    case "created_by":
      return names.get(item.created_by) === value;
    case "labels":
      return item.labels.includes(value as string);
    case "dependencies":
      return hasLink(value as Line, line, known);
    case "comments":
      return known.comments.some(
        (comment) =>
          comment.content === (value as Line).text &&
          comment.created_at === instant((value as Line).created_at ?? "") &&
          names.get(comment.created_by) === (value as Line).author,
      );
    case "deleted_at":
      if (deleted) return item.deleted_at === instant(value);
      break;
    case "deleted_by":
      if (deleted) return names.get(item.updated_by) === value;
      break;
  }
  const kept = extra[`beads_${field}`];
  return (
    Bun.deepEquals(kept, value) ||
    (Array.isArray(kept) && kept.some((x) => Bun.deepEquals(x, value)))
  );
}

/** Whether the description begins with a text, what the issue has in other fields apart. */
function isDescribed(item: WorkItem, value: Json): boolean {
  const text = item.description ?? "";
  const isCut = item.title.endsWith("…") && text.startsWith("# ");
  const body = isCut ? text.replace(/^# .*(?:\n\n)?/, "") : text;
  return body === value || body.startsWith(`${value}\n\n## `);
}

function hasLink(link: Line, line: Line, { item, items, names, links }: Known): boolean {
  const kept = (item.extra?.beads_dependencies ?? []) as Line[];
  const { issue_id: owner, ...rest } = link;
  if (owner !== line.id) return false;
  if (kept.some((one) => Bun.deepEquals(one, rest))) {
    if (link.type !== "parent-child") return true;
    const parent = items.get(link.depends_on_id);
    return parent === undefined ? item.parent_id !== null : item.parent_id === parent.id;
  }
  const other = items.get(link.depends_on_id);
  return links.some((record) => {
    const type =
      record.extra?.beads_type ?? (record.dependency_type === "blocks" ? "blocks" : "relates-to");
    const ends = [record.blocking_item_id, record.blocked_item_id];
    const inOrder = other === undefined ? ends[1] === item.id : ends[0] === other.id;
    return (
      type === link.type &&
      (inOrder || (type as string).startsWith("relate")) &&
      (other === undefined || ends.includes(other.id)) &&
      record.created_at <= instant(link.created_at ?? "") &&
      (isNothing(link.created_by ?? null) || names.has(record.created_by))
    );
  });
}

/** A time in UTC, cut to milliseconds as text. */
function instant(value: Json): string {
  const [, seconds = "", decimals = "", zone = "Z"] =
    /^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(String(value)) ?? [];
  return new Date(`${seconds}.${decimals.slice(0, 3).padEnd(3, "0")}${zone}`).toISOString();
}
