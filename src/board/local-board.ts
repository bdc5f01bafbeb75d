/**
 * The one place that writes to the board. Whatever comes in, by command, HTTP or a page, becomes a
 * command here, runs in one transaction, is stamped, and is logged as one numbered write.
 *
 * A write's journey: `execute` → the handler in `commands/` checks it against the rules of `domain/` →
 * `UnitOfWork` stamps the records and puts them into the database → the log numbers the write → the
 * change feed tells everybody who listens.
 */

import type { Actor } from "../domain/actor.ts";
import { ENTITIES } from "../domain/entities.ts";
import { EPOCH, fromMilliseconds, type Instant } from "../domain/instant.ts";
import { type Outcome, ok, type Refusal, refuse } from "../domain/refusal.ts";
import type { Storage } from "../storage/port.ts";
import type { Board } from "./board.ts";
import { type ChangeFeed, changeFeed } from "./change-feed.ts";
import { type CommandHandlers, commandHandler } from "./command-handlers.ts";
import type { UndoSync } from "./commands/undo.ts";
import type { Command, CommandName, Commands } from "./commands.ts";
import { idSource } from "./id-source.ts";
import type { Queries, QueryName } from "./queries.ts";
import { queryHandler } from "./query-handlers.ts";
import type { SyncOperations } from "./sync-operations.ts";
import { startUnitOfWork, type UnitOfWork } from "./unit-of-work.ts";

export interface LocalBoardParts {
  storage: Storage;
  /** Who reads and writes. Asked for when it is first needed: finding out may cost a process. */
  actor: () => Outcome<Actor>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** A new random UUID, version 4. */
  newId: () => string;
  /** The branch that is checked out, under any name that tells it from others. */
  branch: () => string;
  sync: SyncOperations;
  /** Loads what takes a replacement of the board back; asked for by an undo alone. */
  undoSync: () => Promise<UndoSync>;
}

export interface LocalBoard extends Board {
  readonly changes: ChangeFeed;
}

/** Opens the board on a database that is in this process. */
export function createLocalBoard(parts: LocalBoardParts): LocalBoard {
  const { storage, sync } = parts;
  let known: Actor | undefined;
  const actor = (): Actor => {
    if (known === undefined) {
      const found = parts.actor();
      if (!found.ok) throw new RolledBack(found.refusal);
      known = found.value;
    }
    return known;
  };

  const write = <T>(work: (unit: () => UnitOfWork) => Outcome<T>): Outcome<T> =>
    refusable(() => {
      const me = actor();
      return storage.transaction(() => {
        const now = instantOf(parts.now());
        const before = storage.log.lastSeq();
        const { branch, newId: random } = parts;
        const newId = idSource({ storage, me: me.id, branch, random });
        const outcome = work(() => startUnitOfWork(storage, me, now, newId));
        if (!outcome.ok) throw new RolledBack(outcome.refusal);
        if (storage.log.lastSeq() > before) introduce(storage, me, now);
        return outcome;
      });
    });

  /** An undo takes back what was done last, be it a command or a sync. */
  const handlerOf = async <C extends CommandName>(name: C): Promise<Handler<C>> => {
    if (name !== "undo") return commandHandler(name);
    const [{ undoLast }, undoSync] = await Promise.all([
      import("./commands/undo.ts"),
      parts.undoSync(),
    ]);
    const undo: Handler<"undo"> = (work, params) => undoLast(work, params, undoSync);
    return undo as Handler<C>;
  };

  return {
    query: async <Q extends QueryName>(name: Q, params: Queries[Q]["params"]) => {
      const handler = await queryHandler(name);
      return refusable(() => handler({ storage, actor }, params));
    },
    execute: async <C extends CommandName>(name: C, params: Commands[C]["params"]) => {
      const handler = await handlerOf(name);
      return write((unit) => run(unit(), name, handler, params));
    },
    executeAll: async (commands) => {
      const handlers: Handler<CommandName>[] = [];
      for (const { command } of commands) handlers.push(await handlerOf(command));
      return write((unit) => runAll(unit, commands, handlers));
    },
    sync,
    changes: changeFeed(storage),
    close: async () => storage.close(),
  };
}

type Handler<C extends CommandName> = CommandHandlers<CommandName>[C];

function run<C extends CommandName>(
  unit: UnitOfWork,
  name: C,
  handler: Handler<C>,
  params: Commands[C]["params"],
): Outcome<Commands[C]["result"]> {
  const outcome = handler(unit, params);
  if (outcome.ok && name !== "undo") unit.log(name);
  return outcome;
}

/** Many commands are one write, so that one undo takes them back. */
function runAll(
  start: () => UnitOfWork,
  commands: readonly Command[],
  handlers: readonly Handler<CommandName>[],
): Outcome<Commands[CommandName]["result"][]> {
  const results: Commands[CommandName]["result"][] = [];
  let unit = start();
  let action: string | null = null;
  const finish = (): void => {
    if (action !== null) unit.log(action);
    unit = start();
    action = null;
  };
  for (const [index, { command, params }] of commands.entries()) {
    // An undo is a write of its own.
    if (command === "undo") finish();
    const handler = handlers[index] as Handler<CommandName>;
    const outcome = handler(unit, params as never) as Outcome<Commands[CommandName]["result"]>;
    if (!outcome.ok) {
      const { kind, message, hint } = outcome.refusal;
      return refuse(kind, `command ${index}: ${message}`, hint);
    }
    results.push(outcome.value);
    if (command === "undo") finish();
    else action = action === null || action === command ? command : "several";
  }
  finish();
  return ok(results);
}

/** Carries a refusal out of a transaction, so that everything done before it is rolled back. */
class RolledBack extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

function refusable<T>(work: () => Outcome<T>): Outcome<T> {
  try {
    return work();
  } catch (error) {
    if (error instanceof RolledBack) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

function instantOf(milliseconds: number): Instant {
  return fromMilliseconds(milliseconds) ?? EPOCH;
}

/** The name under which this person last wrote here. */
const MY_NAME = "my_name";

/**
 * Puts the person on the board, so that others see a name behind the id. A name that this person has
 * changed is written anew; one that another machine of theirs has written stays.
 */
function introduce(storage: Storage, actor: Actor, now: Instant): void {
  const record = storage.get("user", actor.id);
  if (record !== null && storage.note(MY_NAME) === actor.name) return;
  const unit = startUnitOfWork(storage, actor, now, () => actor.id);
  const { max } = ENTITIES.user.fields.name as { max: number };
  const values = { name: [...actor.name].slice(0, max).join(""), email: actor.email };
  if (record === null) unit.insert("user", { id: actor.id, ...values });
  else unit.edit("user", record, values);
  storage.setNote(MY_NAME, actor.name);
}
