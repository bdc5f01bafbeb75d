/**
 * The table of contents of what can be asked of a board: each query and the file that answers it. A
 * file is loaded when it is first asked: a command needs one of them.
 */
import type { QueryName } from "./queries.ts";
import type { QueryHandlers } from "./query-context.ts";

const project = async () => (await import("./queries/projects.ts")).projectQueries;
const workItem = async () => (await import("./queries/work-items.ts")).workItemQueries;
const board = async () => (await import("./queries/board.ts")).boardQueries;
const boardChanges = async () => (await import("./queries/board-changes.ts")).boardChangesQueries;
const sprint = async () => (await import("./queries/sprints.ts")).sprintQueries;
const sprintFigures = async () => (await import("./queries/sprint-figures.ts")).sprintFigureQueries;
const comment = async () => (await import("./queries/comments.ts")).commentQueries;
const dependency = async () => (await import("./queries/dependencies.ts")).dependencyQueries;
const timeEntry = async () => (await import("./queries/time-entries.ts")).timeEntryQueries;
const user = async () => (await import("./queries/users.ts")).userQueries;
const name = async () => (await import("./queries/names.ts")).nameQueries;
const search = async () => (await import("./queries/search.ts")).searchQueries;
const activity = async () => (await import("./queries/activity.ts")).activityQueries;
const sync = async () => (await import("./queries/syncs.ts")).syncQueries;
const flag = async () => (await import("./queries/flags.ts")).flagQueries;

const answering: { [Q in QueryName]: () => Promise<Pick<QueryHandlers<QueryName>, Q>> } = {
  project,
  projects: project,
  work_item: workItem,
  work_items: workItem,
  ready: workItem,
  titles: workItem,
  board,
  board_changes: boardChanges,
  swim_lane: board,
  swim_lanes: board,
  sprint,
  sprints: sprint,
  burndown: sprintFigures,
  velocity: sprintFigures,
  comment,
  comments: comment,
  dependency,
  dependencies: dependency,
  time_entry: timeEntry,
  time_entries: timeEntry,
  user,
  users: user,
  me: user,
  names: name,
  search,
  activity,
  syncs: sync,
  sync,
  flags: flag,
};

/** Every query there is. */
export const QUERY_NAMES = Object.keys(answering) as QueryName[];

/** The function that answers a query. */
export async function queryHandler<Q extends QueryName>(
  name: Q,
): Promise<QueryHandlers<QueryName>[Q]> {
  return (await answering[name]())[name];
}
