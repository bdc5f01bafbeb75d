/** Two clones and what lies between them. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Clone, Refused } from "./clone.ts";
import type { Peer } from "./peer.ts";

export interface World {
  peer: Peer;
  a: Clone;
  b: Clone;
  /** The shared item, “Homepage”. */
  id: string;
  /** Both share what they have, until each has everything. */
  meet(how?: "merge" | "rebase"): void;
  /** What a forge's merge button does with both: a text merge, without any driver. */
  forge(): void;
  /** Some more shared items. */
  fresh(count: number): void;
}

/** Makes two clones of one tracker, with one shared item. */
export function makeWorld(peer: Peer, folder: string, path: string): World {
  mkdirSync(folder, { recursive: true });
  const a = new Clone("ada", join(folder, "a"), path);
  const b = new Clone("bob", join(folder, "b"), path);
  const remote = join(folder, "remote.git");
  a.tryIn(folder, ["git", "init", "-q", "--bare", "-b", "main", remote]);
  clone(a, folder, remote);
  a.run("git", "commit", "-q", "--allow-empty", "-m", "Begin");
  a.run("git", "push", "-q", "origin", "HEAD:main");
  peer.begin(a);
  const id = peer.create(a, "Homepage");
  peer.commit(a);
  peer.push(a);
  clone(b, folder, remote);
  peer.join(b);
  if (!peer.inGit) peer.pull(b, "merge");

  const meet = (how: "merge" | "rebase" = "merge"): void => {
    peer.commit(a);
    peer.commit(b);
    peer.pull(a, how);
    peer.push(a);
    peer.pull(b, how);
    peer.push(b);
    peer.pull(a, how);
    if (!peer.inGit) peer.pull(b, how);
  };
  return {
    peer,
    a,
    b,
    id,
    meet,
    forge() {
      peer.commit(a);
      peer.commit(b);
      a.run("git", "push", "-q", "origin", "HEAD:ada");
      b.run("git", "push", "-q", "origin", "HEAD:bob");
      // A repository of the forge's own: nothing is configured there.
      const merged = a.tryIn(remote, ["git", "merge-tree", "--write-tree", "ada", "bob"]);
      if (merged.code !== 0) throw new Refused(merged.said);
      const tree = merged.out.trim();
      const parents = ["-p", "ada", "-p", "bob"];
      const commit = a.tryIn(remote, ["git", "commit-tree", tree, ...parents, "-m", "Merge"]);
      a.tryIn(remote, ["git", "update-ref", "refs/heads/main", commit.out.trim()]);
      for (const at of [a, b]) peer.pull(at, "merge");
    },
    fresh(count) {
      for (let index = 0; index < count; index += 1) peer.create(a, `Item ${index}`);
      meet();
    },
  };
}

function clone(at: Clone, folder: string, remote: string): void {
  at.tryIn(folder, ["git", "config", "--global", "user.name", at.name]);
  at.tryIn(folder, ["git", "config", "--global", "user.email", `${at.name}@example.com`]);
  at.tryIn(folder, ["git", "clone", "-q", remote, at.folder]);
  at.run("git", "checkout", "-q", "-B", "main");
}
