/** Who I am, and the projects there are: the same on every view. */
import type { ProjectView } from "../../board/commands.ts";
import type { UserView } from "../../board/queries.ts";
import { query } from "../api/client.ts";
import { onChange } from "./connection.svelte.ts";

type ListedProject = ProjectView & { open_work_items: number; work_items: number };

let me = $state.raw<UserView | null>(null);
let projects = $state.raw<readonly ListedProject[] | null>(null);

export const workspace = {
  /** Null until it is known. */
  get me(): UserView | null {
    return me;
  },
  /** Null until they are known. */
  get projects(): readonly ListedProject[] | null {
    return projects;
  },
};

async function readProjects(): Promise<void> {
  const outcome = await query("projects", { limit: 1000 });
  if (outcome.ok) projects = outcome.value.projects;
}

async function readMe(): Promise<void> {
  const outcome = await query("me", {});
  if (outcome.ok) me = outcome.value.user;
}

export function loadWorkspace(): void {
  void readMe();
  void readProjects();
}

onChange((change) => {
  const records = change?.records ?? null;
  if (records === null || records.some(({ entity }) => entity === "project")) void readProjects();
  if (records === null || records.some(({ entity }) => entity === "user")) void readMe();
});
