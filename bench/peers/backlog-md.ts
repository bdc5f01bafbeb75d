import { Refused } from "./clone.ts";
import { CARRIED_BY_GIT, type Peer } from "./peer.ts";

interface Task {
  id: string;
  title: string;
  status: string;
  priority: string | null;
  labels: string[];
  comments: { body: string }[];
}

/** Backlog.md: one Markdown file a task, numbered. */
export const backlogMd: Peer = {
  ...CARRIED_BY_GIT,
  name: "Backlog.md",
  without: [],
  version: (at) => at.try("backlog", "--version").out.trim() || null,
  begin(at) {
    at.run("backlog", "init", "demo", "--defaults", "--integration-mode", "none");
  },
  join() {},
  create(at, title) {
    const said = at.run("backlog", "task", "create", title, "--plain");
    const id = /Task (TASK-\d+)/.exec(said)?.[1];
    if (id === undefined) throw new Error(said);
    return id;
  },
  write(at, id, { title, status, priority, label, comment }) {
    const flags: string[] = [];
    if (title !== undefined) flags.push("--title", title);
    if (status !== undefined) flags.push("--status", status === "done" ? "Done" : "To Do");
    if (priority !== undefined) flags.push("--priority", priority);
    if (label !== undefined) flags.push("--add-label", label);
    if (comment !== undefined) flags.push("--comment", comment);
    at.run("backlog", "task", "edit", id, ...flags, "--plain");
  },
  delete(at, id) {
    at.run("backlog", "task", "archive", id);
  },
  list(at) {
    const { said } = at.try("backlog", "task", "list", "--plain");
    // Two tasks with one number: it says so, and wants them repaired before it goes on.
    if (said.includes("duplicate task ID")) throw new Refused(said, "one number twice");
    const ids = [...new Set(said.match(/TASK-\d+/g) ?? [])];
    return ids.map((id) => {
      const { task } = JSON.parse(at.run("backlog", "task", "view", id, "--json")) as {
        task: Task;
      };
      return {
        ...task,
        status: task.status === "Done" ? "done" : "open",
        priority: task.priority ?? "",
        comments: task.comments.map(({ body }) => body),
      };
    });
  },
  lost: () => "",
};
