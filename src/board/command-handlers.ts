/**
 * The table of contents of what can be done to a board: each noun and the file that does its commands.
 * A file is loaded when it is first needed.
 */
import type { Outcome } from "../domain/refusal.ts";
import type { CommandName, Commands } from "./commands.ts";
import type { UnitOfWork } from "./unit-of-work.ts";

/** The handlers of the commands whose names are like this. They run inside the write's transaction. */
export type CommandHandlers<Pattern extends string> = {
  [C in Extract<CommandName, Pattern>]: (
    work: UnitOfWork,
    params: Commands[C]["params"],
  ) => Outcome<Commands[C]["result"]>;
};

type Noun<C> = C extends `${infer N}.${string}` ? N : C;

const handling: {
  [N in Noun<CommandName>]: () => Promise<CommandHandlers<N | `${N}.${string}`>>;
} = {
  project: async () => (await import("./commands/project.ts")).projectCommands,
  work_item: async () => (await import("./commands/work-item.ts")).workItemCommands,
  sprint: async () => (await import("./commands/sprint.ts")).sprintCommands,
  comment: async () => (await import("./commands/comment.ts")).commentCommands,
  swim_lane: async () => (await import("./commands/swim-lane.ts")).swimLaneCommands,
  dependency: async () => (await import("./commands/dependency.ts")).dependencyCommands,
  time_entry: async () => (await import("./commands/time-entry.ts")).timeEntryCommands,
  undo: async () => (await import("./commands/undo.ts")).undoCommands,
};

/** The function that carries out a command. */
export async function commandHandler<C extends CommandName>(
  name: C,
): Promise<CommandHandlers<CommandName>[C]> {
  const [noun] = name.split(".") as [Noun<CommandName>];
  const handlers = (await handling[noun]()) as CommandHandlers<CommandName>;
  return handlers[name];
}
