/**
 * Every command of `pm`, as a table of contents. To add one: write `commands/NAME.ts`, which exports
 * `command`, and give it a line here. A command's code is loaded when it is run.
 */
import type { CommandDefinition } from "./command.ts";

export interface CommandEntry {
  /** Empty for a command of one word. */
  noun: string;
  verb: string;
  /** What it does, in a few words. */
  summary: string;
  group: string;
  load(): Promise<{ command: CommandDefinition }>;
}

type Line = readonly [verb: string, summary: string, load: CommandEntry["load"]];

export const EVERY_DAY: readonly CommandEntry[] = group("Every day", "", [
  ["add", "add a task", () => import("./commands/add.ts")],
  ["list", "list open items", () => import("./commands/work-item-list.ts")],
  ["show", "show an item", () => import("./commands/work-item-get.ts")],
  ["start", "take an item up", () => import("./commands/start.ts")],
  ["done", "mark an item done", () => import("./commands/done.ts")],
  ["board", "draw the kanban board", () => import("./commands/board.ts")],
  ["ready", "list what can be started", () => import("./commands/ready.ts")],
  ["search", "find words anywhere", () => import("./commands/search.ts")],
  ["log", "show who changed what", () => import("./commands/log.ts")],
  ["undo", "take back my last change", () => import("./commands/undo.ts")],
]);

const PROJECT = group("The board", "project", [
  ["create", "add a project", () => import("./commands/project-create.ts")],
  ["list", "list the projects", () => import("./commands/project-list.ts")],
  ["get", "show a project", () => import("./commands/project-get.ts")],
  ["update", "change a project", () => import("./commands/project-update.ts")],
  ["delete", "delete a project", () => import("./commands/project-delete.ts")],
  ["restore", "bring a project back", () => import("./commands/project-restore.ts")],
]);

const WORK_ITEM = group("The board", "work-item", [
  ["create", "add an epic, a story or a task", () => import("./commands/work-item-create.ts")],
  ["list", "list open items", () => import("./commands/work-item-list.ts")],
  ["get", "show an item", () => import("./commands/work-item-get.ts")],
  ["update", "change an item", () => import("./commands/work-item-update.ts")],
  ["move", "move a card on the board", () => import("./commands/work-item-move.ts")],
  ["delete", "delete an item and all below it", () => import("./commands/work-item-delete.ts")],
  ["restore", "bring an item back", () => import("./commands/work-item-restore.ts")],
]);

const SPRINT = group("The board", "sprint", [
  ["create", "plan a sprint", () => import("./commands/sprint-create.ts")],
  ["list", "list the sprints", () => import("./commands/sprint-list.ts")],
  ["get", "show a sprint", () => import("./commands/sprint-get.ts")],
  ["update", "change a sprint", () => import("./commands/sprint-update.ts")],
  ["start", "start a sprint", () => import("./commands/sprint-start.ts")],
  ["complete", "complete a sprint", () => import("./commands/sprint-complete.ts")],
  ["delete", "delete a sprint", () => import("./commands/sprint-delete.ts")],
  ["restore", "bring a sprint back", () => import("./commands/sprint-restore.ts")],
]);

const COMMENT = group("The board", "comment", [
  ["create", "comment on an item", () => import("./commands/comment-create.ts")],
  ["list", "list comments", () => import("./commands/comment-list.ts")],
  ["update", "change a comment", () => import("./commands/comment-update.ts")],
  ["delete", "delete a comment", () => import("./commands/comment-delete.ts")],
  ["restore", "bring a comment back", () => import("./commands/comment-restore.ts")],
]);

const SWIM_LANE = group("The board", "swim-lane", [
  ["create", "add a column to the board", () => import("./commands/swim-lane-create.ts")],
  ["list", "list the columns", () => import("./commands/swim-lane-list.ts")],
  ["update", "rename or move a column", () => import("./commands/swim-lane-update.ts")],
  ["delete", "delete a column", () => import("./commands/swim-lane-delete.ts")],
  ["restore", "bring a column back", () => import("./commands/swim-lane-restore.ts")],
]);

