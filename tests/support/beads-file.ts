// Issue files of Beads, made up: small ones line by line, large ones at random with every trap that
// real ones have.

import { type Dice, throwDice } from "../../bench/support/dice.ts";

export interface IssueLine {
  id: string;
  [field: string]: unknown;
}

/** Lines as the text of a file. */
export function beadsFile(...lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** An issue with what every issue has; given fields come over it, undefined ones are left out. */
export function issue(id: string, fields: object = {}): IssueLine {
  return {
    id,
    title: `Issue ${id}`,
    status: "open",
    priority: 2,
    issue_type: "task",
    created_at: "2025-11-01T10:00:00.5-08:00",
    updated_at: "2025-11-02T10:00:00.123456789-08:00",
    ...fields,
  };
}

/** A link as it stands in the line of the issue `from`. */
export function link(from: string, to: string, type = "blocks", fields: object = {}): object {
  return {
    issue_id: from,
    depends_on_id: to,
    type,
    created_at: "2025-11-01T11:00:00Z",
    created_by: "stevey",
    ...fields,
  };
}

const OFFSETS = ["Z", "-08:00", "-05:00", "+01:00", "+11:00"];
const STATUSES = ["open", "in_progress", "hooked", "blocked", "closed", "closed", "tombstone"];
const TYPES = ["task", "task", "bug", "feature", "epic", "chore", "molecule", "merge-request"];
const PEOPLE = ["stevey", "mayor", "mayor/", "beads/dave", "beads-dave", "Ada@example.org", "田中"];
const WORDS = [
  "sync",
  "wasm",
  "über",
  "naïve",
  "工具",
  "🐝",
  "daemon",
  "merge",
  "\u202e",
  '"quoted"',
];
const LINKS = ["blocks", "related", "relates-to", "discovered-from", "parent-child", "blocked-by"];

/** A file of `count` issues; the same for the same seed. */
export function generatedIssues(count: number, seed = 1): IssueLine[] {
  const dice = throwDice(seed);
  return Array.from({ length: count }, (_, index) => generatedIssue(index, count, dice));
}

function generatedIssue(index: number, count: number, dice: Dice): IssueLine {
  const id = index % 9 === 8 ? `bd-${index - 1}.1` : `bd-${index}`;
  const minute = index * 7 + dice.below(5);
  const text = () => textOf(dice);
  const sometimes = (probability: number, fields: () => object): object =>
    dice.chance(probability) ? fields() : {};
  const updated_at = timeAt(minute + dice.below(4), dice);
  const status = dice.one(STATUSES);
  const links = linksOf(id, index, count, dice);
  return issue(id, {
    title: dice.chance(0.03) ? `${text()}\n${"long ".repeat(60)}` : `${text()} ${index}`,
    status,
    // Left out is 0, in files of older versions.
    priority: dice.chance(0.1) ? undefined : dice.below(5),
    issue_type: dice.one(TYPES),
    created_at: timeAt(minute, dice),
    updated_at,
    ...sometimes(0.5, () => ({ created_by: dice.one(PEOPLE) })),
    ...sometimes(0.7, () => ({ description: `${text()}\n\n- ${text()}` })),
    ...sometimes(0.1, () => ({ notes: text() })),
    ...sometimes(0.1, () => ({ design: text(), acceptance_criteria: text() })),
    ...sometimes(0.1, () => ({ external_ref: `gh-${index}` })),
    ...sometimes(0.2, () => ({ assignee: dice.one(PEOPLE) })),
    ...sometimes(0.2, () => ({ labels: [...new Set([dice.one(WORDS), dice.one(WORDS)])] })),
    ...sometimes(0.02, () => ({ ephemeral: true, timeout: 1_800_000_000_000, pinned: false })),
    ...sometimes(0.05, () => ({ comments: commentsOf(id, minute, dice) })),
    ...(status === "closed" ? { closed_at: updated_at, close_reason: text() } : {}),
    ...(status === "tombstone" ? deletion(updated_at, dice) : {}),
    ...(links.length > 0 ? { dependencies: links } : {}),
  });
}

function textOf(dice: Dice): string {
  return Array.from({ length: 1 + dice.below(30) }, () => dice.one(WORDS)).join(" ");
}

function deletion(deleted_at: string, dice: Dice): object {
  const [deleted_by, original_type] = [dice.one(PEOPLE), dice.one(TYPES)];
  return { deleted_at, deleted_by, delete_reason: "batch delete", original_type };
}

function commentsOf(id: string, minute: number, dice: Dice): object[] {
  return [1, 2].map((number) => ({
    id: number,
    issue_id: id,
    author: dice.one(PEOPLE),
    text: textOf(dice),
    created_at: timeAt(minute + number, dice),
  }));
}

function linksOf(id: string, index: number, count: number, dice: Dice): object[] {
  const links = new Map<string, object>();
  for (let number = dice.below(3); number > 0; number -= 1) {
    const to = `bd-${dice.below(count)}`;
    const type = dice.one(LINKS);
    const ring = type === "parent-child" && Number(to.slice(3)) >= index - 1;
    if (to === id || ring) continue;
    links.set(to, link(id, to, type, { created_at: timeAt(index * 7 + number, dice) }));
  }
  if (dice.below(30) === 0) links.set("external", link(id, "external:gt:gt-1", "tracks"));
  if (dice.below(60) === 0) links.set("away", link(id, "bd-wisp-1", "parent-child"));
  return [...links.values()];
}

/** A time with an offset of its own and up to nine decimals. */
function timeAt(minute: number, dice: Dice): string {
  const offset = dice.one(OFFSETS);
  const hours = offset === "Z" ? 0 : Number(offset.slice(0, 3));
  const there = new Date(Date.UTC(2025, 9, 1, hours, minute, dice.below(60)));
  const decimals = String(dice.below(1_000_000_000)).padStart(9, "0").slice(0, dice.below(10));
  return `${there.toISOString().slice(0, 19)}${decimals === "" ? "" : `.${decimals}`}${offset}`;
}
