import type { Database } from "bun:sqlite";
import type { Reads } from "../reads.ts";
import { dependencyReads } from "./reads/dependencies.ts";
import { hierarchyReads } from "./reads/hierarchy.ts";
import { laneReads } from "./reads/lanes.ts";
import { positionReads } from "./reads/positions.ts";
import { projectReads } from "./reads/projects.ts";
import { sprintReads } from "./reads/sprints.ts";
import { timeEntryReads } from "./reads/time-entries.ts";
import { userReads } from "./reads/users.ts";

/** The board's questions as SQL. Statements are prepared when they are first asked. */
export function sqliteReads(database: Database): Reads {
  return {
    ...hierarchyReads(database),
    ...dependencyReads(database),
    ...positionReads(database),
    ...projectReads(database),
    ...sprintReads(database),
    ...laneReads(database),
    ...timeEntryReads(database),
    ...userReads(database),
  } as Reads;
}
