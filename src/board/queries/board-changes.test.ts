import { beforeEach, expect, test } from "bun:test";
import { openTestBoard, type TestBoard } from "../../../tests/support/query.ts";
import { at, blocks, comment, project, uuid, workItem } from "../../../tests/support/records.ts";
import type { EntityName } from "../../domain/entities.ts";
import type { FieldChange } from "../../storage/port.ts";

const project_id = uuid("aaaa");
const [ONE, TWO, THREE] = [uuid("1001"), uuid("1002"), uuid("1003")];

let board: TestBoard;
beforeEach(() => {
  board = openTestBoard();
  board.put("project", project({ id: project_id, key: "WEB" }));
  board.put("work_item", ...[ONE, TWO, THREE].map((id) => workItem({ id, project_id })));
});

function log(
  records: { entity: EntityName; id: string }[] | null,
  changes: Partial<FieldChange>[] = [],
): void {
  board.storage.log.append({
    at: at(1),
    by: null,
    action: "test",
    records,
    changes: changes as FieldChange[],
  });
}

function affected(since = 0) {
  const { reload, work_items, gone, seq } = board.ask("board_changes", { project: "WEB", since });
  return { reload, cards: work_items.map(({ id }) => id), gone, seq };
}

test("names the items that were written, and nothing twice", () => {
  log([{ entity: "work_item", id: ONE }]);
  log([{ entity: "work_item", id: ONE }]);
  expect(affected()).toEqual({ reload: false, cards: [ONE], gone: [], seq: 2 });
  expect(affected(2)).toEqual({ reload: false, cards: [], gone: [], seq: 2 });
});

test("names what is gone: deleted, or in another project", () => {
  board.put("work_item", workItem({ id: ONE, project_id, deleted_at: at(1) }));
  board.put("work_item", workItem({ id: TWO, project_id: uuid("bbbb") }));
  log([ONE, TWO].map((id) => ({ entity: "work_item", id })));
  expect(affected()).toMatchObject({ cards: [], gone: [ONE, TWO] });
});

test("names the items that show something of what was written", () => {
  board.put("comment", comment({ id: uuid("c1"), work_item_id: TWO }));
  log([{ entity: "comment", id: uuid("c1") }]);
  expect(affected().cards).toEqual([TWO]);

  board.put("dependency", blocks(ONE, THREE, { id: uuid("d1") }));
  log([{ entity: "dependency", id: uuid("d1") }]);
  expect(affected(1).cards).toEqual([THREE]);
  log([{ entity: "work_item", id: ONE }]);
  expect(affected(2).cards).toEqual([ONE, THREE]);
});

test("names the parent before and the parent now", () => {
  board.put("work_item", workItem({ id: ONE, project_id, parent_id: THREE }));
  const change = { entity: "work_item", record_id: ONE, field: "parent_id", after: THREE } as const;
  log(
    [{ entity: "work_item", id: ONE }],
    [{ ...change, work_item_id: ONE, project_id, before: TWO }],
  );
  expect(affected().cards).toEqual([ONE, TWO, THREE]);
});

test("says to read the board anew where it cannot tell", () => {
  log(null);
  expect(affected()).toMatchObject({ reload: true, cards: [], seq: 1 });
  log([{ entity: "project", id: project_id }]);
  expect(affected(1).reload).toBe(true);
  expect(affected(99).reload).toBe(true);
  log(Array.from({ length: 201 }, (_, n) => ({ entity: "work_item", id: uuid(`f${n}f`) })));
  expect(affected(2).reload).toBe(true);
});
