// A team's board, made by the program's own code: the same ids, the same bytes as `pm` would write.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLocalBoard } from "../../../src/access/local.ts";
import type { Board } from "../../../src/board/board.ts";
import type { Command, CommandName, Commands } from "../../../src/board/commands.ts";
import { ITEM_STATUSES, ITEM_TYPES, PRIORITIES } from "../../../src/domain/entities.ts";
import type { Outcome } from "../../../src/domain/refusal.ts";
import { personId, writeUser } from "../../../src/workspace/identity.ts";
import { locate } from "../../../src/workspace/locate.ts";
import type { Dice } from "../dice.ts";

export const PEOPLE = ["ada", "bob", "cleo", "dan"] as const;
export type Person = (typeof PEOPLE)[number];

/** What a side changes: one kind of change only, or what a team's week looks like. */
export const KINDS = ["create", "comment", "edit", "mix"] as const;
export type Kind = (typeof KINDS)[number];

const START = Date.parse("2026-03-02T08:00:00.000Z");
const WORDS =
  "login page button colour wrong when user opens list export of large projects takes long search finds nothing server does not stop add field to form fix broken link mail template".split(
    " ",
  );

/** A clone: a folder with a git directory and a board. */
export interface Clone {
  folder: string;
  /** Does something as a person on a branch. */
  work(person: Person, branch: string, change: (board: Board) => Promise<void>): Promise<void>;
  /** @returns `data.json`, brought up to date. */
  exported(): Promise<string>;
  /** Another clone, whose database is made from `data.json`. */
  another(folder: string, dice: Dice): Promise<Clone>;
  /** The same again, with all that its database knows. */
  copy(folder: string, dice: Dice): Clone;
}

/** Opens the board of a folder, which may be empty. Times and ids come from the dice. */
export function clone(folder: string, dice: Dice, clock = { now: START }): Clone {
  const pm = join(folder, ".pm");
  mkdirSync(join(folder, ".git"), { recursive: true });
  mkdirSync(pm, { recursive: true });
  const head = join(folder, ".git", "HEAD");
  writeFileSync(head, "ref: refs/heads/main\n");
  const surroundings = {
    now: () => {
      clock.now += 60_000 + dice.below(3_600_000);
      return clock.now;
    },
    newId: () => dice.uuid(),
  };
  return {
    folder,
    async work(person, branch, change) {
      const email = `${person}@example.org`;
      writeUser(locate(folder), { id: personId(email), name: person, email });
      writeFileSync(head, `ref: refs/heads/${branch}\n`);
      const board = openLocalBoard(locate(folder), surroundings);
      await change(board);
      await board.close();
    },
    async exported() {
      const board = openLocalBoard(locate(folder), surroundings);
      need(await board.sync.publish());
      await board.close();
      return readFileSync(join(pm, "data.json"), "utf8");
    },
    async another(target, own) {
      const other = clone(target, own, { ...clock });
      cpSync(join(pm, "data.json"), join(target, ".pm", "data.json"));
      await other.exported();
      return other;
    },
    copy(target, own) {
      cpSync(folder, target, { recursive: true });
      return clone(target, own, { ...clock });
    },
  };
}

/**
 * Fills an empty board: one project, so many items and as many comments. People take turns, with a few
 * changes each on a branch of its own, as if all of it had been merged since.
 *
 * @returns the `data.json`.
 */
export async function fill(empty: Clone, items: number, dice: Dice): Promise<string> {
  await empty.work("ada", "main", async (board) => {
    await act(board, "project.create", { title: "Project", key: "TEAM" });
  });
  const known: string[] = [];
  for (let branch = 0; known.length < items; branch += 1) {
    const count = Math.min(1 + dice.below(5), items - known.length);
    const person = PEOPLE[branch % PEOPLE.length] as Person;
    await empty.work(person, `topic-${branch}`, async (board) => {
      const creates = Array.from({ length: count }, () => newItem(dice));
      for (const { work_item } of await actAll(board, creates)) known.push(work_item.id);
      await actAll(
        board,
        Array.from({ length: count }, () => newComment(known, dice)),
      );
      const edits = Array.from({ length: count }, () => edit(known, dice));
      await actAll(
        board,
        edits.filter(() => dice.chance(1 / 2)),
      );
    });
  }
  return empty.exported();
}

/** Makes so many changes of a kind, each a write of its own. `items` are those that all know. */
export async function change(
  board: Board,
  kind: Kind,
  count: number,
  items: readonly string[],
  dice: Dice,
): Promise<void> {
  for (let done = 0; done < count; done += 1) {
    const { command, params } = one(kind, items, dice);
    await act(board, command, params as never);
  }
}

function one(kind: Kind, items: readonly string[], dice: Dice): Command {
  if (kind === "create") return newItem(dice);
  if (kind === "comment") return newComment(items, dice);
  if (kind === "edit") return edit(items, dice);
  const part = dice.below(20);
  if (part < 7) return newComment(items, dice);
  return part < 12 ? newItem(dice) : edit(items, dice);
}

function newItem(dice: Dice): Command {
  const params = {
    item_type: dice.one(ITEM_TYPES),
    title: sentence(dice, 5),
    description: dice.chance(1 / 2) ? sentence(dice, 12) : null,
    priority: dice.one(PRIORITIES),
    assignee: dice.chance(1 / 2) ? "me" : null,
    labels: dice.chance(1 / 5) ? [dice.one(["bug", "design", "customer"])] : [],
  };
  return { command: "work_item.create", params };
}

function newComment(items: readonly string[], dice: Dice): Command {
  return {
    command: "comment.create",
    params: { work_item: dice.one(items), content: sentence(dice, 15) },
  };
}

/** Three of four edits move a card, as on any board. */
function edit(items: readonly string[], dice: Dice): Command {
  const ref = dice.one(items);
  const status = dice.one(ITEM_STATUSES);
  const part = dice.below(8);
  if (part < 3) return { command: "work_item.update", params: { ref, set: { status } } };
  if (part < 6) return { command: "work_item.move", params: { ref, status, to: "top" } };
  const set =
    part === 6
      ? { title: sentence(dice, 5) }
      : { priority: dice.one(PRIORITIES), assignee: "me", story_points: dice.below(14) };
  return { command: "work_item.update", params: { ref, set } };
}

function sentence(dice: Dice, words: number): string {
  return Array.from({ length: words }, () => dice.one(WORDS)).join(" ");
}

async function act<C extends CommandName>(
  board: Board,
  name: C,
  params: Commands[C]["params"],
): Promise<Commands[C]["result"]> {
  return need(await board.execute(name, params));
}

async function actAll(board: Board, commands: readonly Command[]) {
  return need(await board.executeAll(commands)) as Commands["work_item.create"]["result"][];
}

function need<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
}
