/**
 * What every tracker is asked to do in the comparison of merges, and what git does for those that git
 * carries. A peer reads and writes by its own commands alone: no file of its is touched.
 */
import { type Clone, Refused } from "./clone.ts";

/** What somebody writes to an item. */
export interface Write {
  title?: string;
  status?: "open" | "done";
  priority?: "high" | "low";
  label?: string;
  comment?: string;
}

/** An item as a peer's own command shows it. */
export interface Item {
  id: string;
  title: string;
  status: string;
  priority: string;
  labels: string[];
  comments: string[];
}

export interface Peer {
  name: string;
  /** Whether git's own branches and merges carry it; else it brings a sync of its own. */
  inGit: boolean;
  /** What it cannot say at all. */
  without: readonly ("comment" | "label" | "delete")[];
  /** Its version; null where it does not run here. */
  version(at: Clone): string | null;
  /** Makes a tracker in the first clone. */
  begin(at: Clone): void;
  /** Sets a further clone up, as its documentation says. */
  join(at: Clone): void;
  /** @returns the new item's id. */
  create(at: Clone, title: string): string;
  write(at: Clone, id: string, write: Write): void;
  delete(at: Clone, id: string): void;
  /** Every item that is alive. */
  list(at: Clone): Item[];
  /** What it says of values that lost, if it says anything. */
  lost(at: Clone): string;
  /** Commits what has changed. */
  commit(at: Clone): void;
  /** Takes in what others have shared. @throws Refused where a person would have to mend something. */
  pull(at: Clone, how: "merge" | "rebase"): void;
  push(at: Clone): void;
}

/** Those whose files git carries like any others. */
export const CARRIED_BY_GIT = {
  inGit: true,
  commit(at: Clone): void {
    at.run("git", "add", "-A");
    at.run("git", "commit", "-q", "--allow-empty", "-m", "More");
  },
  pull(at: Clone, how: "merge" | "rebase"): void {
    const flag = how === "rebase" ? "--rebase" : "--no-rebase";
    const pulled = at.try("git", "pull", "-q", "--no-edit", flag, "origin", "main");
    if (pulled.code !== 0) throw new Refused(pulled.said);
  },
  push(at: Clone): void {
    at.run("git", "push", "-q", "origin", "HEAD:main");
  },
};
