/** Every endpoint that looks at the board as a whole. */
import type { Endpoint } from "../endpoint.ts";
import { acts, asks } from "./record-routes.ts";

export const boardEndpoints: Endpoint[] = [
  asks("/board", "board", "The kanban board of a project"),
  asks("/ready", "ready", "What can be started now, the most urgent first"),
  asks("/search", "search", "Search titles, descriptions, comments and labels"),
  asks("/activity", "activity", "What happened, the newest first"),
  asks("/flags", "flags", "What needs a look"),
  acts("/undo", "undo", "Take my last change back"),
];
