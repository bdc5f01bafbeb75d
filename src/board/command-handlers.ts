/** The table of contents of what can be done to a board: each command and the file that does it. */
import type { Outcome } from "../domain/refusal.ts";
import { commentCommands } from "./commands/comment.ts";
import { dependencyCommands } from "./commands/dependency.ts";
import { projectCommands } from "./commands/project.ts";
import { sprintCommands } from "./commands/sprint.ts";
import { swimLaneCommands } from "./commands/swim-lane.ts";
import { timeEntryCommands } from "./commands/time-entry.ts";
import { undoCommands } from "./commands/undo.ts";
import { workItemCommands } from "./commands/work-item.ts";
import type { CommandName, Commands } from "./commands.ts";
import type { UnitOfWork } from "./unit-of-work.ts";

/** The handlers of the commands whose names are like this. They run inside the write's transaction. */
export type CommandHandlers<Pattern extends string> = {
  [C in Extract<CommandName, Pattern>]: (
    work: UnitOfWork,
    params: Commands[C]["params"],
  ) => Outcome<Commands[C]["result"]>;
};

export const commandHandlers: CommandHandlers<CommandName> = {
  ...projectCommands,
  ...workItemCommands,
  ...sprintCommands,
  ...commentCommands,
  ...swimLaneCommands,
  ...dependencyCommands,
  ...timeEntryCommands,
  ...undoCommands,
};
