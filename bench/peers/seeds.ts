import { CARRIED_BY_GIT, type Peer } from "./peer.ts";

interface Issue {
  id: string;
  title: string;
  status: string;
  priority: number;
  labels?: string[];
}

/** Seeds: JSON lines, with git's union merge. */
export const seeds: Peer = {
  ...CARRIED_BY_GIT,
  name: "Seeds",
  without: ["comment", "delete"],
  version: (at) => at.try("sd", "--version").out.trim() || null,
  begin(at) {
    at.run("sd", "init");
  },
  join() {},
  create: (at, title) =>
    JSON.parse(at.run("sd", "create", "--title", title, "--json")).id as string,
  write(at, id, { title, status, priority, label }) {
    const flags: string[] = [];
    if (title !== undefined) flags.push("--title", title);
    if (status !== undefined) flags.push("--status", status === "done" ? "closed" : "open");
    if (priority !== undefined) flags.push("--priority", priority === "high" ? "0" : "4");
    if (label !== undefined) flags.push("--add-label", label);
    at.run("sd", "update", id, ...flags);
  },
  delete() {},
  list(at) {
    const { issues } = JSON.parse(at.run("sd", "list", "--all", "--json")) as { issues: Issue[] };
    return issues.map((issue) => ({
      ...issue,
      status: issue.status === "closed" ? "done" : "open",
      priority: issue.priority === 0 ? "high" : issue.priority === 4 ? "low" : "",
      labels: issue.labels ?? [],
      comments: [],
    }));
  },
  lost: () => "",
};
