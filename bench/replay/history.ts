/**
 * The history that an issue file of Beads tells of: when each issue was made, closed, deleted and last
 * changed, when it was commented on and linked. Each is an event, for both trackers: new values of a
 * record of ours, and the same in the issue's line.
 */
import type { BoardData } from "../../src/domain/board-data.ts";
import type { EntityName } from "../../src/domain/entities.ts";
import { type Instant, later, parseInstant } from "../../src/domain/instant.ts";
import type { Json } from "../../src/domain/json.ts";
import { type Fields, fieldsOf } from "../../src/domain/merge/times.ts";
import type { Values } from "../../src/domain/stamp.ts";

export type Line = { id: string } & { [field: string]: Json };

export interface Event {
  at: Instant;
  entity: EntityName;
  id: string;
  /** The whole new record; null for a change of one that is there. */
  made: Fields | null;
  values: Values;
  /** What the issue's line has from then on; lists are added to. */
  line: { id: string; set: { [field: string]: Json }; add: { [field: string]: Json } };
}

/** What a line has only once its issue was closed, deleted, given to somebody, labelled. */
const LATER = /^(clos|delet|original_type|assignee|labels|comments|dependencies)/;

/**
 * The events of a file, in the order of their times.
 *
 * @param board what the file is as a board.
 * @param issueOf the id of the line that an item's id was made of.
 */
export function historyOf(
  lines: readonly Line[],
  board: BoardData,
  issueOf: (item: string) => string | undefined,
): Event[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const events: Event[] = [];
  for (const record of board.records.work_item) {
    const line = byId.get(issueOf(record.id) ?? "");
    if (line !== undefined) events.push(...eventsOfItem(fieldsOf(record), line));
  }
  for (const record of board.records.comment) {
    const issue = issueOf(record.work_item_id);
    if (issue !== undefined) events.push(added("comment", fieldsOf(record), issue, "comments"));
  }
  for (const record of board.records.dependency) {
    const issue = issueOf(record.blocked_item_id);
    if (issue === undefined) continue;
    events.push(added("dependency", fieldsOf(record), issue, "dependencies"));
  }
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
}

function eventsOfItem(record: Fields, line: Line): Event[] {
  const { id, created_at = record.updated_at } = record;
  const first = Object.entries(line).filter(([field]) => !LATER.test(field));
  const open = { ...Object.fromEntries(first), status: "open", updated_at: created_at };
  const change = (at: Instant, values: Values, set: Event["line"]["set"]): Event => ({
    ...{ at: later(at, created_at), entity: "work_item", id, made: null, values },
    line: { id: line.id, set: { ...set, updated_at: at }, add: {} },
  });
  const made: Fields = {
    ...record,
    ...{ status: "backlog", deleted_at: null, assignee_id: null, labels: [], version: 1 },
    ...{ updated_at: created_at, updated_by: record.created_by ?? null, field_updated_at: null },
    extra: null,
  };
  const events: Event[] = [
    { ...change(created_at, {}, open), made },
    change(
      record.updated_at,
      {
        assignee_id: record.assignee_id ?? null,
        labels: record.labels ?? [],
        status: record.status ?? null,
      },
      { status: line.status ?? "open", assignee: line.assignee ?? "", labels: line.labels ?? [] },
    ),
  ];
  const closed = typeof line.closed_at === "string" ? parseInstant(line.closed_at) : null;
  if (closed !== null && record.status === "done") {
    const { closed_at = null, close_reason = null } = line;
    events.push(change(closed, { status: "done" }, { status: "closed", closed_at, close_reason }));
  }
  if (typeof record.deleted_at === "string") {
    const { deleted_at = null, delete_reason = null } = line;
    const values = { deleted_at: record.deleted_at };
    const set = { status: "tombstone", deleted_at, delete_reason };
    events.push(change(record.deleted_at as Instant, values, set));
  }
  return events;
}

function added(entity: EntityName, record: Fields, issue: string, field: string): Event {
  const at = record.created_at ?? record.updated_at;
  const made = { ...record, updated_at: at, field_updated_at: null, extra: null };
  const shown = {
    id: record.id,
    text: record.content ?? null,
    on: record.blocking_item_id ?? null,
  };
  return {
    ...{ at, entity, id: record.id, made, values: {} },
    line: { id: issue, set: { updated_at: at }, add: { [field]: shown } },
  };
}
