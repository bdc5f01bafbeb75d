import { openBoard } from "../access/open-board.ts";
import type { Board } from "../board/board.ts";
import type { CommandName, Commands } from "../board/commands.ts";
import type { Queries, QueryName } from "../board/queries.ts";
import type { SyncOperations } from "../board/sync-operations.ts";
import { type Outcome, ok, refuse } from "../domain/refusal.ts";
import { locate, type Workspace } from "../workspace/locate.ts";
import type { GlobalFlags } from "./global-flags.ts";
import { isTerminal, type Screen } from "./output/screen.ts";
import { writeAll } from "./output/streams.ts";
import { printableLines } from "./output/text.ts";

/** What a command has to work with. The board is looked for and opened when it is first used. */
export interface Context {
  readonly screen: Screen;
  readonly globals: GlobalFlags;
  /** Where `-C` points, or where `pm` was called: relative paths are relative to it. */
  readonly directory: string;
  workspace(): Promise<Outcome<Workspace>>;
  board(): Promise<Outcome<Board>>;
  query<Q extends QueryName>(
    name: Q,
    params: Queries[Q]["params"],
  ): Promise<Outcome<Queries[Q]["result"]>>;
  execute<C extends CommandName>(
    name: C,
    params: Commands[C]["params"],
  ): Promise<Outcome<Commands[C]["result"]>>;
  sync(): Promise<Outcome<SyncOperations>>;
  /** Says something on stderr at once, unless `--quiet`. */
  note(message: string): void;
  /** Asks for a line of text; null where stdin and stdout are not both terminals. */
  ask(question: string): Promise<string | null>;
  /** Asks for a yes; null where nobody can be asked. Anything but `y` or `yes` is a no. */
  confirm(question: string): Promise<boolean | null>;
}

/** A context, and the way to close the board that it may have opened. */
export interface OpenContext extends Context {
  close(): Promise<void>;
}

export function createContext(
  globals: GlobalFlags,
  directory: string,
  screen: Screen,
): OpenContext {
  let opened: Promise<Outcome<Board>> | undefined;

  const workspace = async (): Promise<Outcome<Workspace>> => {
    const found = locate(directory);
    if (found.misconfigured === undefined) return ok(found);
    // Going on with the board at home would put what somebody types where they do not look for it.
    return refuse(
      "unreadable",
      `The board cannot be found: ${found.misconfigured}`,
      "Mend that file, or work inside a git repository.",
    );
  };
  const board = (): Promise<Outcome<Board>> => {
    opened ??= openIt();
    return opened;
  };
  const openIt = async (): Promise<Outcome<Board>> => {
    const found = await workspace();
    const { server } = globals;
    return found.ok ? openBoard(found.value, server === undefined ? {} : { server }) : found;
  };

  const ask = async (question: string): Promise<string | null> => {
    if (!(screen.terminal && (await isTerminal(0)))) return null;
    const { readLine } = await import("./input.ts");
    writeAll(2, `${printableLines(question).join("\n")} `);
    return readLine();
  };

  return {
    screen,
    globals,
    directory,
    workspace,
    board,
    async query(name, params) {
      const found = await board();
      return found.ok ? found.value.query(name, params) : found;
    },
    async execute(name, params) {
      const found = await board();
      return found.ok ? found.value.execute(name, params) : found;
    },
    async sync() {
      const found = await board();
      return found.ok ? ok(found.value.sync) : found;
    },
    note(message) {
      if (!globals.quiet) writeAll(2, `${printableLines(message).join("\n")}\n`);
    },
    ask,
    async confirm(question) {
      const answer = await ask(`${question} [y/N]`);
      return answer === null ? null : /^y(es)?$/i.test(answer.trim());
    },
    async close() {
      const found = await opened;
      if (found?.ok) await found.value.close();
    },
  };
}
