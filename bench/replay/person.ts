/** One person of a replay: a board and an issue file, as they are in this person's clone. */
import { writeBoard } from "../../src/data-json/write.ts";
import { type BoardData, emptyBoard } from "../../src/domain/board-data.ts";
import { ENTITY_NAMES, type EntityName } from "../../src/domain/entities.ts";
import { compareText } from "../../src/domain/json.ts";
import { type Fields, fieldsOf } from "../../src/domain/merge/times.ts";
import { editRecord } from "../../src/domain/stamp.ts";
import type { Event, Line } from "./history.ts";

export class Person {
  private readonly records: Map<EntityName, Map<string, Fields>>;
  private readonly lines: Map<string, Line>;

  constructor(
    private readonly from: BoardData,
    lines: ReadonlyMap<string, Line>,
  ) {
    this.records = new Map(
      ENTITY_NAMES.map((entity) => [
        entity,
        new Map(from.records[entity].map((record) => [record.id, fieldsOf(record)])),
      ]),
    );
    this.lines = new Map(lines);
  }

  /** @returns the record after it; null where this clone does not have what the event changes. */
  apply(event: Event): Fields | null {
    const { entity, id, made, values, at, line } = event;
    const before = made ?? this.records.get(entity)?.get(id);
    const shown = this.lines.get(line.id);
    if (before === undefined || (shown === undefined && entity !== "work_item")) return null;
    const by = typeof before.updated_by === "string" ? before.updated_by : null;
    const after = made ?? editRecord(entity, before, values, at, by);
    this.records.get(entity)?.set(id, after);
    this.lines.set(line.id, lineAfter(shown, event));
    return after;
  }

  /** The tracked file of this clone. */
  dataJson(): string {
    const board = emptyBoard();
    board.unknown = this.from.unknown;
    for (const [entity, known] of this.records) {
      const sorted = [...known.values()].sort((a, b) => compareText(a.id, b.id));
      (board.records as { [entity: string]: unknown[] })[entity] = sorted;
    }
    const { exportedAt, exportedBy } = this.from;
    return writeBoard(board, { exportedAt: exportedAt ?? "", exportedBy: exportedBy ?? "" });
  }

  /** The same as Beads writes it: an issue a line, sorted by id. */
  issuesJsonl(): string {
    return jsonl(this.lines);
  }
}

export function lineAfter(before: Line | undefined, { line }: Event): Line {
  const after: Line = { ...(before ?? { id: line.id }), ...line.set };
  for (const [field, value] of Object.entries(line.add)) {
    const list = after[field];
    after[field] = [...(Array.isArray(list) ? list : []), value];
  }
  return after;
}

export function jsonl(lines: ReadonlyMap<string, Line>): string {
  const sorted = [...lines.values()].sort((a, b) => compareText(a.id, b.id));
  return sorted.map((line) => `${JSON.stringify(line)}\n`).join("");
}
