import { expect, test } from "bun:test";
import { type BoardData, emptyBoard } from "../board-data.ts";
import type { Project } from "../entities.ts";
import type { Instant } from "../instant.ts";
import { mergeBoards, sameBoard } from "./merge-boards.ts";

const at = (hour: number): Instant =>
  `2026-02-05T${String(hour).padStart(2, "0")}:00:00.000Z` as Instant;

const BASE: Project = {
  id: "10000000-0000-4000-8000-000000000001",
  title: "Website",
  description: null,
  status: "active",
  created_at: at(1),
  updated_at: at(1),
  created_by: "ada",
  updated_by: "ada",
  key: "WEB",
  version: 1,
  deleted_at: null,
  extra: null,
  field_updated_at: null,
};

const board = (project: Partial<Project>, head: Partial<BoardData> = {}): BoardData => {
  const made = { ...emptyBoard(), ...head };
  made.records = { ...made.records, project: [{ ...BASE, ...project }] };
  return made;
};

test("exported_at is the earlier that there is, exported_by the newest version", () => {
  const head = (a: BoardData, b: BoardData): (string | null)[] => {
    const { exportedAt, exportedBy } = mergeBoards(a, b, null).board;
    return [exportedAt, exportedBy];
  };
  const older = board({}, { exportedAt: at(2), exportedBy: "pm-cli 0.9.0" });
  const newer = board({}, { exportedAt: at(3), exportedBy: "pm-cli 0.10.0" });
  const none = board({});
  expect(head(older, newer)).toEqual([at(2), "pm-cli 0.10.0"]);
  expect(head(newer, older)).toEqual([at(2), "pm-cli 0.10.0"]);
  expect(head(none, newer)).toEqual([at(3), "pm-cli 0.10.0"]);
  expect(head(newer, none)).toEqual([at(3), "pm-cli 0.10.0"]);
  expect(head(none, none)).toEqual([null, null]);
});

test("the report names each field that differed, with values, times and the three versions", () => {
  const ours = board({
    title: "Web",
    status: "archived",
    updated_at: at(4),
    field_updated_at: { title: at(4), status: at(2) },
  });
  const theirs = board({ title: "Site", updated_at: at(3), field_updated_at: { title: at(3) } });
  const { board: merged, differences } = mergeBoards(ours, theirs, board({}));
  expect(merged.records.project[0]).toEqual(ours.records.project[0] as Project);
  const records = {
    entity: "project",
    oursRecord: ours.records.project[0],
    theirsRecord: theirs.records.project[0],
    baseRecord: BASE,
    stale: { ours: false, theirs: false },
  };
  expect(differences as unknown[]).toEqual([
    {
      field: "title",
      kept: "ours",
      ours: "Web",
      oursAt: at(4),
      theirs: "Site",
      theirsAt: at(3),
      ...records,
    },
    {
      field: "status",
      kept: "ours",
      ours: "archived",
      oursAt: at(2),
      theirs: "active",
      theirsAt: at(1),
      ...records,
    },
  ]);
});

test("an edit by hand is attributed where the other side has dropped the record, too", () => {
  const edited = board({ title: "Web", updated_at: at(4) });
  const without = emptyBoard();
  const [project] = mergeBoards(edited, without, board({})).board.records.project;
  expect(project).toMatchObject({ title: "Web", field_updated_at: { title: at(4) } });
});

test("what a tool without field times has found, and not changed, wins over nothing", () => {
  const base = board({ title: "Typed", updated_at: at(4) });
  const pm = board({
    title: "Typed",
    status: "archived",
    updated_at: at(4),
    field_updated_at: { status: at(2), title: at(4) },
  });
  const tool = board({ title: "Typed", description: "Words", updated_at: at(5) });
  for (const [ours, theirs] of [
    [pm, tool],
    [tool, pm],
  ] as const) {
    const [project] = mergeBoards(ours, theirs, base).board.records.project;
    expect(project).toMatchObject({ title: "Typed", status: "archived", description: "Words" });
    const times = { description: at(5), status: at(2), title: at(4) };
    expect(project?.field_updated_at).toMatchObject(times);
  }
});

test("boards are the same whatever the order of keys", () => {
  const turned = Object.fromEntries(Object.entries(BASE).reverse()) as unknown as Project;
  expect(sameBoard(board({}), board(turned))).toBe(true);
  expect(sameBoard(board({}), board({ title: "Other" }))).toBe(false);
});
