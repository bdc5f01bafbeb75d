// A board for one test, with short words for what tests do with it.
import { expect, test } from "bun:test";
import type { Board } from "../../src/board/board.ts";
import type { CommandName, Commands } from "../../src/board/commands.ts";
import type { Queries, QueryName } from "../../src/board/queries.ts";
import type { Outcome, Refusal, RefusalKind } from "../../src/domain/refusal.ts";

/** A board of its own for one test, and how to get rid of it. */
export interface BoardUnderTest {
  board: Board;
  close(): Promise<void>;
}

/** The value of an outcome; fails the test on a refusal, with its words. */
export function granted<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.refusal.kind}: ${outcome.refusal.message}`);
  return outcome.value;
}

/** Tests one promise with a board of its own. */
export type WithBoard = (title: string, body: (board: Helper) => Promise<void>) => void;

/** How to test one promise after another, each with a board that `open` makes. */
export function withBoards(open: () => Promise<BoardUnderTest>): WithBoard {
  return (title, body) => {
    test(title, async () => {
      const { board, close } = await open();
      try {
        await body(helperFor(board));
      } finally {
        await close();
      }
    });
  };
}

export type ItemView = Commands["work_item.create"]["result"]["work_item"];

export interface Helper {
  board: Board;
  do<C extends CommandName>(name: C, params: Commands[C]["params"]): Promise<Commands[C]["result"]>;
  ask<Q extends QueryName>(name: Q, params: Queries[Q]["params"]): Promise<Queries[Q]["result"]>;
  refused<C extends CommandName>(
    name: C,
    params: Commands[C]["params"],
    kind?: RefusalKind,
  ): Promise<Refusal>;
  project(): Promise<Commands["project.create"]["result"]["project"]>;
  item(title: string, more?: Partial<Commands["work_item.create"]["params"]>): Promise<ItemView>;
  edit(ref: string, set: Commands["work_item.update"]["params"]["set"]): Promise<ItemView>;
  get(ref: string): Promise<ItemView>;
}

function helperFor(board: Board): Helper {
  const run: Helper["do"] = async (name, params) => granted(await board.execute(name, params));
  return {
    board,
    do: run,
    ask: async (name, params) => granted(await board.query(name, params)),
    refused: async (name, params, kind) => {
      const outcome = await board.execute(name, params);
      if (outcome.ok) throw new Error(`${name} was not refused`);
      if (kind !== undefined) expect(outcome.refusal.kind).toBe(kind);
      expect(outcome.refusal.message).not.toBe("");
      return outcome.refusal;
    },
    project: async () => (await run("project.create", { title: "Project" })).project,
    item: async (title, more = {}) =>
      (await run("work_item.create", { item_type: "task", title, ...more })).work_item,
    edit: async (ref, set) => (await run("work_item.update", { ref, set })).work_item,
    get: async (ref) => granted(await board.query("work_item", { ref })).work_item,
  };
}
