import { CARRIED_BY_GIT, type Item, type Peer } from "./peer.ts";

/** This project, with `pm sync init` in each clone. */
export const pm: Peer = {
  ...CARRIED_BY_GIT,
  name: "pm",
  without: [],
  version: (at) => at.run("pm", "--version").trim(),
  begin(at) {
    at.run("pm", "project", "create", "Demo", "--quiet");
    pm.join(at);
  },
  join(at) {
    at.run("pm", "sync", "init", "--yes", "--quiet");
  },
  create: (at, title) => JSON.parse(at.run("pm", "add", title, "--json")).work_item.id as string,
  write(at, id, { comment, label, ...set }) {
    const flags = Object.entries(set).flatMap(([name, value]) => [
      `--${name}`,
      value === "open" ? "todo" : value,
    ]);
    if (label !== undefined) flags.push("--add-label", label);
    if (flags.length > 0) at.run("pm", "work-item", "update", id, ...flags, "--quiet");
    if (comment !== undefined) at.run("pm", "comment", "create", id, comment, "--quiet");
  },
  delete(at, id) {
    at.run("pm", "work-item", "delete", id, "--quiet");
  },
  list(at) {
    const { work_items } = JSON.parse(at.run("pm", "list", "--include-done", "--json"));
    return (work_items as (Item & { labels?: string[] })[]).map((item) => {
      const { comments } = JSON.parse(at.run("pm", "comment", "list", item.id, "--json"));
      return {
        ...item,
        labels: item.labels ?? [],
        comments: (comments as { content: string }[]).map(({ content }) => content),
      };
    });
  },
  lost: (at) => at.run("pm", "sync", "conflicts", "--json"),
  commit(at) {
    at.run("pm", "sync", "commit", "-m", "More", "--quiet");
  },
};