const DEPENDENCY = group("The board", "dependency", [
  ["create", "say what blocks what", () => import("./commands/dependency-create.ts")],
  ["list", "list dependencies", () => import("./commands/dependency-list.ts")],
  ["delete", "delete a dependency", () => import("./commands/dependency-delete.ts")],
  ["restore", "bring a dependency back", () => import("./commands/dependency-restore.ts")],
]);

const TIME_ENTRY = group("The board", "time-entry", [
  ["start", "start my timer on an item", () => import("./commands/time-entry-start.ts")],
  ["stop", "stop my timer", () => import("./commands/time-entry-stop.ts")],
  ["create", "enter time by hand", () => import("./commands/time-entry-create.ts")],
  ["list", "list time entries", () => import("./commands/time-entry-list.ts")],
  ["update", "change a time entry", () => import("./commands/time-entry-update.ts")],
  ["delete", "delete a time entry", () => import("./commands/time-entry-delete.ts")],
  ["restore", "bring a time entry back", () => import("./commands/time-entry-restore.ts")],
]);

const SYNC = group("With others", "sync", [
  ["export", "write the board to .pm/data.json", () => import("./commands/sync-export.ts")],
  ["import", "read the board from a file", () => import("./commands/sync-import.ts")],
  ["status", "what would be exported, imported", () => import("./commands/sync-status.ts")],
  ["log", "what each sync did", () => import("./commands/sync-log.ts")],
  ["backups", "the saved boards", () => import("./commands/sync-backups.ts")],
  ["restore", "bring back a saved board", () => import("./commands/sync-restore.ts")],
  ["conflicts", "what lost a contest in a merge", () => import("./commands/sync-conflicts.ts")],
  ["commit", "commit the board alone", () => import("./commands/sync-commit.ts")],
  ["init", "let git carry the board by itself", () => import("./commands/sync-init.ts")],
  ["uninstall", "take out what sync init set up", () => import("./commands/sync-uninstall.ts")],
  ["resolve", "merge a data.json left in conflict", () => import("./commands/sync-resolve.ts")],
  ["merge-file", "what git calls to merge", () => import("./commands/sync-merge-file.ts")],
  ["hook", "what git's hooks call", () => import("./commands/sync-hook.ts")],
]);

const IMPORT = group("With others", "import", [
  ["beads", "bring in the issues of Beads", () => import("./commands/import-beads.ts")],
]);

const SET_UP = group("Set up", "", [
  ["init", "set a board up here", () => import("./commands/init.ts")],
  ["doctor", "check the board", () => import("./commands/doctor.ts")],
  ["desktop", "open the web board", () => import("./commands/desktop.ts")],
  ["server", "run the server", () => import("./commands/server.ts")],
]);

export const COMMANDS: readonly CommandEntry[] = [
  ...EVERY_DAY,
  ...PROJECT,
  ...WORK_ITEM,
  ...SPRINT,
  ...COMMENT,
  ...SWIM_LANE,
  ...DEPENDENCY,
  ...TIME_ENTRY,
  ...SYNC,
  ...IMPORT,
  ...SET_UP,
];

/** What the nouns stand for, in the order of the help. */
export const NOUNS: readonly { noun: string; summary: string }[] = [
  { noun: "project", summary: "what the work is for" },
  { noun: "work-item", summary: "epics, stories and tasks" },
  { noun: "sprint", summary: "stretches of time with a goal" },
  { noun: "comment", summary: "what people say about an item" },
  { noun: "swim-lane", summary: "the columns of the board" },
  { noun: "dependency", summary: "what blocks what" },
  { noun: "time-entry", summary: "time spent on items" },
  { noun: "sync", summary: "the board in git" },
  { noun: "import", summary: "the boards of other trackers" },
];

/** The whole name of a command, as it is typed after `pm`. */
export function nameOf(entry: CommandEntry): string {
  return entry.noun === "" ? entry.verb : `${entry.noun} ${entry.verb}`;
}

function group(name: string, noun: string, lines: readonly Line[]): CommandEntry[] {
  return lines.map(([verb, summary, load]) => ({ noun, verb, summary, group: name, load }));
}
