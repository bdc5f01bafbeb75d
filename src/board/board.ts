/**
 * The board as everybody sees it: the one interface behind which it is written and read.
 *
 * Two things implement it: `LocalBoard` (`local-board.ts`) opens the database itself, `HttpBoard`
 * (`../client/http-board.ts`) asks a running server, which has a `LocalBoard`. One suite
 * (`board-contract.ts`) holds both to the same behaviour.
 */
import type { Outcome } from "../domain/refusal.ts";
import type { Command, CommandName, Commands } from "./commands.ts";
import type { ActivityEntry, Queries, QueryName } from "./queries.ts";
import type { SyncOperations } from "./sync-operations.ts";

export interface Board {
  /** What the board is made of, as of now. */
  query<Q extends QueryName>(
    name: Q,
    params: Queries[Q]["params"],
  ): Promise<Outcome<Queries[Q]["result"]>>;

  /** Carries out one command, wholly or not at all. */
  execute<C extends CommandName>(
    name: C,
    params: Commands[C]["params"],
  ): Promise<Outcome<Commands[C]["result"]>>;

  /**
   * Carries out many commands in one transaction and one write, all or none; one undo takes them back.
   *
   * @returns one result a command, in their order; the refusal of the first that was refused, its
   *   message prefixed with `command N: ` (from 0).
   */
  executeAll(commands: readonly Command[]): Promise<Outcome<Commands[CommandName]["result"][]>>;

  /** Carries the board between the database and files. */
  readonly sync: SyncOperations;

  close(): Promise<void>;
}

/** One committed write of anybody, as the change feed reports it. */
export interface Change {
  /** Counts up by one a write, in this database. */
  seq: number;
  /** When it was written, RFC 3339. */
  at: string;
  /** The id of the person; null for an import. */
  by: string | null;
  /** What was done: the name of the command, or `import`. */
  action: string;
  /** The records that were written; null: too many to name, read the board anew. */
  records: { entity: string; id: string }[] | null;
}

export type { ActivityEntry };
