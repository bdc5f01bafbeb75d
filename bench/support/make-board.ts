// A board of realistic size, the same for the same numbers: writes it as a canonical `data.json`.
//
//     bun bench/support/make-board.ts FILE ITEMS SEED [CHANGED [FROM [COMMENTS]]]
//
// CHANGED items are edited after the board was made, so that two files of one seed are two versions of
// one board: FROM (0 to 1) of the way from one to the next, so that two versions differ in other items.
// A process of its own: what makes a board holds more memory than what is measured.
import { writeFileSync } from "node:fs";
import { writeBoard } from "../../src/data-json/write.ts";
import { type BoardData, emptyBoard } from "../../src/domain/board-data.ts";
import {
  type EntityTypes,
  ITEM_STATUSES,
  ITEM_TYPES,
  PRIORITIES,
} from "../../src/domain/entities.ts";
import { fromMilliseconds, type Instant } from "../../src/domain/instant.ts";
import { compareText } from "../../src/domain/json.ts";
import { fieldsOf, recordOf } from "../../src/domain/merge/times.ts";
import { editRecord } from "../../src/domain/stamp.ts";
import { type Dice, throwDice } from "./dice.ts";

const PROJECTS = 5;
const SPRINTS = 20;
const PEOPLE = 10;
const START = Date.parse("2026-01-01T08:00:00.000Z");
const YEAR_MS = 365 * 24 * 3600 * 1000;

const WORDS =
  "the board shows every item again after a merge login page button colour wrong when user opens list on small screen export of large projects takes too long search finds nothing for names with accents server does not stop while request runs add field to form fix broken link in mail template move settings into own tab write test".split(
    " ",
  );
const LABELS = ["bug", "frontend", "backend", "documentation", "später", "design", "customer"];

/** Makes the board. Work items are most of it: of the 18 fields of each, all are there. */
export function makeBoard(items: number, seed: number, comments = 0): BoardData {
  const dice = throwDice(seed);
  const board = emptyBoard();
  board.exportedAt = instant(START);
  board.exportedBy = "pm-cli 0.1.0";
  const records = board.records;
  records.user = list(PEOPLE, (index) => ({
    id: dice.uuid(),
    name: `Person ${index + 1}`,
    email: `person${index + 1}@example.org`,
    ...stamps(dice),
  }));
  const people = records.user.map(({ id }) => id);
  const authors = () => ({ created_by: dice.one(people), updated_by: dice.one(people) });
  records.project = list(PROJECTS, (index) => ({
    id: dice.uuid(),
    title: `Project ${index + 1}`,
    description: sentence(dice, 12),
    status: "active",
    key: `P${index + 1}`,
    version: 1,
    deleted_at: null,
    ...authors(),
    ...stamps(dice),
  }));
  const projects = records.project.map(({ id }) => id);
  records.sprint = list(SPRINTS, (index) => ({
    id: dice.uuid(),
    project_id: dice.one(projects),
    name: `Sprint ${index + 1}`,
    goal: sentence(dice, 8),
    status: "planned",
    start_date: "2026-03-02",
    end_date: "2026-03-13",
    version: 1,
    deleted_at: null,
    ...authors(),
    ...stamps(dice),
  }));
  const sprints = records.sprint.map(({ id }) => id);
  records.work_item = list(items, (index) => ({
    id: dice.uuid(),
    project_id: dice.one(projects),
    parent_id: null,
    item_type: dice.one(ITEM_TYPES),
    title: sentence(dice, 6),
    description: dice.chance(2 / 3) ? sentence(dice, 12) : null,
    status: dice.one(ITEM_STATUSES),
    priority: dice.one(PRIORITIES),
    position: (index + 1) * 1024,
    story_points: dice.chance(1 / 2) ? dice.below(14) : null,
    assignee_id: dice.chance(1 / 2) ? dice.one(people) : null,
    sprint_id: dice.chance(1 / 3) ? dice.one(sprints) : null,
    version: 1 + dice.below(9),
    deleted_at: dice.chance(1 / 50) ? instant(START + YEAR_MS) : null,
    labels: dice.chance(1 / 5) ? labels(dice) : [],
    ...authors(),
    ...stamps(dice),
  }));
  setParents(records.work_item, dice);
  const itemIds = records.work_item.map(({ id }) => id);
  records.comment = list(comments, () => ({
    id: dice.uuid(),
    work_item_id: dice.one(itemIds),
    content: sentence(dice, 20),
    deleted_at: null,
    ...authors(),
    ...stamps(dice),
  }));
  for (const entity of Object.values(records)) entity.sort((a, b) => compareText(a.id, b.id));
  return board;
}

/** Writes fields of `count` work items anew, spread over the board. */
export function changeItems(board: BoardData, count: number, seed: number, from = 0): void {
  const dice = throwDice(seed);
  const items = board.records.work_item;
  for (let done = 0; done < count; done += 1) {
    const at = Math.floor(((done + from) * items.length) / count);
    const before = fieldsOf(items[at] as EntityTypes["work_item"]);
    const values = { title: sentence(dice, 6), status: dice.one(ITEM_STATUSES) };
    items[at] = recordOf(
      editRecord("work_item", before, values, instant(START + 2 * YEAR_MS), dice.uuid()),
    );
  }
}

function list<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function stamps(dice: Dice) {
  const made = START + dice.below(YEAR_MS);
  return {
    created_at: instant(made),
    updated_at: instant(made + dice.below(YEAR_MS)),
    extra: null,
    field_updated_at: null,
  };
}

function instant(milliseconds: number): Instant {
  return fromMilliseconds(milliseconds) as Instant;
}

function sentence(dice: Dice, words: number): string {
  const count = words - 2 + dice.below(5);
  const text = list(count, () => dice.one(WORDS)).join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function labels(dice: Dice): string[] {
  return [...new Set([dice.one(LABELS), dice.one(LABELS)])].sort(compareText);
}

/** One in four has a parent, of the same project and a larger kind. */
function setParents(items: EntityTypes["work_item"][], dice: Dice): void {
  const epics = Map.groupBy(
    items.filter(({ item_type }) => item_type === "epic"),
    ({ project_id }) => project_id,
  );
  for (const item of items) {
    const parents = epics.get(item.project_id) ?? [];
    if (item.item_type === "epic" || parents.length === 0 || !dice.chance(3 / 8)) continue;
    item.parent_id = dice.one(parents).id;
  }
}

if (import.meta.main) {
  const [file = "", items, seed, changed = "0", from = "0", comments = "0"] = process.argv.slice(2);
  const board = makeBoard(Number(items), Number(seed), Number(comments));
  changeItems(board, Number(changed), Number(seed) + 1, Number(from));
  const head = { exportedAt: board.exportedAt ?? "", exportedBy: board.exportedBy ?? "" };
  writeFileSync(file, writeBoard(board, head));
}
