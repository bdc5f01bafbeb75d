import { expect, test } from "bun:test";
import { type BoardData, emptyBoard } from "./board-data.ts";
import type { Instant } from "./instant.ts";
import { type Fields, fieldsOf, recordOf } from "./merge/times.ts";
import { withTyped } from "./typed-by-hand.ts";

const at = (hour: number) => `2026-03-01T${String(hour).padStart(2, "0")}:00:00.000Z` as Instant;
const NOW = at(12);

const BASE = {
  ...{ id: "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f", project_id: null, item_type: "task" },
  ...{ title: "One", status: "todo", labels: ["ui"], version: 1, updated_by: "ada", extra: null },
  ...{ created_at: at(1), updated_at: at(1), field_updated_at: null },
} as unknown as Fields;
const OURS: Fields = {
  ...{ ...BASE, title: "Uno", updated_at: at(5) },
  field_updated_at: { title: at(5) },
};
const THEIRS: Fields = {
  ...{ ...BASE, title: "Un", updated_at: at(6) },
  field_updated_at: { title: at(6) },
};

function board(record: Fields): BoardData {
  const made = emptyBoard();
  made.records.work_item = [recordOf(record)];
  return made;
}
const SIDES = [board(OURS), board(THEIRS)];
const MERGED = board(THEIRS);

function typed(hand: Fields): Fields | null {
  const result = withTyped(MERGED, board(hand), SIDES, NOW);
  return result === MERGED ? null : fieldsOf(result.records.work_item[0] as never);
}

test("what neither side has is written now, beside the times of either side", () => {
  for (const side of [OURS, THEIRS]) {
    expect(typed({ ...side, title: "By hand" })).toMatchObject({
      title: "By hand",
      updated_at: NOW,
      field_updated_at: { title: NOW },
    });
  }
});

test("one side's value is left to the law, and so is what a pm has stamped", () => {
  expect(typed(OURS)).toBeNull();
  expect(typed(THEIRS)).toBeNull();
  const later = {
    ...THEIRS,
    title: "Later",
    updated_at: at(7),
    field_updated_at: { title: at(7) },
  };
  expect(typed(later as Fields)).toBeNull();
});

test("a label that both sides have, or have not, was typed away or there", () => {
  expect(typed({ ...OURS, labels: ["new"] })?.labels).toEqual(["new"]);
});

test("a record that only the hand has is no conflict", () => {
  const other = { ...OURS, id: "1f1f1f1f-0f0f-4f0f-8f0f-0f0f0f0f0f0f", title: "Other" };
  expect(typed(other)).toBeNull();
});
