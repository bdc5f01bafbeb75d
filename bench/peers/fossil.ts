import type { Peer } from "./peer.ts";

/** Fossil's tickets: each change is an artifact, and the newest one of a field wins. No git. */
export const fossil: Peer = {
  name: "Fossil",
  inGit: false,
  without: ["label", "delete"],
  version: (at) => /version ([\d.]+)/.exec(at.try("fossil", "version").out)?.[1] ?? null,
  begin(at) {
    at.run("fossil", "init", `${at.folder}.remote.fossil`);
    open(at, `${at.folder}.remote.fossil`);
  },
  join(at) {
    open(at, at.folder.replace(/[^/]*$/, "a.remote.fossil"));
  },
  create: (at, title) => {
    const said = at.run("fossil", "ticket", "add", "title", title, "status", "Open");
    return /succeeded for (\w+)/.exec(said)?.[1] as string;
  },
  write(at, id, { title, status, priority, comment }) {
    const pairs: string[] = [];
    if (title !== undefined) pairs.push("title", title);
    if (status !== undefined) pairs.push("status", status === "done" ? "Closed" : "Open");
    if (priority !== undefined) pairs.push("priority", priority);
    if (comment !== undefined) pairs.push("+comment", `${comment};`);
    at.run("fossil", "ticket", "set", id, ...pairs);
  },
  delete() {},
  list(at) {
    const [head = "", ...rows] = at.run("fossil", "ticket", "show", "0").trimEnd().split("\n");
    const names = head.split("\t");
    return rows.map((row) => {
      const cells = row.split("\t");
      const cell = (name: string): string => cells[names.indexOf(name)] ?? "";
      return {
        id: cell("tkt_uuid"),
        title: cell("title"),
        status: cell("status") === "Closed" ? "done" : "open",
        priority: cell("priority"),
        labels: [],
        comments: cell("comment").split(";").filter(Boolean),
      };
    });
  },
  // What lost stays in the ticket's history, but nothing says that something has.
  lost: () => "",
  commit() {},
  pull(at) {
    at.run("fossil", "sync");
  },
  push(at) {
    at.run("fossil", "sync");
  },
};

function open(at: Parameters<Peer["begin"]>[0], remote: string): void {
  at.run("fossil", "clone", remote, `${at.folder}.fossil`);
  at.run("fossil", "open", "-f", `${at.folder}.fossil`);
}
