import type { Database } from "bun:sqlite";
import type { Reads } from "../reads.ts";
import { activityReads } from "./reads/activity.ts";
import { cardReads } from "./reads/cards.ts";
import { commentReads } from "./reads/comments.ts";
import { dependencyReads } from "./reads/dependencies.ts";
import { endlessReads } from "./reads/endless.ts";
import { flagReads } from "./reads/flags.ts";
import { hierarchyReads } from "./reads/hierarchy.ts";
import { laneReads } from "./reads/lanes.ts";
import { nameReads } from "./reads/names.ts";
import { newestReads } from "./reads/newest.ts";
import { positionReads } from "./reads/positions.ts";
import { projectReads } from "./reads/projects.ts";
import { searchReads } from "./reads/search.ts";
import { sprintHistoryReads } from "./reads/sprint-history.ts";
import { sprintReads } from "./reads/sprints.ts";
import { timeEntryReads } from "./reads/time-entries.ts";
import { userReads } from "./reads/users.ts";
import { workItemReads } from "./reads/work-items.ts";

/** The board's questions as SQL. Statements are prepared when they are first asked. */
export function sqliteReads(database: Database): Reads {
  return {
    ...projectReads(database),
    ...workItemReads(database),
    ...cardReads(database),
    ...hierarchyReads(database),
    ...positionReads(database),
    ...sprintReads(database),
    ...sprintHistoryReads(database),
    ...commentReads(database),
    ...laneReads(database),
    ...dependencyReads(database),
    ...timeEntryReads(database),
    ...userReads(database),
    ...nameReads(database),
    ...searchReads(database),
    ...activityReads(database),
    ...flagReads(database),
    ...newestReads(database),
    ...endlessReads(database),
  };
}
