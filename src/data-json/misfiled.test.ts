import { expect, test } from "bun:test";
import { project, sprint, uuid, workItem } from "../../tests/support/records.ts";
import type { BoardData } from "../domain/board-data.ts";
import { emptyBoard } from "../domain/board-data.ts";
import type { Json } from "../domain/json.ts";
import { readBoard } from "./read.ts";
import { writeBoard } from "./write.ts";

const HEAD = { exportedAt: "2026-02-08T12:00:00.000Z", exportedBy: "pm-cli 0.1.0" };

function board(): BoardData {
  const of = project({ id: uuid("a1") });
  return {
    ...emptyBoard(),
    records: {
      ...emptyBoard().records,
      project: [of],
      work_item: [workItem({ id: uuid("b1"), project_id: of.id })],
      sprint: [sprint({ id: uuid("c1"), project_id: of.id })],
    },
  };
}

function read(file: Json) {
  return readBoard(new TextEncoder().encode(JSON.stringify(file)), "data.json");
}

test("a record that a text merge has put into another array is put back", () => {
  const text = writeBoard(board(), HEAD);
  const file = JSON.parse(text);
  file.sprints.push(file.work_items.pop());
  file.users = [file.sprints.shift()];
  const outcome = read(file);
  expect(outcome.ok && writeBoard(outcome.value, HEAD)).toBe(text);
});

test("a record that says nothing of another home is refused where it stands", () => {
  const file = JSON.parse(writeBoard(board(), HEAD));
  file.sprints.push({ id: file.projects[0].id, what: "is this" });
  const outcome = read(file);
  expect(outcome.ok ? "" : outcome.refusal.message).toContain("sprints[1]");
});
