/**
 * Ten things that happen to two people who share a board. Each starts with one shared item,
 * “Homepage”, in two clones, and says what must be there when both have everything.
 */
import { Refused } from "./clone.ts";
import type { Item, Peer } from "./peer.ts";
import type { World } from "./world.ts";

/** What must hold of a clone's items in the end; the text says what is missing where it does not. */
export type Wanted = readonly [what: string, holds: (items: Item[]) => boolean][];

export interface Scenario {
  name: string;
  /** What a peer must be able to say for it. */
  needs: Peer["without"];
  /** Only for those that git carries. */
  needsGit?: boolean;
  /** Two writes of one field: one of them loses, and the question is whether anybody is told. */
  contest?: true;
  play(world: World): Wanted;
}

const item = (items: Item[], id: string): Item | undefined => items.find((one) => one.id === id);
const titled = (title: string): Wanted[number] => [
  `the item “${title}”`,
  (items) => items.filter((one) => one.title === title).length === 1,
];

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "Each adds an item",
    needs: [],
    play({ a, b, peer, meet }) {
      peer.create(a, "Navbar");
      peer.create(b, "Footer");
      meet();
      return [titled("Navbar"), titled("Footer"), titled("Homepage")];
    },
  },
  {
    name: "Different fields of one item",
    needs: [],
    play({ a, b, peer, meet, id }) {
      peer.write(a, id, { status: "done" });
      peer.write(b, id, { priority: "high" });
      meet();
      return [
        ["the status", (items) => item(items, id)?.status === "done"],
        ["the priority", (items) => item(items, id)?.priority === "high"],
      ];
    },
  },
  {
    name: "The same field of one item",
    needs: [],
    contest: true,
    play({ a, b, peer, meet, id }) {
      peer.write(a, id, { title: "Landing page" });
      peer.write(b, id, { title: "Start page" });
      meet();
      return [
        [
          "either title",
          (items) => ["Landing page", "Start page"].includes(item(items, id)?.title ?? ""),
        ],
      ];
    },
  },
  {
    name: "Each comments on one item",
    needs: ["comment"],
    play({ a, b, peer, meet, id }) {
      peer.write(a, id, { comment: "From Ada" });
      peer.write(b, id, { comment: "From Bob" });
      meet();
      return ["From Ada", "From Bob"].map((text) => [
        `the comment “${text}”`,
        (items) => item(items, id)?.comments.includes(text) === true,
      ]);
    },
  },
  {
    name: "Each labels one item",
    needs: ["label"],
    play({ a, b, peer, meet, id }) {
      peer.write(a, id, { label: "frontend" });
      peer.write(b, id, { label: "urgent" });
      meet();
      return ["frontend", "urgent"].map((label) => [
        `the label ${label}`,
        (items) => item(items, id)?.labels.includes(label) === true,
      ]);
    },
  },
  {
    name: "One deletes it, the other edits it",
    needs: ["delete"],
    play({ a, b, peer, meet, id }) {
      peer.delete(a, id);
      peer.write(b, id, { priority: "high" });
      meet();
      return [["the deletion", (items) => item(items, id) === undefined]];
    },
  },
  {
    name: "Two commits each, `git pull --rebase`",
    needs: [],
    needsGit: true,
    play({ a, b, peer, meet, id }) {
      peer.write(a, id, { status: "done" });
      peer.commit(a);
      peer.create(a, "Navbar");
      peer.write(b, id, { priority: "high" });
      peer.commit(b);
      peer.create(b, "Footer");
      meet("rebase");
      return [
        titled("Navbar"),
        titled("Footer"),
        ["the status", (items) => item(items, id)?.status === "done"],
        ["the priority", (items) => item(items, id)?.priority === "high"],
      ];
    },
  },
  {
    name: "Each adds an item; a forge's merge button",
    needs: [],
    needsGit: true,
    play({ a, b, peer, forge, fresh }) {
      // Not the only item there is: a board of two is the hardest for a text merge.
      fresh(20);
      peer.create(a, "Navbar");
      peer.create(b, "Footer");
      forge();
      return [titled("Navbar"), titled("Footer")];
    },
  },
  {
    name: "A cherry-picked edit, edited again, then all merged",
    needs: [],
    needsGit: true,
    play({ a, b, peer, meet, id }) {
      peer.write(a, id, { status: "done" });
      peer.commit(a);
      peer.push(a);
      peer.write(a, id, { priority: "low" });
      b.run("git", "fetch", "-q", "origin");
      const picked = b.try("git", "cherry-pick", "origin/main");
      if (picked.code !== 0) throw new Refused(picked.said);
      if (peer.name === "pm") b.run("pm", "sync", "import", "--merge", "--quiet");
      peer.write(b, id, { title: "Start page" });
      meet();
      return [
        ["the status", (items) => item(items, id)?.status === "done"],
        ["the title", (items) => item(items, id)?.title === "Start page"],
        ["the priority", (items) => item(items, id)?.priority === "low"],
      ];
    },
  },
  {
    name: "Who answers an edit has a clock two hours behind",
    needs: [],
    play({ a, b, peer, meet, id }) {
      peer.write(a, id, { title: "Landing page" });
      meet();
      b.clockHours = -2;
      peer.write(b, id, { title: "Start page" });
      b.clockHours = 0;
      peer.write(a, id, { priority: "high" });
      meet();
      return [["the later title", (items) => item(items, id)?.title === "Start page"]];
    },
  },
];
