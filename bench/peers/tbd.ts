import type { Peer } from "./peer.ts";

interface Issue {
  id: string;
  title: string;
  status: string;
  priority: number;
  labels: string[];
}

/** tbd: one file an issue, on a branch of its own that `tbd sync` merges. */
export const tbd: Peer = {
  name: "tbd",
  inGit: false,
  without: ["comment", "delete"],
  version(at) {
    const [, major, minor] = /(\d+)\.(\d+)/.exec(at.run("git", "--version")) ?? [];
    // It needs git 2.42 for the work tree that it keeps beside ours.
    if (Number(major) * 100 + Number(minor) < 242) return null;
    return at.try("tbd", "--version").out.trim() || null;
  },
  begin(at) {
    at.run("tbd", "init", "--prefix", "demo");
    at.run("git", "add", "-A");
    at.run("git", "commit", "-q", "-m", "Track issues with tbd");
    at.run("git", "push", "-q", "origin", "HEAD:main");
  },
  join() {},
  create: (at, title) =>
    JSON.parse(at.run("tbd", "create", title, "--json", "--no-sync")).id as string,
  write(at, id, { title, status, priority, label }) {
    const flags: string[] = [];
    if (title !== undefined) flags.push("--title", title);
    if (status !== undefined) flags.push("--status", status === "done" ? "closed" : "open");
    if (priority !== undefined) flags.push("--priority", priority === "high" ? "0" : "4");
    if (label !== undefined) flags.push("--add-label", label);
    at.run("tbd", "update", id, ...flags, "--no-sync");
  },
  delete() {},
  list: (at) =>
    (JSON.parse(at.run("tbd", "list", "--all", "--json")) as Issue[]).map((issue) => ({
      ...issue,
      status: issue.status === "closed" ? "done" : "open",
      priority: issue.priority === 0 ? "high" : issue.priority === 4 ? "low" : "",
      comments: [],
    })),
  lost: (at) => at.run("tbd", "attic", "list", "--json"),
  commit() {},
  pull(at) {
    at.run("tbd", "sync", "--issues");
  },
  push(at) {
    at.run("tbd", "sync", "--issues");
  },
};
